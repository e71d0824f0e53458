import type { Question } from '../../shared/contract/methods-sync.ts';
import type { Core } from '../core/core.ts';
import type { Terminal } from './terminal.ts';

async function answerTo(terminal: Terminal, { kind, prompt, about }: Question) {
  const words = `${about}: ${prompt.trim()} `;
  if (kind !== 'confirm') return terminal.ask(words, { isSecret: kind === 'secret' });
  const typed = await terminal.ask(`${words}(yes/no) `, { isSecret: false });
  return typed?.trim().toLowerCase() === 'yes' ? 'yes' : null;
}

/**
 * Hands the questions of other programs (the person's SSH) to the terminal, one after the other; where
 * nobody looks, they end without an answer. Returns its end.
 */
export function answerQuestions(
  core: Pick<Core, 'dispatch' | 'onEvent'>,
  terminal: Terminal,
): () => void {
  let last: Promise<unknown> = Promise.resolve();
  return core.onEvent((event) => {
    if (event.name !== 'ask.opened') return;
    const { question } = event;
    last = last
      .then(() => answerTo(terminal, question))
      .catch(() => null) // a terminal that went away gives no answer
      .then((answer) => core.dispatch('ask.answer', { id: question.id, answer }));
  });
}
