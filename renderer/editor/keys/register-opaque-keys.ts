import { mergeRegister } from '@lexical/utils';
import {
  $createNodeSelection,
  $createParagraphNode,
  $createRangeSelectionFromDom,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getSelection,
  $isDecoratorNode,
  $isElementNode,
  $isNodeSelection,
  $isRangeSelection,
  $isRootNode,
  $onUpdate,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_LEFT_COMMAND,
  KEY_ARROW_RIGHT_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  type RangeSelection,
} from 'lexical';
import { $isDefinitionNode, type DefinitionNode } from '../definitions/DefinitionNode.ts';
import { $isBlockAtomNode, type BlockAtomNode } from '../nodes/BlockAtomNode.tsx';
import { $isRuleNode, type RuleNode } from '../nodes/RuleNode.ts';
import { $blocksOf } from '../blocks/blocks-of.ts';
import { opaqueKind } from '../opaque/opaque-kinds.ts';
import { LEAVE_BLOCK_COMMAND, OPEN_BLOCK_COMMAND } from './open-commands.ts';
import { isOnOuterLine } from './outer-line.ts';

type Side = 'before' | 'after';

const $isWhole = (node: LexicalNode | null): node is BlockAtomNode | DefinitionNode | RuleNode =>
  $isBlockAtomNode(node) || $isDefinitionNode(node) || $isRuleNode(node);

/** Blocks that are one piece are reached and left by the arrows, as a line of text would be. */
export function registerOpaqueKeys(editor: LexicalEditor): () => void {
  const arrow =
    (side: Side, isAcross: boolean) =>
    (event: KeyboardEvent): boolean => {
      if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
      if (event.isComposing || !$step(editor, side, isAcross)) return false;
      event.preventDefault();
      return true;
    };
  return mergeRegister(
    editor.registerCommand(KEY_ARROW_DOWN_COMMAND, arrow('after', false), COMMAND_PRIORITY_HIGH),
    editor.registerCommand(KEY_ARROW_UP_COMMAND, arrow('before', false), COMMAND_PRIORITY_HIGH),
    editor.registerCommand(KEY_ARROW_RIGHT_COMMAND, arrow('after', true), COMMAND_PRIORITY_HIGH),
    editor.registerCommand(KEY_ARROW_LEFT_COMMAND, arrow('before', true), COMMAND_PRIORITY_HIGH),
    editor.registerCommand(
      LEAVE_BLOCK_COMMAND,
      ({ key, side }) => {
        const node = $getNodeByKey(key);
        if (node === null) return false;
        if (side === null) $selectWhole(node);
        else $leaveWhole(editor, node, side);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    // Lexical only lets go of what was selected: the caret would be nowhere until the next click.
    editor.registerCommand(
      CLICK_COMMAND,
      (event) => {
        if (!$isNodeSelection($getSelection()) || !(event.target instanceof Node)) return false;
        if ($isDecoratorNode($getNearestNodeFromDOMNode(event.target))) return false;
        const caret = $createRangeSelectionFromDom(window.getSelection(), editor);
        if (caret === null) return false;
        $setSelection(caret);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    // Enter on a rule writes on below it.
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const node = $selectedWhole();
        if (!$isRuleNode(node)) return false;
        event?.preventDefault();
        const paragraph = $createParagraphNode();
        node.insertAfter(paragraph);
        paragraph.select();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );
}

function $selectedWhole(): LexicalNode | null {
  const selection = $getSelection();
  const nodes = $isNodeSelection(selection) ? selection.getNodes() : [];
  const [node] = nodes;
  return nodes.length === 1 && node !== undefined && $isWhole(node) ? node : null;
}

function $step(editor: LexicalEditor, side: Side, isAcross: boolean): boolean {
  const whole = $selectedWhole();
  if (whole !== null) {
    $leaveWhole(editor, whole, side);
    return true;
  }
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const [block] = $blocksOf([selection.anchor.getNode()]);
  if (block === undefined) return false;
  const goal = $beside(block, side);
  if (!$isWhole(goal)) return false;
  const isAtEdge = isAcross
    ? $isAtEdge(selection, block, side)
    : isOnOuterLine(editor.getElementByKey(block.getKey()), side);
  if (!isAtEdge) return false;
  $enterWhole(editor, goal, side);
  return true;
}

/** What stands beside a block, or beside what it is the edge of. */
function $beside(block: LexicalNode, side: Side): LexicalNode | null {
  for (let node: LexicalNode | null = block; node !== null; node = node.getParent()) {
    if ($isRootNode(node)) return null;
    const beside = side === 'after' ? node.getNextSibling() : node.getPreviousSibling();
    if (beside !== null) return beside;
  }
  return null;
}

function $isAtEdge({ anchor }: RangeSelection, block: LexicalNode, side: Side): boolean {
  const node = anchor.getNode();
  const size = $isElementNode(node) ? node.getChildrenSize() : node.getTextContentSize();
  if (anchor.offset !== (side === 'after' ? size : 0)) return false;
  return [node, ...node.getParents()].every((inner, index, all) => {
    const isInside = !all.slice(0, index + 1).some((each) => each.is(block));
    return (
      !isInside || (side === 'after' ? inner.getNextSibling() : inner.getPreviousSibling()) === null
    );
  });
}

export function $selectWhole(node: LexicalNode): void {
  const selection = $createNodeSelection();
  selection.add(node.getKey());
  $setSelection(selection);
}

/** What shows its source is gone into, as a block of code is; what shows something else is selected. */
function $enterWhole(editor: LexicalEditor, node: LexicalNode, side: Side): void {
  $selectWhole(node);
  if (!$isBlockAtomNode(node) || opaqueKind(node.getSource()).look !== 'source') return;
  const [key, edge] = [node.getKey(), side === 'after' ? 'start' : 'end'] as const;
  // The selection is set on the screen first: the source takes the focus then, and keeps it.
  $onUpdate(() => void editor.dispatchCommand(OPEN_BLOCK_COMMAND, { key, edge }));
}

/** Goes on beside a block that is one piece: to the text there, the next such block, or a new paragraph. */
function $leaveWhole(editor: LexicalEditor, node: LexicalNode, side: Side): void {
  const beside = side === 'after' ? node.getNextSibling() : node.getPreviousSibling();
  if ($isWhole(beside)) $enterWhole(editor, beside, side);
  else if (beside !== null) {
    if (side === 'after') beside.selectStart();
    else beside.selectEnd();
  } else {
    const paragraph = $createParagraphNode();
    if (side === 'after') node.insertAfter(paragraph);
    else node.insertBefore(paragraph);
    paragraph.select();
  }
}
