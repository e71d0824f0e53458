import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';
import type { ResolvedLink } from '../../../shared/contract/methods-page.ts';
import { parseWikilink } from '../../../shared/wiki/wikilink.ts';
import { createLinkAsker } from '../../client/link-asker.ts';
import { $isInlineAtomNode, InlineAtomNode } from '../nodes/InlineAtomNode.ts';

interface RedLinks {
  /** Asks anew where all links lead: the wiki changed. */
  refresh(): void;
  stop(): void;
}

/** Draws wikilinks to pages that are not there as readers see them. */
export function showRedLinks(
  editor: LexicalEditor,
  resolve: (targets: readonly string[]) => Promise<readonly ResolvedLink[]>,
): RedLinks {
  const known = new Map<string, boolean>();
  const shown = new Map<NodeKey, { readonly target: string; readonly element: HTMLElement }>();

  const draw = (element: HTMLElement, target: string) =>
    element.classList.toggle('cp-atom-missing', known.get(target) === true);

  const asker = createLinkAsker(resolve, (links) => {
    for (const { target, kind } of links) known.set(target, kind === 'missing');
    for (const { element, target } of shown.values()) draw(element, target);
  });

  const stopListening = editor.registerMutationListener(InlineAtomNode, (mutations) => {
    for (const [key, mutation] of mutations) {
      shown.delete(key);
      const element = mutation === 'destroyed' ? null : editor.getElementByKey(key);
      if (element?.dataset['atom'] !== 'wikilink') continue;
      const target = editor.read(() => $targetOf(key));
      if (target === '') continue;
      shown.set(key, { target, element });
      if (known.has(target)) draw(element, target);
      else asker.want(target);
    }
  });

  return {
    refresh: () => asker.again(),
    stop() {
      asker.stop();
      stopListening();
    },
  };
}

function $targetOf(key: NodeKey): string {
  const node = $getNodeByKey(key);
  return $isInlineAtomNode(node) ? parseWikilink(node.getSource().slice(2, -2)).target : '';
}
