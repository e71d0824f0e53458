import type { WikiId } from '../../shared/contract/values.ts';
import { type Answers, type TextChoice, keysOf } from './answers.ts';

// Answers outlive the screen, so that a writer can look at another page and come back. They are for
// exactly these sections: one that is settled or newer by then has no answer.
const kept = new Map<string, Answers>();

const placeOf = (wiki: WikiId, { path }: TextChoice) => `${wiki} ${path}`;

export function keptAnswers(wiki: WikiId, choice: TextChoice): Answers {
  const found = kept.get(placeOf(wiki, choice)) ?? [];
  const open = new Set(keysOf(choice));
  return new Map([...found].filter(([key]) => open.has(key)));
}

export function keepAnswers(wiki: WikiId, choice: TextChoice, answers: Answers): void {
  kept.set(placeOf(wiki, choice), answers);
}
