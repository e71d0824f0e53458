import type { Block, List } from './blocks.ts';
import { changedRuns, type Run } from './changed-runs.ts';

/** A part of a list's source in which something changed. */
interface ListPart {
  /** Where in the source. */
  readonly from: number;
  readonly to: number;
  readonly before: List;
  readonly after: List;
  /** Whether each item bears a number of its own. */
  readonly isCounted: boolean;
}

/** A number of an item that follows from the ones above it. */
interface NewNumber {
  readonly from: number;
  readonly to: number;
  readonly text: string;
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
): readonly (ListPart | NewNumber)[] | null {
  if (before?.kind !== 'list' || after?.kind !== 'list') return null;
  if (others.length + more.length > 0 || source.length < longLength) return null;
  if (before.isOrdered !== after.isOrdered || before.start !== after.start) return null;
  const starts = [...source.matchAll(itemStart)];
  if (starts.length !== before.items.length || starts[0]?.index !== 0) return null;
  // Of two items in a row one can tell whether they are counted.
  const runs = changedRuns(before.items, after.items, (run) =>
    before.isOrdered && growthOf(run) !== 0 ? 2 : 1,
  );
  const count = runs.reduce((sum, { start, end }) => sum + end - start, 0);
  if (count === 0 || count * 2 > before.items.length) return null;
  const isShifting = before.isOrdered && runs.some((run) => growthOf(run) !== 0);
  const counting = isShifting ? countingOf(before, starts) : 'none';
  if (counting === null || (isShifting && runs.some(({ start, end }) => end - start < 2)))
    return null;
  const partOf = ({ start, end, from, to }: Run, shift: number): ListPart => {
    const first = starts[start];
    const at = first?.index ?? 0;
    const text = source.slice(at, starts[end]?.index);
    const below = end === before.items.length ? '' : (blankEnd.exec(text)?.[0] ?? '');
    const number = before.isOrdered ? Number(first?.[1]) : before.start;
    return {
      from: at,
      to: at + text.length - below.length,
      before: { ...before, start: number, items: before.items.slice(start, end) },
      after: { ...before, start: number + shift, items: after.items.slice(from, to) },
      isCounted: counting === 'each',
    };
  };
  const renumbered = (index: number, shift: number): ListPart | NewNumber => {
    const start = starts[index];
    const [marker, old = ''] = start ?? [''];
    const at = start?.index ?? 0;
    const text = String(Number(old) + shift);
    const lines = source.slice(at, starts[index + 1]?.index).trimEnd();
    const item = before.items[index];
    const isMore = item === undefined || item.lists.length + item.body.length > 0;
    // What is more than text stands further in below a longer number; so does what else were an item.
    if (text.length !== old.length && (isMore || /[\r\n][ \t]*\d/.test(lines))) {
      return partOf(
        { start: index, end: index + 1, from: index + shift, to: index + shift + 1 },
        shift,
      );
    }
    const from = at + marker.indexOf(old);
    return { from, to: from + old.length, text };
  };
  let shift = 0;
  return runs.flatMap((run, place) => {
    const part = partOf(run, counting === 'each' ? shift : 0);
    shift += growthOf(run);
    if (counting !== 'each' || shift === 0) return [part];
    const next = runs[place + 1]?.start ?? before.items.length;
    const below = Array.from({ length: next - run.end }, (_, at) =>
      renumbered(run.end + at, shift),
    );
    return [part, ...below];
  });
}

/** The items of a list with the numbers they are to have: what is merged may keep one from before. */
export function counted(text: string, { start, items }: List): string {
  if ([...text.matchAll(itemStart)].length !== items.length) return text;
  let number = start;
  return text.replace(itemStart, (marker: string, old: string | undefined) => {
    const now = String(number);
    number += 1;
    // Of another length, what stands below it might have to stand further in.
    return old?.length === now.length ? marker.replace(old, now) : marker;
  });
}

const growthOf = ({ start, end, from, to }: Run): number => to - from - (end - start);

/** Whether the items of an ordered list are counted, or bear one number; null: neither throughout. */
function countingOf(list: List, starts: readonly RegExpExecArray[]): 'each' | 'none' | null {
  if (starts.every(({ 1: number }, at) => number === String(list.start + at))) return 'each';
  return starts.every(({ 1: number }) => number === String(list.start)) ? 'none' : null;
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

/**
 * A long list's first or last item, as a list of its own: what stands beside the list meets no more of it.
 * Null: the list is short, or where its items begin is not plain.
 */
export function itemAtEnd(
  source: string,
  list: List,
  end: 'first' | 'last',
): { readonly text: string; readonly list: List } | null {
  const { items, start } = list;
  if (items.length < 2 || source.length < longLength) return null;
  const starts = [...source.matchAll(itemStart)];
  if (starts.length !== items.length || starts[0]?.index !== 0) return null;
  if (end === 'first') {
    const text = source.slice(0, starts[1]?.index).replace(blankEnd, '');
    return { text, list: { ...list, items: items.slice(0, 1) } };
  }
  const last = starts.at(-1);
  const number = list.isOrdered ? Number(last?.[1]) : start;
  return {
    text: source.slice(last?.index),
    list: { ...list, start: number, items: items.slice(-1) },
  };
}
