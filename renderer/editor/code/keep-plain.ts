import type { CodeNode } from '@lexical/code';
import {
  $createLineBreakNode,
  $createTextNode,
  $getSelection,
  $isElementNode,
  $isLineBreakNode,
  $isRangeSelection,
  $isTextNode,
  type LexicalNode,
} from 'lexical';

/** Code holds nothing but text: what a paste or a command put into it stands there as its words. */
export function $keepPlain(code: CodeNode): void {
  for (const child of code.getChildren()) {
    if ($isLineBreakNode(child)) continue;
    if (!$isTextNode(child)) $asText(child);
    else if (child.getFormat() !== 0) child.setFormat(0);
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
