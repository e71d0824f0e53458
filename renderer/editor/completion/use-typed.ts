import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $isCodeNode } from '@lexical/code';
import { $findMatchingParent } from '@lexical/utils';
import {
  $getNodeByKey,
  $getSelection,
  $isLineBreakNode,
  $isRangeSelection,
  $isTextNode,
  BLUR_COMMAND,
  COMMAND_PRIORITY_LOW,
  HISTORIC_TAG,
  type NodeKey,
  type TextNode,
} from 'lexical';
import { useCallback, useEffect, useRef, useState } from 'react';

/** What a text before the caret asks to be completed. */
export interface Match {
  /** How many characters before the caret the chosen thing replaces. */
  readonly length: number;
  readonly query: string;
}

interface Place {
  readonly key: NodeKey;
  /** Where in the text node it begins. */
  readonly start: number;
}

export type Typed = Match & Place;

export interface Typing {
  /** What the screen shows by now. */
  readonly typed: Typed | null;
  /** What is there at this moment. */
  readonly $now: () => Typed | null;
  readonly dismiss: () => void;
  /** Keeps to what is typed now while writing goes on behind it, until it is dismissed or changed. */
  readonly hold: (typed: Typed) => void;
}

/** Up to the caret, from the start of its line; a replacement character stands for what is no text. */
function $lineBefore(node: TextNode, offset: number): string {
  let line = node.getTextContent().slice(0, offset);
  for (
    let before = node.getPreviousSibling();
    before !== null && !$isLineBreakNode(before);
    before = before.getPreviousSibling()
  ) {
    line = ($isTextNode(before) ? before.getTextContent() : '\ufffc') + line;
  }
  return line;
}

function $typedNow(match: (line: string) => Match | null): Typed | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const { anchor } = selection;
  const node = anchor.getNode();
  if (!$isTextNode(node) || !node.isSimpleText() || node.hasFormat('code')) return null;
  if ($findMatchingParent(node, $isCodeNode) !== null) return null;
  const found = match($lineBefore(node, anchor.offset));
  if (found === null || found.length > anchor.offset) return null;
  return { ...found, key: node.getKey(), start: anchor.offset - found.length };
}

function $written({ key, length, start }: Typed): string {
  const node = $getNodeByKey(key);
  return $isTextNode(node) ? node.getTextContent().slice(start, start + length) : '';
}

/** Whether what was dismissed may still stand in the text. */
function $isStillThere(dismissed: Place | null): boolean {
  if (dismissed === null || !$isTextNode($getNodeByKey(dismissed.key))) return false;
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || selection.anchor.key !== dismissed.key) return true;
  return selection.anchor.offset > dismissed.start;
}

const isAt = (place: Place | null, { key, start }: Place): boolean =>
  place?.key === key && place.start === start;

const isSame = (left: Typed | null, right: Typed | null): boolean =>
  left === right ||
  (left !== null &&
    right !== null &&
    left.key === right.key &&
    left.start === right.start &&
    left.length === right.length &&
    left.query === right.query);

/**
 * What is being typed at the caret that `match` takes for the beginning of something; null while there
 * is nothing, and for what was dismissed. Keep `match` the same function.
 */
export function useTyped(match: (line: string) => Match | null): Typing {
  const [editor] = useLexicalComposerContext();
  const [typed, setTyped] = useState<Typed | null>(null);
  // The same at once: the next key may come before the screen shows it.
  const open = useRef<Typed | null>(null);
  const show = useCallback((next: Typed | null) => {
    open.current = next;
    setTyped(next);
  }, []);
  const dismissed = useRef<Place | null>(null);
  const held = useRef<{ readonly at: Typed; readonly written: string } | null>(null);
  useEffect(() => {
    const removeUpdates = editor.registerUpdateListener(({ editorState, dirtyLeaves, tags }) => {
      if (held.current !== null) {
        const { at, written } = held.current;
        if (editorState.read(() => $written(at)) === written) return;
        held.current = null;
      }
      const now = editorState.read(() => $typedNow(match));
      if (now === null) {
        // A composition lets go of the caret for a moment.
        if (editor.isComposing()) return;
        if (!editorState.read(() => $isStillThere(dismissed.current))) dismissed.current = null;
        show(null);
        return;
      }
      if (isAt(dismissed.current, now)) return;
      dismissed.current = null;
      const before = open.current;
      // It opens by typing, not by going back to what was once typed.
      if (before === null && (dirtyLeaves.size === 0 || tags.has(HISTORIC_TAG))) return;
      if (!isSame(before, now)) show(now);
    });
    const removeBlur = editor.registerCommand(
      BLUR_COMMAND,
      () => {
        held.current = null;
        show(null);
        return false;
      },
      COMMAND_PRIORITY_LOW,
    );
    return () => {
      removeUpdates();
      removeBlur();
    };
  }, [editor, match, show]);
  const $now = useCallback(() => {
    if (open.current === null) return null;
    const now = $typedNow(match);
    if (held.current !== null) {
      const { at, written } = held.current;
      // What is written behind it is no part of it.
      if ($written(at) === written) return isSame(at, now) ? at : null;
    }
    return now === null || isAt(dismissed.current, now) ? null : now;
  }, [match]);
  const dismiss = useCallback(() => {
    held.current = null;
    dismissed.current = open.current;
    show(null);
  }, [show]);
  const hold = useCallback(
    (at: Typed) => {
      held.current = { at, written: $written(at) };
      show(at);
    },
    [show],
  );
  return { typed, $now, dismiss, hold };
}

/** A function that gives the same answer again for the same words. */
export function remembered<Answer>(answer: (query: string) => Answer): (query: string) => Answer {
  let last: { readonly query: string; readonly answer: Answer } | null = null;
  return (query) => {
    if (last?.query !== query) last = { query, answer: answer(query) };
    return last.answer;
  };
}
