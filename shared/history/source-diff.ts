import { hunksBetween } from '../merge/edits.ts';
import { countWords, similarityOf } from '../merge/words.ts';
import { diffWords, type WordPiece } from './words.ts';

/** A line of either text. Numbers count from 1; null where the text does not have the line. */
export interface SourceLine {
  readonly change: 'same' | 'inserted' | 'deleted';
  readonly before: number | null;
  readonly after: number | null;
  /** The line without its end; changed words apart where the line resembles the one it replaced. */
  readonly pieces: readonly WordPiece[];
}

const leastSimilarity = 0.3;
// Enough to find a line again behind new ones; a rewritten page must not cost the square of its lines.
const maxLooked = 20;

/** Two texts line by line, deleted lines before the inserted ones that replace them. */
export function sourceDiff(before: string, after: string): SourceLine[] {
  const oldLines = linesOf(before);
  const newLines = linesOf(after);
  const rows: SourceLine[] = [];
  let position = 0;
  let shift = 0;
  const pushSame = (end: number) => {
    for (; position < end; position += 1) {
      rows.push({
        change: 'same',
        before: position + 1,
        after: position + shift + 1,
        pieces: [{ change: 'same', text: shown(oldLines[position]) }],
      });
    }
  };
  for (const hunk of hunksBetween(oldLines, newLines)) {
    pushSame(hunk.start);
    const deleted = oldLines.slice(hunk.start, hunk.end).map(shown);
    const inserted = newLines.slice(hunk.from, hunk.to).map(shown);
    const pairs = pairLines(deleted, inserted);
    deleted.forEach((line, index) => {
      rows.push({
        change: 'deleted',
        before: hunk.start + index + 1,
        after: null,
        pieces: pairs.ofDeleted.get(index)?.filter((piece) => piece.change !== 'inserted') ?? [
          { change: 'deleted', text: line },
        ],
      });
    });
    inserted.forEach((line, index) => {
      rows.push({
        change: 'inserted',
        before: null,
        after: hunk.from + index + 1,
        pieces: pairs.ofInserted.get(index)?.filter((piece) => piece.change !== 'deleted') ?? [
          { change: 'inserted', text: line },
        ],
      });
    });
    position = hunk.end;
    shift = hunk.to - hunk.end;
  }
  pushSame(oldLines.length);
  return rows;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function shown(line = ''): string {
  return line.replace(/\r?\n$/, '');
}

/** The changed words of each deleted line and of the inserted line most like it, in order. */
function pairLines(deleted: readonly string[], inserted: readonly string[]) {
  const ofDeleted = new Map<number, WordPiece[]>();
  const ofInserted = new Map<number, WordPiece[]>();
  const bags = inserted.map(countWords);
  let next = 0;
  deleted.forEach((line, index) => {
    const words = countWords(line);
    let best = { at: -1, likeness: leastSimilarity };
    for (let at = next; at < Math.min(inserted.length, next + maxLooked); at += 1) {
      const likeness = similarityOf(words, bags[at] ?? new Map());
      if (likeness > best.likeness) best = { at, likeness };
    }
    const resembling = inserted[best.at];
    if (resembling === undefined) return;
    const pieces = diffWords(line, resembling);
    ofDeleted.set(index, pieces);
    ofInserted.set(best.at, pieces);
    next = best.at + 1;
  });
  return { ofDeleted, ofInserted };
}
