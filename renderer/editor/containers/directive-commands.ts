import { $findMatchingParent } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $getState,
  $isParagraphNode,
  $isRangeSelection,
  $setState,
  createCommand,
  type LexicalCommand,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { holdsSource, readDirective, withDirective } from '../../../shared/markdown/directives.ts';
import { blockIdState } from '../nodes/node-states.ts';
import { $createDirectiveNode, $isDirectiveNode, type DirectiveNode } from './DirectiveNode.ts';

/** Shows the name, the title and the attributes of a directive, to change them. */
export const OPEN_DIRECTIVE_COMMAND: LexicalCommand<NodeKey> = createCommand('OPEN_DIRECTIVE');

/** The names to choose from: what Docusaurus, VitePress and MyST all know, and a text to open. */
export const directiveNames = ['note', 'tip', 'info', 'important', 'warning', 'danger', 'details'];

/** The innermost directive a node stands in. */
export function $directiveOf(node: LexicalNode): DirectiveNode | null {
  return $findMatchingParent(node, $isDirectiveNode);
}

/** The directive with the caret. */
export function $directiveAtCaret(): DirectiveNode | null {
  const selection = $getSelection();
  return $isRangeSelection(selection) ? $directiveOf(selection.anchor.getNode()) : null;
}

/** Gives it another name; its title and attributes stay. */
export function $renameDirective(directive: DirectiveNode, name: string): void {
  const parts = readDirective(directive.getHead());
  const head = parts && withDirective(directive.getHead(), { ...parts, name });
  if (head !== null) directive.setHead(head);
}

/** Puts what a directive holds in its place, with the caret at its start. */
export function $unwrapDirective(directive: DirectiveNode): void {
  const blocks = directive.isEmpty() ? [$createParagraphNode()] : directive.getChildren();
  const [first] = blocks;
  if (first === undefined) return;
  // What is written of it is then what stood there.
  $setState(first, blockIdState, $getState(directive, blockIdState));
  for (const block of blocks) directive.insertBefore(block);
  directive.remove();
  first.selectStart();
}

/** Backspace at the start of the first paragraph in a directive. */
export function $unwrapAtStart(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  if (selection.anchor.offset !== 0) return false;
  let node: LexicalNode | null = selection.anchor.getNode();
  while (node !== null && !$isDirectiveNode(node.getParent())) {
    if (node.getPreviousSibling() !== null) return false;
    node = node.getParent();
  }
  const directive = node?.getParent();
  if (!$isParagraphNode(node) || !$isDirectiveNode(directive)) return false;
  if (node.getPreviousSibling() !== null) return false;
  $unwrapDirective(directive);
  return true;
}

/** The directive, with a paragraph to write in, that a line of `:::name` begins; null: it begins none. */
export function $directiveFromTyped(text: string): DirectiveNode | null {
  const head = /^:::(?!:)(.+)$/.exec(text)?.[1];
  if (head === undefined || readDirective(head) === null || holdsSource(head)) return null;
  return $createDirectiveNode(head).append($createParagraphNode());
}
