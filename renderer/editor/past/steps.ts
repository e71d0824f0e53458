/** A text that an undo or a redo leads to; made when it is asked for. */
export type Step = () => string;

/** The texts before and after the one on the screen, oldest first. */
export interface Steps {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

/**
 * One history over both ways of editing.
 *
 * Each editor undoes its own steps while it is on the screen. When it goes away its steps become texts
 * and lie beyond the next editor's; where that one's own history ends, undo goes on through them, one
 * by one, in whichever way of editing the person is. So nothing is skipped and nothing comes twice.
 * Not kept: what selections were.
 */
export const nothingBeyond: Steps = { past: [], future: [] };

const maxSteps = 1000;

/** The steps beyond the next editor, when one editor gives way to another over the same text. */
export function afterSwitch(beyond: Steps, own: Steps): Steps {
  const isOwnEmpty = own.past.length + own.future.length === 0;
  return {
    past: [...beyond.past, ...own.past].slice(-maxSteps),
    // What a person did since has taken the place of what was undone before.
    future: isOwnEmpty ? beyond.future : own.future,
  };
}

/** The steps beyond when the text `now` is replaced by another, as one step. */
export function afterReplacing(beyond: Steps, own: Steps, now: string): Steps {
  return { past: [...afterSwitch(beyond, own).past, () => now], future: [] };
}

/**
 * The steps beyond an editor whose text others wrote in, which begins a history of its own there: each
 * with their words brought in, so that undo takes back what the person did and nothing of theirs.
 *
 * @param bring puts what others wrote into a text that was before they did
 */
export function afterReceiving(beyond: Steps, own: Steps, bring: (text: string) => string): Steps {
  const { past, future } = afterSwitch(beyond, own);
  const brought = (step: Step) => once(() => bring(step()));
  return { past: past.map(brought), future: future.map(brought) };
}

interface Moved {
  readonly text: string;
  readonly beyond: Steps;
}

/** One step back beyond an editor whose own past is used up; null when there is none. */
export function stepBack(beyond: Steps, own: Steps, now: string): Moved | null {
  const { past, future } = afterSwitch(beyond, own);
  for (let index = past.length - 1; index >= 0; index -= 1) {
    const text = past[index]?.() ?? now;
    if (text === now) continue;
    return { text, beyond: { past: past.slice(0, index), future: [() => now, ...future] } };
  }
  return null;
}

/** One step forward again. */
export function stepForward(beyond: Steps, own: Steps, now: string): Moved | null {
  const { past, future } = afterSwitch(beyond, own);
  for (let index = 0; index < future.length; index += 1) {
    const text = future[index]?.() ?? now;
    if (text === now) continue;
    return { text, beyond: { past: [...past, () => now], future: future.slice(index + 1) } };
  }
  return null;
}

/** The same step, which works its text out once. */
export function once(step: Step): Step {
  let text: string | null = null;
  return () => (text ??= step());
}
