import { useEffect, useState } from 'react';
import { createPause } from '../pause.ts';
import type { EditorHandle } from '../editor-handle.ts';
import { countedWords, countText } from './count-words.ts';

// Counting waits for a pause, so that it never comes between two keys.
const pauseMs = 400;

/** How long the page is, and what is selected of it. */
export function WordCountLine(props: {
  readonly getEditor: () => EditorHandle | null;
  /** Changes with the editor on the screen. */
  readonly round: number;
}) {
  const { getEditor, round } = props;
  const [words, setWords] = useState('');
  useEffect(() => {
    let endWatch: (() => void) | undefined;
    const count = () => {
      const countable = getEditor()?.countable() ?? null;
      if (countable === null) {
        later();
        return;
      }
      // Undo is no input, and selects nothing else.
      endWatch ??= countable.onChange(later);
      const selected = countable.selected();
      setWords(countedWords(countable.count(), selected === '' ? null : countText(selected)));
    };
    const pause = createPause(pauseMs, count);
    const later = () => pause.nudge();
    later();
    document.addEventListener('selectionchange', later);
    return () => {
      pause.cancel();
      document.removeEventListener('selectionchange', later);
      endWatch?.();
    };
  }, [getEditor, round]);
  return <p className="cp-editor-count">{words}</p>;
}
