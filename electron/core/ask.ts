import { randomUUID } from 'node:crypto';
import type { Question } from '../../shared/contract/methods-sync.ts';
import type { RemoteQuestion } from '../git/transport/access.ts';
import type { EventBus } from './events.ts';
import type { Clock } from './ports.ts';

const patienceMs = 5 * 60_000;
const maxPromptLength = 2000;

/** Questions of other programs that wait for a person, whichever door they come through. */
export interface Questions {
  /**
   * @param about the place that the question is about
   * @returns null when the person gave no answer, when the work ended, and after five minutes
   */
  ask(question: RemoteQuestion, about: string, signal: AbortSignal): Promise<string | null>;
  list(): readonly Question[];
  /** False when the question is not open (any more). */
  answer(id: string, answer: string | null): boolean;
  close(): void;
}

export function createQuestions(clock: Clock, bus: EventBus): Questions {
  const open = new Map<
    string,
    { readonly question: Question; settle(answer: string | null): void }
  >();
  let isClosed = false;
  return {
    ask: ({ kind, prompt }, about, signal) =>
      new Promise((resolve) => {
        if (isClosed || signal.aborted) {
          resolve(null);
          return;
        }
        const id = randomUUID();
        const question = { id, kind, prompt: prompt.slice(0, maxPromptLength), about };
        const settle = (answer: string | null) => {
          if (!open.delete(id)) return;
          cancelPatience();
          signal.removeEventListener('abort', giveUp);
          bus.emit({ name: 'ask.closed', id });
          resolve(answer);
        };
        const giveUp = () => settle(null);
        const cancelPatience = clock.after(patienceMs, giveUp);
        signal.addEventListener('abort', giveUp);
        open.set(id, { question, settle });
        bus.emit({ name: 'ask.opened', question });
      }),
    list: () => [...open.values()].map(({ question }) => question),
    answer(id, answer) {
      const found = open.get(id);
      found?.settle(answer);
      return found !== undefined;
    },
    close() {
      isClosed = true;
      for (const each of [...open.values()]) each.settle(null);
    },
  };
}
