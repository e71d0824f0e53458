import { $isCodeNode, type CodeNode } from '@lexical/code';
import {
  $createLineBreakNode,
  $createTabNode,
  $createTextNode,
  $getSelection,
  $isElementNode,
  $isLineBreakNode,
  $isRangeSelection,
  $isTabNode,
  $isTextNode,
  type LexicalNode,
  type TextNode,
} from 'lexical';

/** Code holds nothing but text: what a paste or a command put into it stands there as its words. */
export function $keepPlain(code: CodeNode): void {
  for (const child of code.getChildren()) {
    if ($isLineBreakNode(child)) continue;
    if (!$isTextNode(child)) $asText(child);
    else if (child.getFormat() !== 0) child.setFormat(0);
  }
}

/**
 * A tab in code is a node of its own: Chromium takes an element with a tab in its text for one that it
 * made itself, and puts what is typed there beside it, where it is lost.
 */
export function $splitAtTabs(node: TextNode): void {
  if ($isTabNode(node) || !$isCodeNode(node.getParent())) return;
  const text = node.getTextContent();
  const tabs = [...text.matchAll(/\t/g)].flatMap(({ index }) => [index, index + 1]);
  if (tabs.length === 0) return;
  for (const piece of node.splitText(...tabs)) {
    if (piece.getTextContent() === '\t') piece.replace($createTabNode());
  }
}

function $asText(child: LexicalNode): void {
  const selection = $getSelection();
  const caret = $isRangeSelection(selection) ? selection.anchor.getNode() : null;
  const hasCaret = caret !== null && (child.is(caret) || child.isParentOf(caret));
  const lines = child.getTextContent().split('\n');
  const nodes = lines.flatMap((line, index): LexicalNode[] =>
    index === 0 ? [$createTextNode(line)] : [$createLineBreakNode(), $createTextNode(line)],
  );
  if ($isElementNode(child) && !child.isInline()) {
    const [before, after] = [child.getPreviousSibling(), child.getNextSibling()];
    if (before !== null && !$isLineBreakNode(before)) nodes.unshift($createLineBreakNode());
    if (after !== null && !$isLineBreakNode(after)) nodes.push($createLineBreakNode());
  }
  for (const node of nodes) child.insertBefore(node);
  if (hasCaret) nodes.at(-1)?.selectNext(0, 0);
  child.remove();
}
