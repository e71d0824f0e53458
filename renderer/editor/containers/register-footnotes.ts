import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $createNodeSelection,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getState,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { announce } from '../../ui/Announcer.tsx';
import { $topOf } from '../blocks/top-block.ts';
import { OPEN_ATOM_COMMAND } from '../keys/open-commands.ts';
import { FOOTNOTE_COMMAND, OPEN_FOOTNOTE_COMMAND } from './container-events.ts';
import { $footnoteAtCaret, $insertFootnote, $labelOfMark, $marksOf } from './footnote-commands.ts';
import { blockIdState } from '../nodes/node-states.ts';
import { $runUnparked } from '../windowing/unpark-where.ts';
import { footnoteParts, leadsTo } from './footnote-models.ts';
import { registerNumbers } from './footnote-numbers.ts';
import { $isFootnoteNode, type FootnoteNode } from './FootnoteNode.ts';

interface Origin {
  readonly key: NodeKey;
  /** The id of its block: parked meanwhile, the mark has another key. */
  readonly block: string;
}

function $originOf(mark: LexicalNode): Origin {
  const top = $topOf(mark);
  return { key: mark.getKey(), block: top === null ? '' : $getState(top, blockIdState) };
}

/** Footnotes are put in, opened from their marks, and left again. */
export function registerFootnotes(editor: LexicalEditor): () => void {
  // The mark a note was reached by is the one to go back to.
  let cameFrom: Origin | null = null;
  return mergeRegister(
    registerNumbers(editor),
    editor.registerCommand(
      FOOTNOTE_COMMAND,
      () => {
        const note = $footnoteAtCaret();
        if (note !== null) $goBack(note);
        else {
          const mark = $insertFootnote();
          cameFrom = mark === null ? null : $originOf(mark);
          announce(
            mark === null
              ? 'No footnote can stand here.'
              : 'Footnote: write its text, then press the same keys to go back.',
          );
        }
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        if (!isFootnoteKey(event)) return false;
        event.preventDefault();
        return editor.dispatchCommand(FOOTNOTE_COMMAND, undefined);
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      OPEN_ATOM_COMMAND,
      (key) => {
        if ($labelOfMark($getNodeByKey(key)) === null) return false;
        return editor.dispatchCommand(OPEN_FOOTNOTE_COMMAND, key);
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      OPEN_FOOTNOTE_COMMAND,
      (key) => {
        const mark = $getNodeByKey(key);
        cameFrom = mark === null ? null : $originOf(mark);
        return false;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(CLICK_COMMAND, $click, COMMAND_PRIORITY_HIGH),
  );

  function $click(event: MouseEvent): boolean {
    if (!(event.target instanceof Element)) return false;
    const node = $getNearestNodeFromDOMNode(event.target);
    if (event.target.closest('[data-footnote-back]') !== null && $isFootnoteNode(node)) {
      $goBack(node);
      return true;
    }
    if (node === null || $labelOfMark(node) === null) return false;
    const selection = $createNodeSelection();
    selection.add(node.getKey());
    $setSelection(selection);
    return editor.dispatchCommand(OPEN_FOOTNOTE_COMMAND, node.getKey());
  }

  function $goBack(note: FootnoteNode): void {
    const label = note.getLabel();
    $runUnparked(
      editor,
      footnoteParts,
      (part) => leadsTo(part, label),
      () => {
        $addUpdateTag(HISTORY_PUSH_TAG);
        const marks = $marksOf(label);
        const mark =
          marks.find((each) => each.getKey() === cameFrom?.key) ??
          marks.find((each) => $originOf(each).block === cameFrom?.block) ??
          marks[0];
        if (mark === undefined) announce('No mark on the page leads to this footnote.');
        else mark.selectNext(0, 0);
      },
    );
  }
}

// Some keyboards write letters with the right Alt key, which counts as Ctrl+Alt on Windows.
function isFootnoteKey(event: KeyboardEvent): boolean {
  if (event.shiftKey || !event.altKey || event.getModifierState('AltGraph')) return false;
  const isLetter = event.key.toLowerCase() === 'f';
  if (event.metaKey) return !event.ctrlKey && (isLetter || event.code === 'KeyF');
  return event.ctrlKey && isLetter;
}
