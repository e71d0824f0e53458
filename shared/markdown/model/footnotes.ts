import type { Block } from './blocks.ts';
import type { PageModel } from './read-page.ts';

// By page and its new labels: what is known of a page is kept by its object.
const known = new WeakMap<PageModel, Map<string, PageModel>>();

/** The page with the footnotes that its blocks define by now in scope, so that their marks are marks. */
export function withFootnotesOf(page: PageModel, blocks: readonly Block[]): PageModel {
  const fresh = [...new Set(blocks.flatMap(labelsIn))]
    .map((label) => `[^${label}]: x`)
    .filter((line) => !page.scope.definitions.split('\n').includes(line));
  if (fresh.length === 0) return page;
  const lines = fresh.join('\n');
  const pages = known.get(page) ?? new Map<string, PageModel>();
  known.set(page, pages);
  const before = pages.get(lines);
  if (before !== undefined) return before;
  const definitions = [page.scope.definitions, lines].filter((part) => part !== '').join('\n');
  const now = { ...page, scope: { ...page.scope, definitions } };
  pages.set(lines, now);
  return now;
}

function labelsIn(block: Block): string[] {
  switch (block.kind) {
    case 'footnote':
      return [block.label, ...block.children.flatMap(labelsIn)];
    case 'quote':
    case 'callout':
      return block.children.flatMap(labelsIn);
    default:
      return [];
  }
}

/** What stands between the last two footnotes of a page, if they stand side by side. */
export function separatorOfNotes({ blocks }: PageModel): string | null {
  const last = blocks.findLastIndex(({ model }) => model.kind === 'footnote');
  const isPair = blocks[last - 1]?.model.kind === 'footnote';
  return isPair ? (blocks[last]?.separator ?? null) : null;
}
