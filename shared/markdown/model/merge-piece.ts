import type { Block } from './blocks.ts';
import { canonicalWith, type Printed, says } from './canonical.ts';
import { inNewOrder } from './list-order.ts';
import { changedInside, fitsInside } from './directive-part.ts';
import { withMarkersJoined } from './joined-markers.ts';
import { withWrapsKept } from './kept-wraps.ts';
import { withLinesMarked } from './lazy-lines.ts';
import { changedParts, counted, itemGaps } from './list-part.ts';
import { fenceClosed } from './open-end.ts';
import type { Piece } from './plan.ts';
import { followed } from './references.ts';
import { parseBlocks, styleOfSource, type PageModel } from './read-page.ts';
import { alternateMarkers } from './serialise.ts';
import type { Style } from './style.ts';
import { mergeTable } from './table-merge.ts';
import { mergeOnto } from './token-merge.ts';

function withEol(text: string, eol: string): string {
  return eol === '\n' ? text : text.replaceAll('\n', eol);
}

/** Which entries can't be written as they would be, beside what stands there. */
export interface Repairs {
  /** Written without the blanks that all their lines begin with. */
  readonly outdented: ReadonlySet<number>;
  /** Written with a line below that closes the fence they begin with. */
  readonly closed: ReadonlySet<number>;
  /** Written without regard to their source. */
  readonly reprinted: ReadonlySet<number>;
}

export const noRepairs: Repairs = {
  outdented: new Set(),
  closed: new Set(),
  reprinted: new Set(),
};

/** A text without the blanks before its first line, and as many before the others. */
export function outdented(text: string): string {
  const margin = /^ {1,3}(?! )/.exec(text)?.[0].length ?? 0;
  if (margin === 0) return text;
  return text.replace(/(?<=^|[\r\n]) +/g, (blanks) => blanks.slice(margin));
}

/**
 * What a piece is written as.
 *
 * @param fits whether a list can stand below another so; it takes other markers than it would
 */
export function textOf(
  page: PageModel,
  piece: Piece,
  { reprinted, ...others }: Repairs,
  fits?: Check,
): string {
  const isAlternate = fits !== undefined;
  const isIn = (set: ReadonlySet<number>) =>
    piece.entries.some((_, place) => set.has(piece.at + place));
  if (isIn(others.outdented))
    return outdented(textOf(page, piece, { ...noRepairs, reprinted }, fits));
  const models = piece.entries.map((entry) => entry.model);
  if (isIn(others.closed)) {
    const text = textOf(page, piece, { ...noRepairs, reprinted }, fits);
    return fenceClosed(text, models.at(-1), page.eol);
  }
  const isReprinted = isIn(reprinted);
  const source = sourceOf(page, piece);
  if (piece.isClean && !isReprinted && !isAlternate) return source;
  if (isReprinted || isAlternate) return merged(page, piece, source, isReprinted, fits);
  const [first] = models;
  const before = first === undefined ? undefined : lastMerged.get(first);
  const isKnown =
    before?.page === page &&
    before.source === source &&
    before.models.length === models.length &&
    before.models.every((model, index) => model === models[index]);
  if (isKnown) return before.text;
  const text = merged(page, piece, source, false);
  if (first !== undefined) lastMerged.set(first, { page, source, models, text });
  return text;
}

interface Merged {
  readonly page: PageModel;
  readonly source: string;
  readonly models: readonly Block[];
  readonly text: string;
}

// By the first of the models. A draft is written every second: blocks changed earlier cost nothing.
const lastMerged = new WeakMap<Block, Merged>();

/** What the page's blocks of a piece become: only what changed in them is written anew. */
function merged(
  page: PageModel,
  piece: Piece,
  source: string,
  isReprinted: boolean,
  fits?: Check,
): string {
  const models = piece.entries.map((entry) => entry.model);
  const before = page.blocks
    .slice(piece.from, piece.to)
    .map((block) => followed(block.model, page.scope.targets));
  const [{ typed } = { typed: null }] = piece.entries;
  if (typed !== null && !isReprinted) return withEol(typed, page.eol);
  if (!isReprinted && fits === undefined) return mergedOnto(page, source, before, models);
  if (isReprinted && !says(source, models, page.scope)) {
    const escaped = escapedAtStart(source);
    if (says(escaped, models, page.scope)) return escaped;
  }
  const own = styleFor(page, source, models);
  const target = fits === undefined ? own : alternateMarkers(own);
  if (!isReprinted) return mergedOnto(page, source, before, models, { target, fits });
  const plain = print(page, models, target).text;
  if (says(plain, models, page.scope)) return plain;
  // An item without text under one with text is read as text, unless a blank line parts the two.
  const loose = print(page, models, { ...target, isLoose: true }).text;
  return says(loose, models, page.scope) ? loose : plain;
}

/** Text that began no list only for what stood right above it, kept from beginning one anywhere. */
function escapedAtStart(source: string): string {
  return source.replace(/^( *\d*)([-*+.)])/, '$1\\$2');
}

function print(
  { scope, eol }: PageModel,
  blocks: readonly Block[],
  style: Style,
  least = 0,
): Printed {
  const { text, caution } = canonicalWith(blocks, style, scope, least);
  return { text: withEol(text, eol), caution };
}

function styleFor(page: PageModel, source: string, [first]: readonly Block[]): Style {
  // The first rows of a long table show how it is written.
  const sample = first?.kind === 'table' ? source.slice(0, 2000) : source;
  return source === '' ? page.style : styleIn(page, sample);
}

type Check = (text: string) => boolean;

interface Otherwise {
  readonly target: Style;
  readonly fits: Check | undefined;
}

/** @param otherwise how new text is written, and what it must fit; else as the source shows */
function mergedOnto(
  page: PageModel,
  source: string,
  before: readonly Block[],
  models: readonly Block[],
  otherwise?: Otherwise,
): string {
  const inPart = otherwise === undefined ? mergedInParts(page, source, before, models) : null;
  if (inPart !== null) return inPart;
  const gaps = { itemGaps: itemGaps(source, before, models) };
  const own = { ...styleFor(page, source, models), ...gaps };
  const table = mergedTable(page, source, before, models, own);
  if (table !== null) return table;
  const target = otherwise === undefined ? own : { ...otherwise.target, ...gaps };
  const now = print(page, models, target);
  if (source === '') return now.text;
  const base = orderedBase(page, source, before, models);
  const isRight: Check = (text) =>
    says(text, models, page.scope) && (otherwise?.fits?.(text) ?? true);
  if (base.source !== source && isRight(base.source)) return base.source;
  const closed = otherwise === undefined ? closedDirective(page, source, before, models) : null;
  if (closed !== null) return mergedOnto(page, closed.source, [closed.model], models);
  const from = (least: number) =>
    base.source === source
      ? canonicalBefore(page, source, before, own, least)
      : print(page, base.models, own, least);
  // Both with as many escapes: one that only what came needs is no change of what stood there.
  const least = Math.max(from(0).caution, now.caution);
  const after = now.caution === least ? now : print(page, models, target, least);
  const isList = models.some(({ kind }) => kind !== 'paragraph' && kind !== 'heading');
  const joined = (text: string): string => withMarkersJoined(text, source, page.text);
  // In the source's own signs a letter that was to be written as its number may stand as it is.
  for (const wanted of new Set([unnumbered(after.text), after.text])) {
    for (const candidate of mergeOnto(base.source, from(least).text, wanted)) {
      let text = candidate;
      for (const improve of [isList ? joined : [], withWrapsKept, withLinesMarked].flat()) {
        const next = improve(text, source);
        if (next !== text && isRight(next)) text = next;
      }
      if (text !== candidate || isRight(candidate)) return text;
    }
  }
  return now.text;
}

const maxClosings = 3;

/** A source whose first line began a directive that nothing closed, closed where that is one now. */
function closedDirective(
  { eol, scope }: PageModel,
  source: string,
  [before]: readonly Block[],
  [now, ...others]: readonly Block[],
): { readonly source: string; readonly model: Block } | null {
  const colons = /^ {0,3}(:{3,})/.exec(source)?.[1];
  if (before?.kind !== 'opaque' || now?.kind !== 'directive' || others.length > 0) return null;
  // Some within it may not be closed either.
  for (let count = 1; colons !== undefined && count <= maxClosings; count += 1) {
    const closed = source + (eol + colons).repeat(count);
    const [block, ...more] = parseBlocks(closed, scope) ?? [];
    if (block?.model.kind === 'directive' && more.length === 0)
      return { source: closed, model: block.model };
  }
  return null;
}

/** With only the changed items or blocks in it written anew; null where that can't be. */
function mergedInParts(
  page: PageModel,
  source: string,
  before: readonly Block[],
  models: readonly Block[],
): string | null {
  const parts =
    changedParts(source, before, models) ?? changedInside(source, before, models, page.scope);
  if (parts === null) return null;
  let [text, end] = ['', 0];
  for (const part of parts) {
    const { from, to } = part;
    if ('text' in part) {
      text += source.slice(end, from) + part.text;
      end = to;
      continue;
    }
    const was = source.slice(from, to);
    const made = mergedPart(page, was, [part.before].flat(), [part.after].flat());
    const now = 'isCounted' in part && part.isCounted ? counted(made, part.after) : made;
    if (before[0]?.kind === 'directive' && !fitsInside(source, was, now)) return null;
    text += source.slice(end, from) + now;
    end = to;
  }
  return text + source.slice(end);
}

const mergedParts = new WeakMap<PageModel, Map<string, string>>();
const maxMergedParts = 300;

/** Of a long list that was changed in many places each is worked out once. */
function mergedPart(
  page: PageModel,
  source: string,
  before: readonly Block[],
  models: readonly Block[],
): string {
  if ((mergedParts.get(page)?.size ?? 0) > maxMergedParts) mergedParts.delete(page);
  const key = JSON.stringify([source, models]);
  return knownIn(mergedParts, page, key, () => mergedOnto(page, source, before, models));
}

function unnumbered(text: string): string {
  return text.replace(/&#x([0-9A-F]+);/g, (number, code: string) => {
    const sign = String.fromCodePoint(parseInt(code, 16));
    return /[\p{L}\p{N}]/u.test(sign) ? sign : number;
  });
}

// A block that is written on is merged again and again, always from the same source.
const styles = new WeakMap<PageModel, Map<string, Style>>();
const prints = new WeakMap<PageModel, Map<string, Printed>>();

function knownIn<Value>(
  all: WeakMap<PageModel, Map<string, Value>>,
  page: PageModel,
  key: string,
  make: () => Value,
): Value {
  const known = all.get(page) ?? new Map<string, Value>();
  all.set(page, known);
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

function styleIn(page: PageModel, source: string): Style {
  return knownIn(styles, page, source, () => styleOfSource(source, page));
}

function canonicalBefore(
  page: PageModel,
  source: string,
  blocks: readonly Block[],
  style: Style,
  least: number,
): Printed {
  const key = `${least}${JSON.stringify(style)}${source}`;
  return knownIn(prints, page, key, () => print(page, blocks, style, least));
}

/** What a merge starts from: what was written, with the items of a list where they are now. */
function orderedBase(
  { scope }: PageModel,
  source: string,
  before: readonly Block[],
  after: readonly Block[],
): { readonly source: string; readonly models: readonly Block[] } {
  const isOne = before.length === 1 && after.length === 1;
  const ordered = isOne ? inNewOrder(source, before[0], after[0]) : null;
  if (ordered === null || !says(ordered.source, [ordered.model], scope)) {
    return { source, models: before };
  }
  return { source: ordered.source, models: [ordered.model] };
}

function mergedTable(
  { scope, eol }: PageModel,
  source: string,
  [before, ...others]: readonly Block[],
  [after, ...more]: readonly Block[],
  style: Style,
): string | null {
  if (before?.kind !== 'table' || after?.kind !== 'table' || source === '') return null;
  if (others.length + more.length > 0) return null;
  return mergeTable({ source, before, after, style, scope, eol });
}

function sourceOf(page: PageModel, piece: Piece): string {
  return page.blocks
    .slice(piece.from, piece.to)
    .map((block, index) => (index === 0 ? '' : block.separator) + block.source)
    .join('');
}
