import type { Nodes, Root } from 'hast';
import { raw } from 'hast-util-raw';
import { sanitize } from 'hast-util-sanitize';
import { visit } from 'unist-util-visit';
import { splitFrontmatter } from '../wiki/frontmatter.ts';
import { anchorKey } from '../wiki/headings.ts';
import { limitEmbeds } from './embed-tree.ts';
import { setDirections } from './directions.ts';
import { applyPolicy, type Highlight, type RenderedHeading } from './html-policy.ts';
import { isDeeperThan } from './nesting.ts';
import { parseMarkdownSafely } from './parse.ts';
import { sanitiseSchema } from './sanitise-schema.ts';
import { toHtmlTree } from './to-html-tree.ts';

export type RenderOutcome =
  | {
      readonly kind: 'rendered';
      /** Plain data, safe to show: only what the schema allows. */
      readonly tree: Root;
      readonly headings: readonly RenderedHeading[];
      /** Targets of links and pictures to ask the wiki about, as `data-wiki-target` holds them. */
      readonly targets: readonly string[];
    }
  | { readonly kind: 'tooDeep' }
  | { readonly kind: 'tooLarge' };

export interface RenderOptions {
  /** Shown above the page already: a first heading that says the same is left out. */
  readonly title?: string;
  readonly highlight?: Highlight;
}

const maxDepth = 300;
const maxNodes = 300_000;
/** Whole pages shown in place. */
const maxEmbeds = 30;

// Tags that make the rest of the page text, or hide it: shown as written instead (GFM's tag filter).
const swallowing =
  /<(?=\/?(?:title|textarea|style|xmp|iframe|noembed|noframes|noscript|script|plaintext|template|frameset|select|option|head|body|html)(?:[\s/>]|$))/gi;

/**
 * Turns a page into HTML nodes as data. Raw HTML is parsed and then cut down to the schema like
 * everything else; sanitising comes last, so no earlier step can undo it.
 *
 * Refuses pages that would take the stack or the memory with them. It can still take long on line
 * noise: run it where it can be stopped.
 *
 * @param text the whole page; its frontmatter is skipped
 */
export function renderMarkdown(text: string, options: RenderOptions = {}): RenderOutcome {
  const { body } = splitFrontmatter(text);
  const parsed = parseMarkdownSafely(body);
  if (parsed.kind !== 'ok') return parsed;
  const markup = toHtmlTree(parsed.root, body);
  if (markup === null) return { kind: 'tooLarge' };
  try {
    const tree = withParsedHtml(markup);
    if (tree === null) return { kind: 'tooDeep' };
    if (isLargerThan(tree, maxNodes)) return { kind: 'tooLarge' };
    const { headings, targets } = applyPolicy(tree, options.highlight ?? null);
    const shown = options.title === undefined ? headings : dropTitle(tree, headings, options.title);
    limitEmbeds(tree, maxEmbeds);
    const safe = sanitize(tree, sanitiseSchema);
    const root: Root = safe.type === 'root' ? safe : { type: 'root', children: [] };
    visit(root, (node) => {
      delete node.position;
    });
    setDirections(root);
    return { kind: 'rendered', tree: root, headings: shown, targets: [...targets] };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'tooDeep' };
    throw error;
  }
}

function withParsedHtml(tree: Root): Root | null {
  let tags = 0;
  visit(tree, 'raw', (node) => {
    node.value = node.value.replace(swallowing, '&lt;');
    tags += node.value.split('<').length;
  });
  if (tags === 0) return isDeeperThan(tree, maxDepth) ? null : tree;
  if (tags > maxNodes) return null;
  const parsed = raw(tree);
  const root: Root = parsed.type === 'root' ? parsed : { type: 'root', children: [] };
  return isDeeperThan(root, maxDepth) ? null : root;
}

function isLargerThan(root: Nodes, limit: number): boolean {
  let count = 0;
  visit(root, () => {
    count += 1;
    return count <= limit;
  });
  return count > limit;
}

function dropTitle(
  tree: Root,
  headings: readonly RenderedHeading[],
  title: string,
): readonly RenderedHeading[] {
  const index = tree.children.findIndex(({ type }) => type === 'element');
  const first = tree.children[index];
  const [heading, ...rest] = headings;
  if (first?.type !== 'element' || first.tagName !== 'h1' || heading === undefined) return headings;
  if (anchorKey(heading.text) !== anchorKey(title)) return headings;
  tree.children.splice(index, 1);
  return rest;
}
