import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { blockDepth, bracketDepth, isDeeperThan } from './nesting.ts';
import { closedDirectives } from './syntax/closed-directives.ts';
import { closedFences } from './syntax/closed-fences.ts';
import { directiveFromMarkdown, directiveSyntax } from './syntax/directive-syntax.ts';
import { emojiFromMarkdown, emojiSyntax } from './syntax/emoji-syntax.ts';
import { type KnownLabels, knownLabelsSyntax } from './syntax/known-labels.ts';
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

const extensions = [
  gfm({ singleTilde: false }),
  wikilinkSyntax,
  signTextSyntax,
  textMarkSyntax,
  emojiSyntax,
];
const mdastExtensions = [
  gfmFromMarkdown(),
  taskCheckFromMarkdown,
  wikilinkFromMarkdown,
  writersFromMarkdown,
  directiveFromMarkdown,
  emojiFromMarkdown,
];

/** What only the whole text shows: the blocks that begin and end with a line of signs. */
export interface Fences {
  /** Whether a formula or a comment on lines of its own begins at an offset. */
  readonly hasSign: (offset: number) => boolean;
  /** Where the last line of the directive begins that begins at an offset; null: none does. */
  readonly endOfDirective: (offset: number) => number | null;
}

export type ParseOutcome =
  | { readonly kind: 'ok'; readonly root: Root }
  /** Nested so deep that code over the tree would overflow the stack. */
  | { readonly kind: 'tooDeep' }
  /** Over two million UTF-16 units. */
  | { readonly kind: 'tooLarge' };

/**
 * The one parse of the project: CommonMark, GFM, wikilinks, formulas, comments, marks, emoji and directives, with
 * positions. Give it a body without frontmatter. For text of unknown origin use `parseMarkdownSafely`.
 *
 * A byte order mark at the start is not counted by positions: strip it first.
 *
 * @param fences for a piece of a longer text, of which only the whole shows what is closed
 * @param labels of definitions that stand elsewhere in it
 */
export function parseMarkdown(
  text: string,
  fences = fencesOf(text),
  labels: KnownLabels | null = null,
): Root {
  const ofWhole = [
    ...(fences === null
      ? []
      : [signFenceSyntax(fences.hasSign), directiveSyntax(fences.endOfDirective)]),
    ...(labels === null ? [] : [knownLabelsSyntax(labels)]),
  ];
  return fromMarkdown(text, { extensions: [...extensions, ...ofWhole], mdastExtensions });
}

/** The blocks between lines of signs; null: there are none. */
export function fencesOf(text: string): Fences | null {
  const signs = closedFences(text);
  const directives = closedDirectives(text);
  if (signs.size + directives.size === 0) return null;
  return {
    hasSign: (offset) => signs.has(offset),
    endOfDirective: (offset) => directives.get(offset) ?? null,
  };
}

/** The same of a piece that begins at an offset of the text. */
export function fencesFrom(fences: Fences | null, from: number): Fences | null {
  if (fences === null || from === 0) return fences;
  return {
    hasSign: (offset) => fences.hasSign(from + offset),
    endOfDirective: (offset) => {
      const end = fences.endOfDirective(from + offset);
      return end === null ? null : end - from;
    },
  };
}

/** `parseMarkdown` that refuses what would take the stack or the memory with it. */
export function parseMarkdownSafely(
  text: string,
  fences?: Fences | null,
  labels?: KnownLabels | null,
): ParseOutcome {
  if (text.length > maxLength) return { kind: 'tooLarge' };
  if (blockDepth(text, maxBlockDepth) >= maxBlockDepth) return { kind: 'tooDeep' };
  if (bracketDepth(text, maxBracketDepth) >= maxBracketDepth) return { kind: 'tooDeep' };
  try {
    const root = parseMarkdown(text, fences, labels);
    return isDeeperThan(root, maxTreeDepth) ? { kind: 'tooDeep' } : { kind: 'ok', root };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'tooDeep' };
    throw error;
  }
}
