import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getNodeByKey,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { type Formula, formulaOf } from '../../../shared/markdown/formulas.ts';
import { drawFormula } from '../../article/formula/formula-drawing.ts';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { FormText } from '../FormText.tsx';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { lineSource, OPEN_FORMULA_COMMAND } from './formula-commands.ts';
import { $isFormulaNode } from './FormulaNode.ts';
import { useOpened } from '../use-opened.ts';

interface Open extends Formula {
  readonly key: NodeKey;
  readonly anchor: HTMLElement;
  readonly isBlock: boolean;
  readonly side: 'start' | 'end';
  readonly draft: string;
}

function $formulaAt(node: LexicalNode | null): (Formula & { isBlock: boolean }) | null {
  if ($isFormulaNode(node)) return { tex: node.getText(), isLarge: true, isBlock: true };
  if (!$isInlineAtomNode(node) || node.getAtomType() !== 'formula') return null;
  return { ...formulaOf(node.getSource()), isBlock: false };
}

/** A formula's source with what it looks like. */
export function FormulaPopover() {
  const [editor] = useLexicalComposerContext();
  const { open, show, change: setOpen, finish } = useOpened<Open>();
  useEffect(
    () =>
      editor.registerCommand(
        OPEN_FORMULA_COMMAND,
        ({ key, side }) => {
          const formula = $formulaAt($getNodeByKey(key));
          const anchor = editor.getElementByKey(key);
          if (formula === null || anchor === null) return false;
          show({ ...formula, key, anchor, side, draft: formula.tex });
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor, show],
  );
  if (open === null) return null;

  const sourceOf = (tex: string) =>
    open.isBlock || tex === '' ? tex : lineSource(tex, open.isLarge);
  const draft = open.draft.trim();
  const source = sourceOf(draft);
  /** What can't be written stays as it was. */
  const $write = (tex: string) => {
    const node = $getNodeByKey(open.key);
    const text = sourceOf(tex);
    if ($isFormulaNode(node) && text !== node.getText()) node.setText(text ?? '');
    if (!$isInlineAtomNode(node) || text === null || text === '') return;
    if (text !== node.getSource()) node.setSource(text);
  };
  /** Leaves for the text before or after; an empty formula is none. */
  const close = (isKept: boolean, side: 'before' | 'after' = 'after') => {
    if (!finish()) return;
    editor.update(() => {
      const node = $getNodeByKey(open.key);
      if (node === null) return;
      const isEmpty = (isKept ? draft : open.tex) === '';
      $addUpdateTag(HISTORY_PUSH_TAG);
      $leave(node, side);
      if (isEmpty) $dropFormula(node);
      else $write(isKept ? draft : open.tex);
    });
    editor.focus();
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart: from, selectionEnd: to, value } = event.currentTarget;
    const isDone = event.key === 'Enter' && (!open.isBlock || event.ctrlKey || event.metaKey);
    const isOut = from === to && !event.shiftKey && !event.altKey && !event.ctrlKey;
    const leaves =
      (isDone && !event.shiftKey) ||
      (isOut && event.key === 'ArrowRight' && from === value.length) ||
      (isOut && event.key === 'ArrowLeft' && from === 0);
    if (!leaves || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (source !== null) close(true, event.key === 'ArrowLeft' ? 'before' : 'after');
  };
  return (
    <AnchoredPopover
      label="Formula"
      anchor={open.anchor}
      onClose={() => close(true)}
      onEscape={() => close(false)}
    >
      <FormText key={open.key} text={draft} $write={$write} />
      <div className="cp-formula-editor">
        <Preview key={open.key} tex={draft} isLarge={open.isLarge} />
        <TextArea
          label="Formula in LaTeX"
          autoFocus
          spellCheck={false}
          rows={open.isBlock ? 4 : 2}
          value={open.draft}
          error={source === null ? 'Two dollar signs in a row can’t stand in a formula.' : null}
          onFocus={({ currentTarget: field }) => {
            const at = open.side === 'start' ? 0 : field.value.length;
            field.setSelectionRange(at, at);
          }}
          onValueChange={(value) => setOpen({ ...open, draft: value })}
          onKeyDown={keys}
        />
      </div>
      <footer>
        <Button variant="quiet" onClick={() => close(false)}>
          Cancel
        </Button>
        <Button onClick={() => close(true)}>Done</Button>
      </footer>
    </AnchoredPopover>
  );
}

function Preview({ tex, isLarge }: Formula) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (host.current !== null) drawFormula(host.current, { tex, isLarge });
  }, [tex, isLarge]);
  return <div ref={host} className="cp-formula-preview" role="img" aria-label="Preview" />;
}

function $leave(node: LexicalNode, side: 'before' | 'after'): void {
  if (side === 'before') node.selectPrevious();
  else if ($isInlineAtomNode(node)) node.selectNext(0, 0);
  else node.selectNext();
}

function $dropFormula(node: LexicalNode): void {
  if ($isFormulaNode(node)) {
    const paragraph = $createParagraphNode();
    node.replace(paragraph);
    paragraph.select();
  } else node.remove();
}
