import { hunksBetween } from '../../../shared/merge/edits.ts';
import { splitWords } from '../../../shared/merge/words.ts';

/** A stretch of a text that another takes the place of. Offsets count in the text before. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What makes one text of another, word by word, in order. */
export function changesBetween(before: string, after: string): TextChange[] {
  if (before === after) return [];
  const old = splitWords(before);
  const now = splitWords(after);
  const changes: TextChange[] = [];
  let token = 0;
  let offset = 0;
  const advanceTo = (end: number) => {
    for (; token < end; token += 1) offset += old[token]?.length ?? 0;
    return offset;
  };
  for (const { start, end, from, to } of hunksBetween(old, now)) {
    const begin = advanceTo(start);
    changes.push({ from: begin, to: advanceTo(end), insert: now.slice(from, to).join('') });
  }
  return changes;
}

/** Where a place of a text is after the changes: before what was put in right there. */
export function mapOffset(changes: readonly TextChange[], offset: number): number {
  let shift = 0;
  for (const { from, to, insert } of changes) {
    if (from >= offset) break;
    // A place among words that are no more stays among those that took their place.
    if (to > offset) return from + shift + Math.min(offset - from, insert.length);
    shift += insert.length - (to - from);
  }
  return offset + shift;
}
