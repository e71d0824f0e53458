import type { Block, List, ListItem } from './blocks.ts';
import { isEqual } from './parts.ts';

/** The part of a list in which something changed, and what stands around it. */
interface ListPart {
  readonly head: string;
  readonly source: string;
  readonly before: List;
  readonly after: List;
  readonly tail: string;
}

// A marker at the margin ends every item above it.
const itemStart = /(?:^ {0,3}|(?<=[\r\n]))(?:[-*+]|(\d{1,9})[.)])(?=[ \t\r\n]|$)/g;
const blankEnd = /(?:[ \t]*(?:\r\n|\r|\n))+$/;
const longLength = 2_000;

/**
 * What changed of a long list, with the items beside it: printing and parsing all of it for one word
 * would take seconds. Null: it is short, or most of it changed.
 */
export function changedPart(
  source: string,
  [before, ...others]: readonly Block[],
  [after, ...more]: readonly Block[],
): ListPart | null {
  if (before?.kind !== 'list' || after?.kind !== 'list') return null;
  if (others.length + more.length > 0 || source.length < longLength) return null;
  if (before.isOrdered !== after.isOrdered || before.start !== after.start) return null;
  // The numbers of all that follow would be others.
  if (before.isOrdered && before.items.length !== after.items.length) return null;
  const starts = [...source.matchAll(itemStart)];
  if (starts.length !== before.items.length || starts[0]?.index !== 0) return null;
  const [from, kept] = changedItems(before.items, after.items);
  const to = before.items.length - kept;
  const start = starts[from];
  if (start === undefined || (to - from) * 2 > before.items.length) return null;
  const text = source.slice(start.index, starts[to]?.index);
  const end = to === before.items.length ? '' : (blankEnd.exec(text)?.[0] ?? '');
  const partOf = (items: readonly ListItem[]): List => ({
    ...before,
    start: before.isOrdered ? Number(start[1]) : before.start,
    items: items.slice(from, items.length - kept),
  });
  return {
    head: source.slice(0, start.index),
    source: text.slice(0, text.length - end.length),
    before: partOf(before.items),
    after: partOf(after.items),
    tail: end + source.slice(starts[to]?.index ?? source.length),
  };
}

/** The blanks behind each marker of a list, where its items are still as many; else none. */
export function itemGaps(
  source: string,
  [before]: readonly Block[],
  [after]: readonly Block[],
): readonly number[] {
  if (before?.kind !== 'list' || after?.kind !== 'list') return [];
  const starts = [...source.matchAll(itemStart)];
  if (starts.length !== before.items.length || starts.length !== after.items.length) return [];
  return starts.map(({ 0: marker, index }) => {
    const text = source.slice(index + marker.length, index + marker.length + 6);
    return /^ {1,4}(?=[^ \t\r\n])/.exec(text)?.[0].length ?? 0;
  });
}

/** How many items at the start are of no concern, and how many at the end. */
function changedItems(
  before: readonly ListItem[],
  after: readonly ListItem[],
): readonly [from: number, kept: number] {
  const room = Math.min(before.length, after.length);
  let from = 0;
  while (from < room && isEqual(before[from], after[from])) from += 1;
  let kept = 0;
  while (kept < room - from && isEqual(before.at(-1 - kept), after.at(-1 - kept))) kept += 1;
  return [Math.max(0, from - 1), Math.max(0, kept - 1)];
}
