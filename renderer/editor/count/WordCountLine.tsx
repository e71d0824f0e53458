import { useEffect, useState } from 'react';
import type { EditorHandle } from '../editor-handle.ts';
import { countedWords, countParts, countText, type WordCount } from './count-words.ts';

// Counting waits for a pause, so that it never comes between two keys.
const pauseMs = 400;

interface Counted {
  readonly key: unknown;
  readonly count: WordCount;
}

/** How long the page is, and what is selected of it. */
export function WordCountLine(props: {
  readonly getEditor: () => EditorHandle | null;
  /** Changes with the editor on the screen. */
  readonly round: number;
}) {
  const { getEditor, round } = props;
  const [words, setWords] = useState('');
  useEffect(() => {
    let counted: Counted | null = null;
    let timer: ReturnType<typeof setTimeout>;
    let endWatch: (() => void) | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(count, pauseMs);
    };
    const count = () => {
      const shown = getEditor()?.shown();
      if (shown === undefined) {
        later();
        return;
      }
      // A long page comes into the editor bit by bit, and undo is no input.
      endWatch ??= getEditor()?.findTarget()?.onChange(later);
      const whole: Counted =
        counted !== null && counted.key === shown.key
          ? counted
          : { key: shown.key, count: countParts(shown.parts()) };
      counted = whole;
      const selected = shown.selected();
      setWords(countedWords(whole.count, selected === '' ? null : countText(selected)));
    };
    later();
    document.addEventListener('selectionchange', later);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', later);
      endWatch?.();
    };
  }, [getEditor, round]);
  return <p className="cp-editor-count">{words}</p>;
}
