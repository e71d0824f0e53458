import type { Block, Cell, Table } from './blocks.ts';
import { parseBlocks, type Scope } from './read-page.ts';
import { hasBareAddress, withAddressesLinked, withMarksAsText } from './map-inlines.ts';
import { allSaySame } from './same.ts';
import { alternateMarkers, serialiseBlock } from './serialise.ts';
import type { Style } from './style.ts';
import { cutCell, cutLine, rowLine } from './table-lines.ts';

// The serialiser escapes whatever might be taken for markup somewhere. Tried in turn, boldest first. Never
// `%%`: with another one, in any block below, it would hide all that stands between.
const needless = [
  /\\(?!%\\?%|(?<=%\\)%)(?=[!-/:-@[-`{-~])/g,
  /\\(?!%\\?%|(?<=%\\)%)(?=[!#()$%+\-.:;<=>?[\]^{|}])/g,
  /(?<=[\p{L}\p{N}])\\(?=_[\p{L}\p{N}])/gu,
];

const needlessInCell = needless.map(({ source, flags }) => new RegExp(`${source}(?!\\|)`, flags));

/** What blocks are written as. */
export interface Printed {
  readonly text: string;
  /** How many of the ways to leave out escapes, the boldest first, were wrong for them. */
  readonly caution: number;
}

function printed(block: Block, style: Style, scope: Scope, caution: number): Printed {
  if (block.kind === 'table') return { text: canonicalTable(block, style, scope), caution: 0 };
  return leastEscaped(block, style, scope, caution);
}

function leastEscaped(block: Block, style: Style, scope: Scope, least: number): Printed {
  const safe = safeBlock(block, style, scope);
  if (block.kind === 'opaque' || block.kind === 'code' || !safe.includes('\\')) {
    return { text: safe, caution: 0 };
  }
  const patterns = block.kind === 'table' ? needlessInCell : needless;
  let caution = patterns.length;
  for (const [way, pattern] of patterns.entries()) {
    if (way < least) continue;
    const text = safe.replace(pattern, '');
    if (text === safe) caution = Math.min(caution, way);
    else if (says(text, [block], scope)) return { text, caution: Math.min(caution, way) };
  }
  return { text: safe, caution };
}

// A bare address takes in marks and backslashes that follow it: then it is written as a link.
function safeBlock(block: Block, style: Style, scope: Scope): string {
  const text = withTagsWithin(block, style, scope);
  if (!hasBareAddress(text) || says(text, [block], scope)) return text;
  const linked = withTagsWithin(withAddressesLinked(block), style, scope);
  return says(linked, [block], scope) ? linked : text;
}

// A tag at the start of a line may begin HTML: then that line is none of a paragraph, and no heading for
// the line below it.
const tagAfterBreak = /(?<=(?:\\| {2})\n[ >]*)(?=<)/g;

function withTagsWithin(block: Block, style: Style, scope: Scope): string {
  const text = serialiseBlock(block, style);
  const isAtRisk = style.isSetext ? text.includes('<') : text.search(tagAfterBreak) !== -1;
  if (!isAtRisk || says(text, [block], scope)) return text;
  const kept = serialiseBlock(block, { ...style, isSetext: false }).replace(tagAfterBreak, '&#32;');
  return says(kept, [block], scope) ? kept : text;
}

// One cell that needs its escapes (a pipe always does) would keep them in all the others.
function canonicalTable(table: Table, style: Style, scope: Scope): string {
  const safe = serialiseBlock(table, style);
  if (!safe.includes('\\') && !hasBareAddress(safe)) return safe;
  const plain = safe.replace(/\\(?=[!-/:-@[-`{}~])/g, '');
  if (says(plain, [table], scope)) return plain;
  const [header = '', delimiters = '', ...rows] = safe.split('\n');
  const lines = [header, ...rows].map((line, index) =>
    line.includes('\\') || hasBareAddress(line)
      ? rowLine((table.rows[index] ?? []).map((cell) => canonicalCell(cell, style, scope).text))
      : line,
  );
  return [lines[0], delimiters, ...lines.slice(1)].join('\n');
}

/** What stands between a cell's pipes. */
export function canonicalCell(cell: Cell, style: Style, scope: Scope, least = 0): Printed {
  const table: Table = { kind: 'table', align: [null], rows: [[cell]] };
  const { text, caution } = leastEscaped(table, style, scope, least);
  const [line = ''] = text.split('\n');
  return { text: cutCell(cutLine(line).cells.join('|'))[1], caution };
}

/** Blocks as markdown, with only the escapes that they need, a blank line between, and a list after a list with other markers. */
export function canonical(blocks: readonly Block[], style: Style, scope: Scope): string {
  return canonicalWith(blocks, style, scope, 0).text;
}

/** The same, with no less caution. */
export function canonicalWith(
  blocks: readonly Block[],
  style: Style,
  scope: Scope,
  caution: number,
): Printed {
  let isAlternate = false;
  const all = blocks.map((block, index) => {
    isAlternate = isListAfterList(blocks[index - 1], block) && !isAlternate;
    return printed(block, isAlternate ? alternateMarkers(style) : style, scope, caution);
  });
  return {
    text: all.map(({ text }) => text).join('\n\n'),
    caution: Math.max(caution, ...all.map((each) => each.caution)),
  };
}

function isListAfterList(left: Block | undefined, right: Block): boolean {
  return left?.kind === 'list' && right.kind === 'list' && left.isOrdered === right.isOrdered;
}

/** Whether a text, parsed on its own, says exactly these blocks. */
export function says(text: string, blocks: readonly Block[], scope: Scope): boolean {
  const parsed = parseBlocks(text, scope);
  if (parsed === null) return false;
  const models = parsed.map(({ model }) => model);
  if (allSaySame(models, blocks)) return true;
  const settled = blocks.map((block) => withUnknownMarksAsText(block, scope));
  return settled.some((block, index) => block !== blocks[index]) && allSaySame(models, settled);
}

/** Where nothing is written for a footnote's mark any more the mark is read as text. */
function withUnknownMarksAsText(block: Block, { definitions }: Scope): Block {
  const known = definitions.toLowerCase();
  const isUnknown = (source: string): boolean => !known.includes(`${source.toLowerCase()}:`);
  return withMarksAsText(block, isUnknown);
}
