import './FocusMode.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $findMatchingParent } from '@lexical/utils';
import { $getSelection, $isRangeSelection, $isRootNode } from 'lexical';
import { useEffect, useState } from 'react';
import { useCommands } from '../../app/commands.ts';
import { announce } from '../../ui/Announcer.tsx';

/** Dims all blocks but the one with the caret, when the writer wants that. */
export function FocusMode() {
  const [editor] = useLexicalComposerContext();
  const [isOn, setIsOn] = useState(false);
  useCommands([
    {
      id: 'focus-mode',
      title: isOn ? 'Show all of the text again' : 'Dim all but the paragraph I write',
      run: () => {
        announce(isOn ? 'All of the text is shown' : 'All but the current paragraph is dimmed');
        setIsOn(!isOn);
      },
    },
  ]);
  useEffect(() => {
    if (!isOn) return undefined;
    let marked: HTMLElement | null = null;
    const mark = () => {
      const key = editor.getEditorState().read($currentBlock);
      const element = key === null ? null : editor.getElementByKey(key);
      marked?.classList.remove('cp-focused-block');
      element?.classList.add('cp-focused-block');
      marked = element;
    };
    const root = editor.getRootElement();
    root?.classList.add('cp-focus-mode');
    mark();
    const remove = editor.registerUpdateListener(mark);
    return () => {
      remove();
      marked?.classList.remove('cp-focused-block');
      root?.classList.remove('cp-focus-mode');
    };
  }, [editor, isOn]);
  return null;
}

function $currentBlock(): string | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  const node = selection.anchor.getNode();
  return $findMatchingParent(node, (each) => $isRootNode(each.getParent()))?.getKey() ?? null;
}
