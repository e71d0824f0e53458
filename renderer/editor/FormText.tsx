import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  $addUpdateTag,
  COMMAND_PRIORITY_LOW,
  createCommand,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  type LexicalCommand,
  type LexicalEditor,
  SKIP_DOM_SELECTION_TAG,
} from 'lexical';
import { useEffect, useLayoutEffect, useRef } from 'react';

const WRITE_FORMS_COMMAND: LexicalCommand<undefined> = createCommand('WRITE_FORMS');
const FORM_TYPED_COMMAND: LexicalCommand<undefined> = createCommand('FORM_TYPED');
const formTag = 'form';

/** Puts into the text what is typed in the forms that are open over it; they stay open. */
export function writeForms(editor: LexicalEditor): void {
  editor.dispatchCommand(WRITE_FORMS_COMMAND, undefined);
}

/** Whether an update only put such words into the text, which `onFormTyped` told of before. */
export function isOfForm(tags: ReadonlySet<string>): boolean {
  return tags.has(formTag);
}

/** Tells of each letter that is typed in a form over the text. */
export function onFormTyped(editor: LexicalEditor, listener: () => void): () => void {
  const $tell = () => {
    listener();
    return false;
  };
  return editor.registerCommand(FORM_TYPED_COMMAND, $tell, COMMAND_PRIORITY_LOW);
}

/**
 * Part of a form over the text: drafts and saves have what is typed in it while it is open. For undo all of
 * that is one step.
 */
export function FormText(props: {
  readonly text: string;
  readonly $write: (text: string) => void;
}) {
  const [editor] = useLexicalComposerContext();
  const { text } = props;
  const latest = useRef(props);
  const [first, written] = [useRef(text), useRef(text)];
  useLayoutEffect(() => {
    latest.current = props;
  });
  useEffect(
    () =>
      editor.registerCommand(
        WRITE_FORMS_COMMAND,
        () => {
          const { text: now, $write } = latest.current;
          if (now === written.current) return false;
          const isFirst = written.current === first.current;
          // The caret is in the form, not in the text.
          for (const tag of [formTag, SKIP_DOM_SELECTION_TAG]) $addUpdateTag(tag);
          $addUpdateTag(isFirst ? HISTORY_PUSH_TAG : HISTORY_MERGE_TAG);
          written.current = now;
          $write(now);
          return false;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor, first, written],
  );
  useEffect(() => {
    if (text !== written.current) editor.dispatchCommand(FORM_TYPED_COMMAND, undefined);
  }, [editor, text, written]);
  return null;
}
