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
import { Suspense, use, useEffect } from 'react';
import type { Footnote } from '../../../shared/markdown/model/blocks.ts';
import { canonical } from '../../../shared/markdown/model/canonical.ts';
import { isBlank, normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import type { Scope } from '../../../shared/markdown/model/read-page.ts';
import { settled } from '../../../shared/markdown/model/references.ts';
import { defaultStyle } from '../../../shared/markdown/model/style.ts';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { FormText } from '../FormText.tsx';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { textOfBlocks } from '../find/block-texts.ts';
import { LazyPreview } from '../opaque/LazyPreview.tsx';
import { ScopeContext } from '../scope-context.ts';
import { unparkWhere } from '../windowing/unpark-where.ts';
import { OPEN_FOOTNOTE_COMMAND } from './container-events.ts';
import { $footnoteOf, $goToNote, $labelOfMark, $noteSaid } from './footnote-commands.ts';
import { footnoteParts, isNoteOf, plainTextOf } from './footnote-models.ts';
import { useOpened } from '../use-opened.ts';

interface Open {
  readonly mark: NodeKey;
  readonly anchor: HTMLElement;
  readonly label: string;
  /** What the note says, all of it, as markdown; null: there is no note. */
  readonly text: string | null;
  /** The words of it, for who does not see how they are laid out. */
  readonly words: string;
  readonly before: string | null;
  /** What stands in the field; null: the note is more than a line of plain text. */
  readonly draft: string | null;
}

/**
 * What a footnote's mark leads to, all of it to read. A line of plain text is edited at once, anything
 * else where it stands, with the text's own tools; from there a tool and a key lead back to the mark.
 */
export function FootnotePopover() {
  const [editor] = useLexicalComposerContext();
  const { open, show, change: setOpen, finish } = useOpened<Open>();
  const scope = use(ScopeContext);
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
          const text = note && (draft ?? markdownOf(note, scope));
          const words = note === null ? '' : textOfBlocks(note.children);
          show({ mark: key, anchor, label, text, words, before: draft, draft });
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor, scope, show],
  );
  if (open === null) return null;

  const toMark = () => {
    editor.update(() => {
      const mark = $getNodeByKey(open.mark);
      if ($isInlineAtomNode(mark)) mark.selectNext(0, 0);
    });
    editor.focus();
  };
  const unparkNote = () => unparkWhere(editor, footnoteParts, (part) => isNoteOf(part, open.label));
  const $write = (words: string) => {
    const paragraph = $footnoteOf(open.label)?.getFirstChild();
    const line = oneLine(words);
    if (!$isElementNode(paragraph) || oneLine(paragraph.getTextContent()) === line) return;
    paragraph.clear();
    if (line !== '') paragraph.append($createTextNode(line));
  };
  /** Leaves it with these words; null: with what the text has. */
  const closeWith = (words: string | null) => {
    if (!finish()) return;
    if (words !== null) {
      unparkNote();
      editor.update(() => {
        $addUpdateTag(HISTORY_PUSH_TAG);
        $write(words);
      });
    }
    toMark();
  };
  const keep = () => closeWith(open.draft);
  const close = () => closeWith(open.before);
  const goThere = () => {
    keep();
    unparkNote();
    editor.update(() => $goToNote(open.label));
  };
  const name = `Footnote ${open.anchor.textContent}`;
  return (
    <AnchoredPopover label={name} anchor={open.anchor} onClose={keep} onEscape={close}>
      {open.draft !== null && <FormText key={open.mark} text={open.draft} $write={$write} />}
      {open.draft !== null && (
        <TextArea
          label={name}
          autoFocus
          value={open.draft}
          onValueChange={(draft) => {
            unparkNote();
            setOpen({ ...open, draft });
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            keep();
          }}
        />
      )}
      {open.draft === null && open.text !== null && (
        <div className="cp-footnote-preview">
          <p className="cp-visually-hidden">{open.words}</p>
          <Suspense>
            <LazyPreview source={open.text} />
          </Suspense>
        </div>
      )}
      {open.text === null && (
        <p>This mark leads nowhere yet: the page has no footnote of its name.</p>
      )}
      <footer>
        <Button variant={open.draft === null ? 'plain' : 'quiet'} onClick={goThere}>
          {open.text === null
            ? 'Write it'
            : open.draft === null
              ? 'Edit the footnote'
              : 'Go to the footnote'}
        </Button>
        <Button onClick={keep}>Done</Button>
      </footer>
    </AnchoredPopover>
  );
}

const oneLine = (words: string): string => words.replace(/\s*\n\s*/g, ' ');

function markdownOf({ children }: Footnote, scope: Scope): string {
  const blocks = children.map(normaliseBlock).filter((block) => !isBlank(block));
  // The definitions that links are written by stand elsewhere on the page.
  const settle = blocks.map((block) => settled(block, new Map(), scope.targets));
  return canonical(settle, defaultStyle, scope);
}
