import type { Block, Definition } from './blocks.ts';
import type { Targets } from './from-mdast.ts';
import { identifierOf } from './link-label.ts';
import { definitionsInOrder } from './parse-chunks.ts';
import { type PageModel, type Scope, targetsIn } from './read-page.ts';

// By page and what its definitions say: what is known of a page is kept by its object.
const knownPages = new WeakMap<PageModel, Map<string, PageModel>>();

/**
 * The page with the definitions that its blocks hold by now in scope: links lead where they say now,
 * marks of footnotes are marks, and words in brackets that are no link are kept from becoming one.
 */
export function withDefinitionsOf(page: PageModel, blocks: readonly Block[]): PageModel {
  if (!page.isParsed) return page;
  const found = blocks.flatMap(definitionsIn);
  const key = JSON.stringify(found);
  const pages = knownPages.get(page) ?? new Map<string, PageModel>();
  knownPages.set(page, pages);
  if (pages.size === 0) pages.set(keyOfRead(page), page);
  const before = pages.get(key);
  if (before !== undefined) return before;
  const now = { ...page, scope: scopeOf(page, found) };
  pages.set(key, now);
  return now;
}

function keyOfRead({ blocks }: PageModel): string {
  return JSON.stringify(blocks.flatMap(({ model }) => definitionsIn(model)));
}

function scopeOf({ scope }: PageModel, found: readonly Found[]): Scope {
  const targets = targetsOf(found);
  const links = Array.from(targets.values(), ({ label }) => `[${label}]: <x>`);
  // What is not a mark any more is written as when it was one.
  const notes = scope.definitions.split('\n').filter((line) => line.startsWith('[^'));
  const fresh = found.flatMap((each) => (typeof each === 'string' ? [`[^${each}]: x`] : []));
  return { targets, definitions: definitionsInOrder([...links, ...new Set([...notes, ...fresh])]) };
}

/** Where the definitions lead that some blocks hold; of those with one label the first counts. */
export function targetsOfBlocks(blocks: readonly Block[]): Targets {
  return targetsOf(blocks.flatMap(definitionsIn));
}

function targetsOf(found: readonly Found[]): Targets {
  const targets = new Map<string, Omit<Definition, 'kind'>>();
  for (const each of found) {
    if (typeof each === 'string') continue;
    const identifier = identifierOf(each.label);
    if (!targets.has(identifier)) targets.set(identifier, each);
  }
  return targets;
}

/** Whether nothing that is known in one scope is unknown in the other: words may be links, none is lost. */
export function hasAllDefinitions(now: Scope, before: Scope): boolean {
  const known = new Set(now.definitions.split('\n'));
  return before.definitions.split('\n').every((line) => line === '' || known.has(line));
}

/** A link's definition, or a footnote's label. */
type Found = Omit<Definition, 'kind'> | string;

const knownIn = new WeakMap<Block, readonly Found[]>();

function definitionsIn(block: Block): readonly Found[] {
  const known = knownIn.get(block);
  if (known !== undefined) return known;
  const found = findIn(block);
  knownIn.set(block, found);
  return found;
}

function findIn(block: Block): readonly Found[] {
  switch (block.kind) {
    case 'definition': {
      const { label, title, url } = block;
      return label === '' ? [] : [{ label, url, title }];
    }
    case 'footnote':
      return [block.label, ...block.children.flatMap(definitionsIn)];
    case 'quote':
    case 'callout':
    case 'directive':
      return block.children.flatMap(definitionsIn);
    case 'list':
      return block.items.flatMap(({ lists, body }) => [...lists, ...body].flatMap(definitionsIn));
    case 'opaque':
      return [...targetsIn(block.source).values()];
    default:
      return [];
  }
}

type Paired = 'footnote' | 'definition';

/** What stands between the last two footnotes or definitions of a page, if they stand side by side. */
export function separatorOfPair({ blocks, eol }: PageModel, kind: Paired): string | null {
  const last = blocks.findLastIndex(({ model }) => model.kind === kind);
  const isPair = blocks[last - 1]?.model.kind === kind;
  const otherwise = kind === 'definition' ? eol : null;
  return isPair ? (blocks[last]?.separator ?? null) : otherwise;
}
