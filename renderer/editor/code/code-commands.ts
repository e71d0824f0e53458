import { $createCodeNode, $isCodeNode, type CodeNode } from '@lexical/code';
import { $findMatchingParent } from '@lexical/utils';
import {
  $addUpdateTag,
  $createLineBreakNode,
  $createParagraphNode,
  $createTextNode,
  $getSelection,
  $isLineBreakNode,
  $isRangeSelection,
  $isTextNode,
  HISTORY_PUSH_TAG,
  type LexicalNode,
  type RangeSelection,
  type TextNode,
} from 'lexical';
import { $insertBlock } from '../list-item/item-body-commands.ts';

/** The code block with the caret. */
export function $codeAtCaret(): CodeNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  return $findMatchingParent(selection.anchor.getNode(), $isCodeNode);
}

/** Puts in a small diagram to begin with. */
export function $insertDiagram(): void {
  $addUpdateTag(HISTORY_PUSH_TAG);
  const code = $createCodeNode('mermaid');
  const lines = ['flowchart LR', '  A[Idea] --> B[Page]'];
  code.append(
    ...lines.flatMap((line, index) =>
      index === 0 ? [$createTextNode(line)] : [$createLineBreakNode(), $createTextNode(line)],
    ),
  );
  $insertBlock(code);
  code.selectEnd();
}

/** Goes on below the code block, in a new paragraph where nothing stands there. */
export function $leaveCode(code: CodeNode): void {
  const next = code.getNextSibling();
  if (next !== null) {
    code.selectNext(0, 0);
    return;
  }
  const paragraph = $createParagraphNode();
  code.insertAfter(paragraph);
  paragraph.select();
}

type Line = readonly LexicalNode[];

function $linesOf(code: CodeNode): Line[] {
  const lines: LexicalNode[][] = [[]];
  for (const child of code.getChildren()) {
    if ($isLineBreakNode(child)) lines.push([]);
    else lines.at(-1)?.push(child);
  }
  return lines;
}

const textOf = (line: Line): string => line.map((node) => node.getTextContent()).join('');

/** As the block's other lines are indented: by tabs, or by as many spaces as the least of them. */
function indentOf(lines: readonly Line[]): string {
  const indents = lines.map((line) => /^[ \t]+(?=\S)/.exec(textOf(line))?.[0] ?? '');
  const spaces = indents.filter((indent) => /^ +$/.test(indent)).map((indent) => indent.length);
  if (spaces.length === 0 || indents.some((indent) => indent.startsWith('\t'))) return '\t';
  return ' '.repeat(Math.min(8, Math.max(2, Math.min(...spaces))));
}

/** Tab and Shift+Tab in code: the caret's place, or every selected line. */
export function $indentCode(code: CodeNode, selection: RangeSelection, isOut: boolean): void {
  const lines = $linesOf(code);
  const indent = indentOf(lines);
  if (!isOut && selection.isCollapsed()) {
    selection.insertText(indent);
    return;
  }
  for (const line of $selectedLines(code, selection, lines)) {
    if (isOut) $outdentLine(line, indent);
    else $indentLine(line, indent);
  }
}

function $selectedLines(
  code: CodeNode,
  selection: RangeSelection,
  lines: readonly Line[],
): readonly Line[] {
  const lineAt = ({ key, offset }: RangeSelection['anchor']): number => {
    const direct = lines.findIndex((line) => line.some((node) => node.getKey() === key));
    if (direct !== -1) return direct;
    // The caret stands between the block's children, as on an empty line.
    const before = code.getChildren().slice(0, key === code.getKey() ? offset : 0);
    return before.filter($isLineBreakNode).length;
  };
  const points = selection.isBackward()
    ? [selection.focus, selection.anchor]
    : [selection.anchor, selection.focus];
  const [first = 0, last = 0] = points.map(lineAt);
  // A selection that ends before a line's first letter doesn't show that line as selected.
  const end = points[1];
  const isBefore = last > first && end?.offset === 0 && lines[last]?.[0]?.getKey() === end.key;
  return lines.slice(first, isBefore ? last : last + 1);
}

function $indentLine(line: Line, indent: string): void {
  const [first] = line;
  if (first === undefined || !$isTextNode(first)) return;
  $splice(first, 0, indent);
}

function $outdentLine(line: Line, indent: string): void {
  const [first] = line;
  if (!$isTextNode(first)) return;
  const unit = indent === '\t' ? 4 : indent.length;
  const taken = new RegExp(`^(?:\\t| {1,${unit}})`).exec(first.getTextContent())?.[0] ?? '';
  if (taken !== '') $splice(first, taken.length, '');
}

function $splice(node: TextNode, deleted: number, text: string): void {
  if (node.getType() === 'tab') {
    if (deleted > 0) node.remove();
    else node.insertBefore($createTextNode(text));
    return;
  }
  const selection = $getSelection();
  const points = $isRangeSelection(selection) ? [selection.anchor, selection.focus] : [];
  const places = points.map((point) => (point.key === node.getKey() ? point.offset : null));
  node.setTextContent(text + node.getTextContent().slice(deleted));
  places.forEach((offset, index) => {
    if (offset === null) return;
    points[index]?.set(node.getKey(), Math.max(0, offset - deleted + text.length), 'text');
  });
}
