import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { blockDepth, bracketDepth, isDeeperThan } from './nesting.ts';
import { closedFences } from './syntax/closed-fences.ts';
import { signFenceSyntax } from './syntax/sign-fence.ts';
import { signTextSyntax } from './syntax/sign-text.ts';
import { taskCheckFromMarkdown } from './syntax/task-check.ts';
import { textMarkSyntax } from './syntax/text-mark.ts';
import { wikilinkFromMarkdown, wikilinkSyntax } from './syntax/wikilink-syntax.ts';
import { writersFromMarkdown } from './syntax/writers-syntax.ts';

/** Quotes and lists inside each other; people write fewer than ten. */
const maxBlockDepth = 100;
const maxBracketDepth = 1000;
const maxTreeDepth = 250;
const maxLength = 2_000_000;

const extensions = [gfm({ singleTilde: false }), wikilinkSyntax, signTextSyntax, textMarkSyntax];
const mdastExtensions = [
  gfmFromMarkdown(),
  taskCheckFromMarkdown,
  wikilinkFromMarkdown,
  writersFromMarkdown,
];

/** Whether a formula or a comment on lines of its own begins at an offset. */
export type StartsFence = (offset: number) => boolean;

export type ParseOutcome =
  | { readonly kind: 'ok'; readonly root: Root }
  /** Nested so deep that code over the tree would overflow the stack. */
  | { readonly kind: 'tooDeep' }
  /** Over two million UTF-16 units. */
  | { readonly kind: 'tooLarge' };

/**
 * The one parse of the project: CommonMark, GFM, wikilinks, formulas, comments and marks, with positions.
 * Give it a body without frontmatter. For text of unknown origin use `parseMarkdownSafely`.
 *
 * A byte order mark at the start is not counted by positions: strip it first.
 *
 * @param startsFence for a piece of a longer text, of which only the whole shows what is closed
 */
export function parseMarkdown(text: string, startsFence = fencesOf(text)): Root {
  return fromMarkdown(text, {
    extensions: startsFence === null ? extensions : [...extensions, signFenceSyntax(startsFence)],
    mdastExtensions,
  });
}

/** Where formulas and comments on lines of their own begin; null: nowhere. */
export function fencesOf(text: string): StartsFence | null {
  const starts = closedFences(text);
  return starts.size === 0 ? null : (offset) => starts.has(offset);
}

/** `parseMarkdown` that refuses what would take the stack or the memory with it. */
export function parseMarkdownSafely(text: string, startsFence?: StartsFence | null): ParseOutcome {
  if (text.length > maxLength) return { kind: 'tooLarge' };
  if (blockDepth(text, maxBlockDepth) >= maxBlockDepth) return { kind: 'tooDeep' };
  if (bracketDepth(text, maxBracketDepth) >= maxBracketDepth) return { kind: 'tooDeep' };
  try {
    const root = parseMarkdown(text, startsFence);
    return isDeeperThan(root, maxTreeDepth) ? { kind: 'tooDeep' } : { kind: 'ok', root };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'tooDeep' };
    throw error;
  }
}
