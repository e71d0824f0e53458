import { $isCodeNode } from '@lexical/code';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $getNodeByKey,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  KEY_DOWN_COMMAND,
  type NodeKey,
  SELECTION_CHANGE_COMMAND,
} from 'lexical';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { announce } from '../../ui/Announcer.tsx';
import { keepPlaced } from '../../ui/floating.ts';
import { $codeAtCaret } from './code-commands.ts';
import { knownLanguages, languageOf, withLanguage } from './info-string.ts';

interface AtCaret {
  readonly key: NodeKey;
  readonly info: string;
}

function $read(): AtCaret | null {
  const code = $codeAtCaret();
  return code && { key: code.getKey(), info: code.getLanguage() ?? '' };
}

/** At the corner of the code block with the caret: the language it is written in. */
export function LanguageField() {
  const [editor] = useLexicalComposerContext();
  const [code, setCode] = useState<AtCaret | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const look = (next: AtCaret | null) =>
      setCode((before) =>
        before?.key === next?.key && before?.info === next?.info ? before : next,
      );
    return mergeRegister(
      editor.registerUpdateListener(({ editorState }) => look(editorState.read($read))),
      editor.registerCommand(
        SELECTION_CHANGE_COMMAND,
        () => {
          look($read());
          return false;
        },
        COMMAND_PRIORITY_LOW,
      ),
      editor.registerCommand(
        KEY_DOWN_COMMAND,
        (event) => {
          const isMod = (event.ctrlKey || event.metaKey) && event.altKey && !event.shiftKey;
          if (!isMod || event.code !== 'KeyL' || event.getModifierState('AltGraph')) return false;
          if (input.current === null) return false;
          event.preventDefault();
          input.current.select();
          return true;
        },
        COMMAND_PRIORITY_HIGH,
      ),
    );
  }, [editor]);
  if (code === null) return null;
  return <Field key={`${code.key} ${code.info}`} code={code} input={input} />;
}

function Field({
  code,
  input,
}: {
  readonly code: AtCaret;
  readonly input: React.RefObject<HTMLInputElement | null>;
}) {
  const [editor] = useLexicalComposerContext();
  const [draft, setDraft] = useState(languageOf(code.info));
  const frame = useRef<HTMLDivElement>(null);
  const listId = useId();
  useLayoutEffect(() => {
    const element = editor.getElementByKey(code.key);
    if (frame.current === null || element === null) return undefined;
    return keepPlaced(frame.current, element, {
      placement: 'top-end',
      isInside: true,
      hidesWithoutRoom: true,
    });
  }, [code.key, editor]);

  const keep = () => {
    if (draft.trim() === languageOf(code.info)) return;
    editor.update(() => {
      const node = $getNodeByKey(code.key);
      if (!$isCodeNode(node)) return;
      $addUpdateTag(HISTORY_PUSH_TAG);
      node.setLanguage(withLanguage(node.getLanguage() ?? '', draft));
    });
    announce(draft.trim() === '' ? 'Code without a language' : `Language: ${draft.trim()}`);
  };
  return (
    <div ref={frame} className="cp-language">
      <input
        ref={input}
        aria-label="Language of the code"
        title="Language of the code (Ctrl+Alt+L)"
        placeholder="Language"
        list={listId}
        spellCheck={false}
        autoComplete="off"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          if (event.key === 'Enter') keep();
          else setDraft(languageOf(code.info));
          editor.focus();
        }}
      />
      <datalist id={listId}>
        {knownLanguages.map((language) => (
          <option key={language} value={language} />
        ))}
      </datalist>
    </div>
  );
}
