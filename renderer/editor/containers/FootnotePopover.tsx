import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  $addUpdateTag,
  $createTextNode,
  $getNodeByKey,
  $isElementNode,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  type NodeKey,
} from 'lexical';
import { useEffect, useRef, useState } from 'react';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { textOfBlocks } from '../find/block-texts.ts';
import { unparkWhere } from '../windowing/unpark-where.ts';
import { OPEN_FOOTNOTE_COMMAND } from './container-events.ts';
import { $footnoteOf, $goToNote, $labelOfMark, $noteSaid } from './footnote-commands.ts';
import { footnoteParts, isNoteOf, plainTextOf } from './footnote-models.ts';

interface Open {
  readonly mark: NodeKey;
  readonly anchor: HTMLElement;
  readonly label: string;
  /** The note's text; null: there is no note. */
  readonly text: string | null;
  /** What stands in the field; null: the note is more than plain text. */
  readonly draft: string | null;
}

/** What a footnote's mark leads to, to read and, where it is plain text, to edit. */
export function FootnotePopover() {
  const [editor] = useLexicalComposerContext();
  const [open, setOpen] = useState<Open | null>(null);
  const isFinished = useRef(false);
  useEffect(
    () =>
      editor.registerCommand(
        OPEN_FOOTNOTE_COMMAND,
        (key) => {
          const label = $labelOfMark($getNodeByKey(key));
          const anchor = editor.getElementByKey(key);
          if (label === null || anchor === null) return false;
          const note = $noteSaid(label);
          const draft = note && plainTextOf(note);
          const text = note && (draft ?? textOfBlocks(note.children));
          isFinished.current = false;
          setOpen({ mark: key, anchor, label, text, draft });
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor],
  );
  if (open === null) return null;

  const close = () => {
    isFinished.current = true;
    setOpen(null);
    editor.update(() => {
      const mark = $getNodeByKey(open.mark);
      if ($isInlineAtomNode(mark)) mark.selectNext(0, 0);
    });
    editor.focus();
  };
  const unparkNote = () => unparkWhere(editor, footnoteParts, (part) => isNoteOf(part, open.label));
  const keep = () => {
    // The focus that goes closes it once more.
    if (isFinished.current) return;
    const { draft, label, text } = open;
    if (draft !== null && draft !== text) {
      unparkNote();
      editor.update(() => {
        const paragraph = $footnoteOf(label)?.getFirstChild();
        if (!$isElementNode(paragraph)) return;
        $addUpdateTag(HISTORY_PUSH_TAG);
        const line = draft.replace(/\s*\n\s*/g, ' ');
        paragraph.clear();
        if (line !== '') paragraph.append($createTextNode(line));
      });
    }
    close();
  };
  const goThere = () => {
    keep();
    unparkNote();
    editor.update(() => $goToNote(open.label));
  };
  const name = `Footnote ${open.anchor.textContent}`;
  return (
    <AnchoredPopover label={name} anchor={open.anchor} onClose={keep} onEscape={close}>
      {open.draft !== null && (
        <TextArea
          label={name}
          autoFocus
          value={open.draft}
          onValueChange={(draft) => setOpen({ ...open, draft })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            keep();
          }}
        />
      )}
      {open.draft === null && (
        <p className="cp-footnote-text">
          {open.text ?? 'This mark leads nowhere yet: the page has no footnote of its name.'}
        </p>
      )}
      <footer>
        <Button variant="quiet" onClick={goThere}>
          {open.text === null ? 'Write it' : 'Go to the footnote'}
        </Button>
        <Button onClick={keep}>Done</Button>
      </footer>
    </AnchoredPopover>
  );
}
