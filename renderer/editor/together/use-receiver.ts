import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { EditorHandle } from '../editor-handle.ts';
import { nothingBeyond } from '../past/steps.ts';
import type { Writing } from '../save-work.ts';

type Receive = Writing['receive'];

/**
 * Puts another text in place of the one that is edited: in the editor on the screen, or, once the
 * person has left, in what it left behind.
 *
 * @param noteGoneText told the text that is to be saved in place of the one that was left
 */
export function useReceiver(
  editor: RefObject<EditorHandle | null>,
  readForSave: Writing['readForSave'],
  noteGoneText: (text: string) => void,
): { readonly receive: Receive; readonly connect: (receiveOpen: Receive) => () => void } {
  const open = useRef<Receive | null>(null);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const connect = useCallback((receiveOpen: Receive) => {
    open.current = receiveOpen;
    return () => {
      open.current = null;
    };
  }, []);
  const receive = useCallback<Receive>(
    async (join, bring, isStep) => {
      // A dialog may be about a part of the text: what others wrote waits until it is closed.
      const isAsking = document.querySelector('[role="dialog"]') !== null;
      if (isAsking && !isStep && !isGone.current) return { kind: 'busy' };
      if (open.current !== null && editor.current !== null) {
        return open.current(join, bring, isStep);
      }
      // One that is still coming on the screen takes it in when it is there.
      if (!isGone.current) return { kind: 'busy' };
      const { text: before, isFaithful } = await readForSave();
      if (!isFaithful) return { kind: 'unfaithful' };
      const after = await join(before);
      if (after === null) return { kind: 'declined' };
      noteGoneText(after);
      return { kind: 'put', before, after, own: nothingBeyond };
    },
    [editor, noteGoneText, readForSave],
  );
  return { receive, connect };
}
