import { $isHeadingNode, $isQuoteNode } from '@lexical/rich-text';
import {
  $createNodeSelection,
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  $setSelection,
  type ElementNode,
  type LexicalNode,
} from 'lexical';
import { $isDefinitionNode } from '../definitions/DefinitionNode.ts';
import { $isBlockAtomNode } from '../nodes/BlockAtomNode.tsx';
import { $bodyAtEnd } from '../list-item/item-body-commands.ts';
import { $isCalloutNode } from './CalloutNode.ts';
import { $isDirectiveNode } from './DirectiveNode.ts';
import { $isFootnoteNode } from './FootnoteNode.ts';

/** The container that a block is, or that it ends with as a list does. */
function $containerOf(node: LexicalNode | null): ElementNode | null {
  if ($isCalloutNode(node) || $isDirectiveNode(node)) return node;
  if ($isFootnoteNode(node) || $isQuoteNode(node)) return node;
  return node === null ? null : $bodyAtEnd(node);
}

/**
 * Backspace at the start of a paragraph below a quote, a callout, a directive or a footnote: the paragraph goes on
 * where the text above ends. Below what is one piece it selects that.
 *
 * @returns whether it did anything
 */
export function $joinAbove(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const paragraph = $paragraphAtStart(selection.anchor.getNode(), selection.anchor.offset);
  const above = paragraph?.getPreviousSibling() ?? null;
  if (paragraph === null || above === null) return false;
  if ($isBlockAtomNode(above) || $isDefinitionNode(above)) {
    const selected = $createNodeSelection();
    selected.add(above.getKey());
    if (paragraph.isEmpty()) paragraph.remove();
    $setSelection(selected);
    return true;
  }
  const container = $containerOf(above);
  if (container === null) return false;
  const inside = $innermost(container);
  const last = inside.getLastChild();
  if (paragraph.isEmpty()) {
    paragraph.remove();
    inside.selectEnd();
  } else if ($isParagraphNode(last) || $isHeadingNode(last)) {
    // Before the texts become one: the caret stays where they meet.
    last.selectEnd();
    last.append(...paragraph.getChildren());
    paragraph.remove();
  } else {
    // Code, a list, a title: nothing that a line of text could go on in.
    inside.append(paragraph);
    paragraph.selectStart();
  }
  return true;
}

function $paragraphAtStart(node: LexicalNode, offset: number): ElementNode | null {
  if (offset !== 0) return null;
  let inner: LexicalNode = node;
  while (!$isParagraphNode(inner)) {
    const parent: ElementNode | null = inner.getParent();
    if (parent === null || inner.getPreviousSibling() !== null) return null;
    if (!$isParagraphNode(parent) && !parent.isInline()) return null;
    inner = parent;
  }
  return $isElementNode(inner) ? inner : null;
}

/** The container that the last line of another stands in. */
function $innermost(container: ElementNode): ElementNode {
  const last = $containerOf(container.getLastChild());
  return last === null ? container : $innermost(last);
}
