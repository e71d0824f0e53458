import type { Root } from 'hast';
import { visit } from 'unist-util-visit';

/**
 * A rendered page as a part of another: its ids are told apart from those around it, and no more than
 * `maxEmbeds` of what it shows in place itself stay so; the rest are links.
 */
export function embedTree(tree: Root, idPrefix: string, maxEmbeds: number): Root {
  const copy = structuredClone(tree);
  visit(copy, 'element', ({ properties }) => {
    for (const name of ['id', 'dataScrollTo']) {
      if (typeof properties[name] === 'string') properties[name] = idPrefix + properties[name];
    }
  });
  limitEmbeds(copy, maxEmbeds);
  return copy;
}

/** Leaves of a tree's places for whole pages the first few; what stands in the others is shown as a link. */
export function limitEmbeds(tree: Root, maxEmbeds: number): void {
  let count = 0;
  visit(tree, 'element', ({ properties }) => {
    if (properties['dataEmbed'] !== 'block') return;
    count += 1;
    if (count > maxEmbeds) delete properties['dataEmbed'];
  });
}
