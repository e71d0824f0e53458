import { hunksBetween } from '../merge/edits.ts';
import { splitWords } from '../merge/words.ts';

export interface WordPiece {
  readonly change: 'same' | 'inserted' | 'deleted';
  readonly text: string;
}

const unspaced =
  /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Words as a reader takes them: runs of Chinese, Japanese or Thai are cut by the system's dictionary. */
function readingWords(text: string): string[] {
  const words: string[] = [];
  let run = '';
  const endRun = () => {
    if (run !== '') for (const { segment } of segmenter.segment(run)) words.push(segment);
    run = '';
  };
  for (const word of splitWords(text)) {
    if (unspaced.test(word)) {
      run += word;
    } else {
      endRun();
      words.push(word);
    }
  }
  endRun();
  return words;
}

/**
 * What changed between two texts, word by word. The pieces that are not `inserted` joined are
 * `before`, those not `deleted` are `after`. A lone space or mark between two changes counts as
 * changed, so that a new phrase reads as one.
 */
export function diffWords(before: string, after: string): WordPiece[] {
  if (before === after) return before === '' ? [] : [{ change: 'same', text: before }];
  const oldWords = readingWords(before);
  const newWords = readingWords(after);
  const pieces: WordPiece[] = [];
  let position = 0;
  let deleted = '';
  let inserted = '';
  const endChange = () => {
    if (deleted !== '') pieces.push({ change: 'deleted', text: deleted });
    if (inserted !== '') pieces.push({ change: 'inserted', text: inserted });
    deleted = '';
    inserted = '';
  };
  for (const hunk of hunksBetween(oldWords, newWords)) {
    const same = oldWords.slice(position, hunk.start).join('');
    const isBetweenChanges = deleted !== '' || inserted !== '';
    if (isBetweenChanges && !/[\p{L}\p{N}\n]/u.test(same) && same.length < 3) {
      deleted += same;
      inserted += same;
    } else {
      endChange();
      if (same !== '') pieces.push({ change: 'same', text: same });
    }
    deleted += oldWords.slice(hunk.start, hunk.end).join('');
    inserted += newWords.slice(hunk.from, hunk.to).join('');
    position = hunk.end;
  }
  endChange();
  const rest = oldWords.slice(position).join('');
  if (rest !== '') pieces.push({ change: 'same', text: rest });
  return pieces;
}
