import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { EditorHandle, Start } from '../editor-handle.ts';
import { caretAt, endOfChange, type Place } from '../place/place.ts';
import type { Join, Received } from '../together/received.ts';
import { keepPast, pastOf } from './left-past.ts';
import {
  afterReceiving,
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
  /**
   * The same, where the caret and the screen stay where they are.
   *
   * @param bring puts what others wrote into the texts that undo and redo lead to
   * @param isStep what was before is one of those
   */
  readonly receiveOpen: (
    join: Join,
    bring: (text: string) => string,
    isStep: boolean,
  ) => Promise<Received>;
  /** Told the text that an editor closes with: where the page is left, its history is kept with it. */
  readonly noteLeft: (text: string) => void;
}

/**
 * Which editor is on the screen, over which text.
 *
 * @param first `page` names the page among all
 * @param readText the text now, also where no editor is on the screen
 * @param onOpen told of each text that is put in place of another; `isEdit` when that changes the page
 */
export function useOpening(
  first: Pick<Opening, 'mode' | 'text' | 'place'> & { readonly page: string },
  editor: RefObject<EditorHandle | null>,
  readText: () => string,
  onOpen: (opened: {
    readonly text: string;
    readonly round: number;
    readonly isEdit: boolean;
  }) => void,
): Openings {
  const { mode: firstMode, page, place, text: firstText } = first;
  const [opening, setOpening] = useState<Opening>(() => ({
    ...{ mode: firstMode, text: firstText, place, round: 0 },
    beyond: pastOf(page, firstText),
  }));

  const open = useCallback(
    (next: Omit<Opening, 'round'>, isEdit: boolean) => {
      const round = opening.round + 1;
      setOpening({ ...next, round });
      onOpen({ text: next.text, round, isEdit });
    },
    [onOpen, opening.round],
  );

  const own = useCallback(() => editor.current?.ownSteps() ?? nothingBeyond, [editor]);

  const latest = useRef(() => nothingBeyond);
  useLayoutEffect(() => {
    latest.current = () => afterSwitch(opening.beyond, own());
  });
  const leftSteps = useRef<Steps | null>(null);
  // Ends before those of the editor within, which closes then.
  useLayoutEffect(() => {
    leftSteps.current = null;
    return () => {
      leftSteps.current = latest.current();
    };
  }, []);
  const noteLeft = useCallback(
    (text: string) => {
      const steps = leftSteps.current;
      if (steps !== null) keepPast(page, { text, steps });
    },
    [page],
  );

  const move = useCallback(
    (step: typeof stepBack) => {
      const now = readText();
      const moved = step(opening.beyond, own(), now);
      if (moved === null) return;
      const { text, beyond } = moved;
      const caret = endOfChange(now, text);
      void editor.current?.stepTo(text, caret).then((isThere) => {
        if (isThere) {
          setOpening((before) => ({ ...before, beyond }));
          onOpen({ text, round: opening.round, isEdit: true });
        } else {
          open({ mode: opening.mode, text, place: caretAt(caret), beyond }, true);
        }
      });
    },
    [editor, onOpen, open, opening, own, readText],
  );

  const receiveOpen = useCallback(
    async (join: Join, bring: (text: string) => string, isStep: boolean): Promise<Received> => {
      const received = (await editor.current?.receive(join)) ?? ({ kind: 'busy' } as const);
      if (received.kind !== 'put' && received.kind !== 'reopen') return received;
      const { kind, before, after, own } = received;
      const steps = (beyond: Steps) => {
        const brought = afterReceiving(beyond, own, bring);
        return isStep ? afterReplacing(brought, nothingBeyond, before) : brought;
      };
      if (kind === 'put') {
        setOpening((now) => ({ ...now, beyond: steps(now.beyond) }));
      } else {
        const place = editor.current?.place(after) ?? null;
        open({ mode: opening.mode, text: after, place, beyond: steps(opening.beyond) }, false);
      }
      return received;
    },
    [editor, open, opening],
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
    receiveOpen,
    noteLeft,
  };
}
