import type { Block } from './blocks.ts';
import { definitionsInOrder } from './parse-chunks.ts';
import type { PageModel, Scope } from './read-page.ts';

// By page and its new labels: what is known of a page is kept by its object.
const knownPages = new WeakMap<PageModel, Map<string, PageModel>>();

/**
 * The page with the definitions that its blocks hold by now in scope, so that marks of footnotes are
 * marks, and words in brackets that are no link are kept from becoming one.
 */
export function withDefinitionsOf(page: PageModel, blocks: readonly Block[]): PageModel {
  const known = page.scope.definitions.split('\n');
  const fresh = [...new Set(blocks.flatMap(definitionsIn))].filter((line) => !known.includes(line));
  if (fresh.length === 0) return page;
  const key = fresh.join('\n');
  const pages = knownPages.get(page) ?? new Map<string, PageModel>();
  knownPages.set(page, pages);
  const before = pages.get(key);
  if (before !== undefined) return before;
  const definitions = definitionsInOrder([...known, ...fresh].filter((line) => line !== ''));
  const now = { ...page, scope: { ...page.scope, definitions } };
  pages.set(key, now);
  return now;
}

/** Whether nothing that is known in one scope is unknown in the other: words may be links, none is lost. */
export function hasAllDefinitions(now: Scope, before: Scope): boolean {
  const known = new Set(now.definitions.split('\n'));
  return before.definitions.split('\n').every((line) => line === '' || known.has(line));
}

const linkLabel = /^ {0,3}(\[(?!\^)(?:[^[\]\\\n]|\\.)+\]):/gm;

function definitionsIn(block: Block): string[] {
  switch (block.kind) {
    case 'footnote':
      return [`[^${block.label}]: x`, ...block.children.flatMap(definitionsIn)];
    case 'quote':
    case 'callout':
      return block.children.flatMap(definitionsIn);
    case 'list':
      return block.items.flatMap(({ lists, body }) => [...lists, ...body].flatMap(definitionsIn));
    case 'opaque':
      return Array.from(block.source.matchAll(linkLabel), ([, label = '']) => `${label}: <x>`);
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
