import type { Block } from './blocks.ts';

/** Kinds of blocks that are kept as their source. */
export const sourceKinds = [
  ...(['html', 'comment', 'directive', 'math', 'table', 'list'] as const),
  ...(['container', 'tooLong', 'other'] as const),
] as const;
export type SourceKind = (typeof sourceKinds)[number];

const beginnings: readonly (readonly [SourceKind, RegExp])[] = [
  ['html', /^ {0,3}</],
  ['comment', /^ {0,3}%%/],
  ['container', /^ {0,3}(?:>|\[\^[^\]]+\]:)/],
  ['directive', /^ {0,3}:::/],
  ['math', /^ {0,3}\$\$/],
  ['list', /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/],
  ['table', /^[^\n]*\|[^\n]*\n[ \t]*[|:-][|:\- \t]*(?:\n|$)/],
];

/** What a block is that is kept as its source; null: it is modelled. */
export function sourceKindOf(block: Block): SourceKind | null {
  if (block.kind !== 'opaque') return null;
  return beginnings.find(([, begins]) => begins.test(block.source))?.[0] ?? 'other';
}
