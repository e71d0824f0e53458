import { nothingBeyond, type Steps } from './steps.ts';

// The steps hold on to what the editor held: some ten times the text.
const maxPages = 5;
const maxLength = 500_000;

interface Left {
  readonly text: string;
  readonly steps: Steps;
}

/** By page, the one that was left last at the end. */
const left = new Map<string, Left>();

/** Keeps the history of a page that is left, for as long as the app runs. */
export function keepPast(page: string, now: Left): void {
  left.delete(page);
  left.set(page, now);
  let length = 0;
  for (const [index, [key, { text }]] of [...left].toReversed().entries()) {
    length += text.length;
    if (index > 0 && (index >= maxPages || length > maxLength)) left.delete(key);
  }
}

/** The history of a page that is opened again; none where its text is no longer the one that was left. */
export function pastOf(page: string, text: string): Steps {
  const before = left.get(page);
  return before?.text === text ? before.steps : nothingBeyond;
}
