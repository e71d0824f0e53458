import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $getNodeByKey,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isTextNode,
  $setSelection,
  COMMAND_PRIORITY_CRITICAL,
  HISTORY_PUSH_TAG,
  INSERT_PARAGRAPH_COMMAND,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
} from 'lexical';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { CaretList, type CaretOption } from './CaretList.tsx';
import type { Typed, Typing } from './use-typed.ts';

interface Shown<Option> {
  readonly label: string;
  readonly options: readonly Option[];
}

/**
 * A list of choices at the caret for what is being typed. The caret stays in the text: arrows choose,
 * Enter and Tab take, Escape closes. What a key takes fits what is typed at that moment: where that isn't
 * known yet the choice is held until it is, and writing goes on meanwhile.
 */
export function CaretMenu<Option extends CaretOption>(props: {
  readonly label: string;
  readonly typing: Typing;
  /** What fits the words that are typed, the best first; null: not known yet. */
  readonly optionsFor: (query: string) => readonly Option[] | null;
  /** Runs in an update; what was typed is gone, and the caret stands in its place. */
  readonly onChoose: (option: Option, written: string) => void;
}) {
  const { label, onChoose, optionsFor, typing } = props;
  const { $now, dismiss, hold, typed } = typing;
  const [editor] = useLexicalComposerContext();
  // A new list begins with its first choice again.
  const [chosen, setChosen] = useState({ query: '', index: 0 });
  const [held, setHeld] = useState<{ readonly typed: Typed; readonly key: string } | null>(null);
  const known = useMemo(() => (typed === null ? [] : optionsFor(typed.query)), [optionsFor, typed]);
  // The list before stands until the next one is there.
  const [last, setLast] = useState<Shown<Option>>({ label, options: [] });
  if (known !== null && known !== last.options && known.length + last.options.length > 0)
    setLast({ label, options: known });
  const options = known ?? (last.label === label ? last.options : []);
  const chosenIndex = chosen.query === typed?.query ? chosen.index : 0;
  const index = known === null ? chosenIndex : Math.min(chosenIndex, known.length - 1);

  const choose = useCallback(
    (option: Option, at: Typed) => {
      dismiss();
      editor.update(() => {
        $addUpdateTag(HISTORY_PUSH_TAG);
        const caret = $getSelection()?.clone() ?? null;
        const ahead = $caretAhead(at);
        const written = $takeTyped(at);
        if (written === null) return;
        onChoose(option, written);
        if (ahead === null) $setSelection(caret);
        else if (ahead > 0) $moveCaret(ahead);
      });
    },
    [dismiss, editor, onChoose],
  );

  const heldKey = held !== null && held.typed === typed ? held.key : null;
  useEffect(() => {
    if (heldKey === null || typed === null || known === null) return;
    setHeld(null);
    const option = known[index];
    if (option !== undefined) choose(option, typed);
    else {
      dismiss();
      if (heldKey === 'Enter') editor.dispatchCommand(INSERT_PARAGRAPH_COMMAND, undefined);
    }
  }, [choose, dismiss, editor, heldKey, index, known, typed]);

  const latest = useRef({ choose, index, optionsFor, typed });
  useLayoutEffect(() => {
    latest.current = { choose, index, optionsFor, typed };
  });
  useEffect(() => {
    const step = (by: number) => (event: KeyboardEvent) => {
      const { index: at, optionsFor: fitting, typed: before } = latest.current;
      const now = $now();
      const all = now === null ? [] : fitting(now.query);
      if (now === null || all?.length === 0) return false;
      event.preventDefault();
      const next = (now.query === before?.query ? at : 0) + by;
      const count = all?.length;
      setChosen({
        query: now.query,
        index: count === undefined ? Math.max(0, next) : (next + count) % count,
      });
      return true;
    };
    const take = (event: KeyboardEvent | null) => {
      const { choose: run, index: at, optionsFor: fitting, typed: before } = latest.current;
      const now = $now();
      if (now === null || event?.shiftKey === true) return false;
      const all = fitting(now.query);
      const option = all?.[now.query === before?.query ? at : 0];
      if (all !== null && option === undefined) return false;
      event?.preventDefault();
      if (option !== undefined) run(option, now);
      else {
        hold(now);
        setHeld({ typed: now, key: event?.key ?? 'Enter' });
      }
      return true;
    };
    const close = (event: KeyboardEvent) => {
      const { optionsFor: fitting, typed: before } = latest.current;
      if (before === null || fitting(before.query)?.length === 0) return false;
      event.preventDefault();
      dismiss();
      return true;
    };
    const first = COMMAND_PRIORITY_CRITICAL;
    return mergeRegister(
      editor.registerCommand(KEY_ARROW_DOWN_COMMAND, step(1), first),
      editor.registerCommand(KEY_ARROW_UP_COMMAND, step(-1), first),
      editor.registerCommand(KEY_ENTER_COMMAND, take, first),
      editor.registerCommand(KEY_TAB_COMMAND, take, first),
      editor.registerCommand(KEY_ESCAPE_COMMAND, close, first),
    );
  }, [$now, dismiss, editor, hold]);

  if (typed === null || options.length === 0) return null;
  return (
    <CaretList
      label={label}
      typed={typed}
      options={options}
      index={Math.min(index, options.length - 1)}
      onPoint={(at) => setChosen({ query: typed.query, index: at })}
      onChoose={(option) => choose(option, editor.read($now) ?? typed)}
    />
  );
}

/** Takes what was typed out of the text; null when the text is another by now. */
function $takeTyped({ key, start, length }: Typed): string | null {
  const node = $getNodeByKey(key);
  if (!$isTextNode(node) || node.getTextContentSize() < start + length) return null;
  const written = node.getTextContent().slice(start, start + length);
  node.select(start, start + length).removeText();
  return written;
}

/** How far behind what was typed the caret stands in the same text; null: in another one. */
function $caretAhead({ key, start, length }: Typed): number | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return 0;
  if (selection.anchor.key !== key) return null;
  return selection.anchor.offset - start - length;
}

function $moveCaret(by: number): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  const { anchor } = selection;
  const node = anchor.getNode();
  const next = $isElementNode(node) ? node.getChildAtIndex(anchor.offset) : node.getNextSibling();
  const from = $isTextNode(node) ? anchor.offset : 0;
  if ($isTextNode(node) && from + by <= node.getTextContentSize())
    node.select(from + by, from + by);
  else if ($isTextNode(next)) next.select(by, by);
}
