import type { Choice } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { Answers } from './answers.ts';

const none: Answers = new Map();

// Answers outlive the screen, so that a writer can look at another page and come back. They are for
// exactly these parts: newer versions make them void.
const kept = new Map<string, { readonly parts: string; readonly answers: Answers }>();

const keyOf = (wiki: WikiId, path: string) => `${wiki} ${path}`;

export function keptAnswers(wiki: WikiId, choice: Choice): Answers {
  const found = kept.get(keyOf(wiki, choice.path));
  return found?.parts === JSON.stringify(choice.parts) ? found.answers : none;
}

export function keepAnswers(wiki: WikiId, choice: Choice, answers: Answers): void {
  kept.set(keyOf(wiki, choice.path), { parts: JSON.stringify(choice.parts), answers });
}

export function forgetAnswers(wiki: WikiId, path: string): void {
  kept.delete(keyOf(wiki, path));
}
