import {
  $addUpdateTag,
  $createNodeSelection,
  $createParagraphNode,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  createCommand,
  type ElementNode,
  HISTORY_PUSH_TAG,
  type LexicalCommand,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { sourceOfFormula } from '../../../shared/markdown/formulas.ts';
import { parseBlocks } from '../../../shared/markdown/model/read-page.ts';
import { $insertBlock } from '../list-item/item-body-commands.ts';
import { $createInlineAtomNode, $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $createFormulaNode, $isFormulaNode } from './FormulaNode.ts';

interface OpenFormula {
  readonly key: NodeKey;
  /** Where the caret comes from. */
  readonly side: 'start' | 'end';
}

/** Opens a formula for writing. */
export const OPEN_FORMULA_COMMAND: LexicalCommand<OpenFormula> = createCommand('OPEN_FORMULA');

export function $isFormula(node: LexicalNode | null | undefined): node is LexicalNode {
  return $isFormulaNode(node) || ($isInlineAtomNode(node) && node.getAtomType() === 'formula');
}

const noDefinitions = { targets: new Map<string, never>(), definitions: '' };

/**
 * How a formula is written in a line; null where markdown has no way to. What would be read as an
 * amount of money is written with two dollars.
 */
export function lineSource(tex: string, isLarge: boolean): string | null {
  const sources = [isLarge, true].map((each) => sourceOfFormula({ tex, isLarge: each }));
  return sources.find(isWhole) ?? null;
}

function isWhole(source: string): boolean {
  const [block, ...others] = parseBlocks(`a ${source}`, noDefinitions) ?? [];
  if (block?.model.kind !== 'paragraph' || others.length > 0) return false;
  const [, atom, ...more] = block.model.children;
  return atom?.kind === 'atom' && atom.source === source && more.length === 0;
}

/** Puts a formula at the caret, of the selected words if there are any, and opens it. */
export function $insertFormula(editor: LexicalEditor): void {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const tex = selection.getTextContent().replace(/\s+/g, ' ').trim();
  const atom = $createInlineAtomNode('formula', sourceOfFormula({ tex, isLarge: false }), 0);
  selection.insertNodes([atom]);
  $openLater(editor, atom.getKey());
}

export function $insertFormulaBlock(editor: LexicalEditor): void {
  $addUpdateTag(HISTORY_PUSH_TAG);
  const formula = $createFormulaNode('');
  $insertBlock(formula);
  $openLater(editor, formula.getKey());
}

export function $replaceWithFormula(block: ElementNode, editor: LexicalEditor): void {
  $addUpdateTag(HISTORY_PUSH_TAG);
  const formula = $createFormulaNode('');
  block.replace(formula);
  if (formula.getNextSibling() === null) formula.insertAfter($createParagraphNode());
  $openLater(editor, formula.getKey());
}

// It has no place on the screen before the update is done.
function $openLater(editor: LexicalEditor, key: NodeKey): void {
  // A caret in the text would be drawn again, and take the focus with it.
  const selection = $createNodeSelection();
  selection.add(key);
  $setSelection(selection);
  editor.update(() => undefined, {
    onUpdate: () => {
      editor.dispatchCommand(OPEN_FORMULA_COMMAND, { key, side: 'end' });
    },
  });
}
