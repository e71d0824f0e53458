import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { blockDepth, bracketDepth, isDeeperThan } from './nesting.ts';
import { wikilinkFromMarkdown, wikilinkSyntax } from './wikilink-syntax.ts';

/** Quotes and lists inside each other; people write fewer than ten. */
const maxBlockDepth = 100;
const maxBracketDepth = 1000;
const maxTreeDepth = 250;
const maxLength = 2_000_000;

const extensions = [gfm({ singleTilde: false }), wikilinkSyntax];
const mdastExtensions = [gfmFromMarkdown(), wikilinkFromMarkdown];

export type ParseOutcome =
  | { readonly kind: 'ok'; readonly root: Root }
  /** Nested so deep that code over the tree would overflow the stack. */
  | { readonly kind: 'tooDeep' }
  /** Over two million UTF-16 units. */
  | { readonly kind: 'tooLarge' };

/**
 * The one parse of the project: CommonMark, GFM and wikilinks, with positions.
 * Give it a body without frontmatter. For text of unknown origin use `parseMarkdownSafely`.
 *
 * A byte order mark at the start is not counted by positions: strip it first.
 */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions, mdastExtensions });
}

/** `parseMarkdown` that refuses what would take the stack or the memory with it. */
export function parseMarkdownSafely(text: string): ParseOutcome {
  if (text.length > maxLength) return { kind: 'tooLarge' };
  if (blockDepth(text, maxBlockDepth) >= maxBlockDepth) return { kind: 'tooDeep' };
  if (bracketDepth(text, maxBracketDepth) >= maxBracketDepth) return { kind: 'tooDeep' };
  try {
    const root = parseMarkdown(text);
    return isDeeperThan(root, maxTreeDepth) ? { kind: 'tooDeep' } : { kind: 'ok', root };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'tooDeep' };
    throw error;
  }
}
