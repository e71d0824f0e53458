import { type RefObject, useCallback, useMemo, useState } from 'react';
import type { EditorHandle, Start } from '../editor-handle.ts';
import { caretAt, endOfChange, type Place } from '../place/place.ts';
import {
  afterReplacing,
  afterSwitch,
  nothingBeyond,
  stepBack,
  stepForward,
  type Steps,
} from './steps.ts';

type Mode = 'rich' | 'source';

interface Opening {
  readonly mode: Mode;
  readonly text: string;
  /** Changes when another editor, or one over another text, takes the place of the one before. */
  readonly round: number;
  readonly place: Place | null;
  readonly beyond: Steps;
}

interface Openings {
  readonly opening: Opening;
  /** For the editor of this opening. */
  readonly start: Start;
  /** The other way of editing over the same text: caret, screen and history go along. */
  readonly switchTo: (mode: Mode) => void;
  /** Another text in place of the one on the screen, as one step of the history. */
  readonly replaceText: (text: string) => void;
}

/**
 * Which editor is on the screen, over which text.
 *
 * @param readText the text now, also where no editor is on the screen
 * @param onOpen told of each text that is put in place of another; `isEdit` when that changes the page
 */
export function useOpening(
  first: { readonly mode: Mode; readonly text: string },
  editor: RefObject<EditorHandle | null>,
  readText: () => string,
  onOpen: (opened: {
    readonly text: string;
    readonly round: number;
    readonly isEdit: boolean;
  }) => void,
): Openings {
  const [opening, setOpening] = useState<Opening>({
    ...first,
    round: 0,
    place: null,
    beyond: nothingBeyond,
  });

  const open = useCallback(
    (next: Omit<Opening, 'round'>, isEdit: boolean) => {
      const round = opening.round + 1;
      setOpening({ ...next, round });
      onOpen({ text: next.text, round, isEdit });
    },
    [onOpen, opening.round],
  );

  const own = useCallback(() => editor.current?.ownSteps() ?? nothingBeyond, [editor]);

  const move = useCallback(
    (step: typeof stepBack) => {
      const now = readText();
      const moved = step(opening.beyond, own(), now);
      if (moved === null) return;
      const place = caretAt(endOfChange(now, moved.text));
      open({ mode: opening.mode, place, ...moved }, true);
    },
    [open, opening, own, readText],
  );

  const start = useMemo(
    (): Start => ({
      place: opening.place,
      canUndoBeyond: opening.beyond.past.length > 0,
      canRedoBeyond: opening.beyond.future.length > 0,
      onUndoBeyond: () => move(stepBack),
      onRedoBeyond: () => move(stepForward),
    }),
    [move, opening],
  );

  return {
    opening,
    start,
    switchTo: (mode) => {
      const text = readText();
      const place = editor.current?.place(text) ?? null;
      open({ mode, text, place, beyond: afterSwitch(opening.beyond, own()) }, false);
    },
    replaceText: (text) => {
      const now = readText();
      const place = caretAt(endOfChange(now, text));
      const beyond = afterReplacing(opening.beyond, own(), now);
      open({ mode: opening.mode, text, place, beyond }, false);
    },
  };
}
