import type { Block, List } from './blocks.ts';
import { changedRuns } from './changed-runs.ts';

/** A part of a list's source in which something changed. */
interface ListPart {
  /** Where in the source. */
  readonly from: number;
  readonly to: number;
  readonly before: List;
  readonly after: List;
}

// A marker at the margin ends every item above it.
const itemStart = /(?:^ {0,3}|(?<=[\r\n]))(?:[-*+]|(\d{1,9})[.)])(?=[ \t\r\n]|$)/g;
const blankEnd = /(?:[ \t]*(?:\r\n|\r|\n))+$/;
const longLength = 2_000;

/**
 * What changed of a long list, each with the items beside it: printing and parsing all of it for one word
 * would take seconds. Null: it is short, or most of it changed.
 */
export function changedParts(
  source: string,
  [before, ...others]: readonly Block[],
  [after, ...more]: readonly Block[],
): readonly ListPart[] | null {
  if (before?.kind !== 'list' || after?.kind !== 'list') return null;
  if (others.length + more.length > 0 || source.length < longLength) return null;
  if (before.isOrdered !== after.isOrdered || before.start !== after.start) return null;
  const starts = [...source.matchAll(itemStart)];
  if (starts.length !== before.items.length || starts[0]?.index !== 0) return null;
  const runs = changedRuns(before.items, after.items, () => 1);
  const count = runs.reduce((sum, { start, end }) => sum + end - start, 0);
  if (count === 0 || count * 2 > before.items.length) return null;
  // The numbers of all that follow would be others.
  if (before.isOrdered && runs.some(({ start, end, from, to }) => end - start !== to - from))
    return null;
  return runs.map(({ start, end, from, to }): ListPart => {
    const first = starts[start];
    const at = first?.index ?? 0;
    const text = source.slice(at, starts[end]?.index);
    const below = end === before.items.length ? '' : (blankEnd.exec(text)?.[0] ?? '');
    const number = before.isOrdered ? Number(first?.[1]) : before.start;
    return {
      from: at,
      to: at + text.length - below.length,
      before: { ...before, start: number, items: before.items.slice(start, end) },
      after: { ...before, start: number, items: after.items.slice(from, to) },
    };
  });
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
