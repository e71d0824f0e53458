import {
  $createParagraphNode,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  type ParagraphNode,
} from 'lexical';
import {
  type Alignment,
  type Cell,
  type Inline,
  mark,
} from '../../../shared/markdown/model/blocks.ts';
import { $inlinesOf } from '../bridge/export-blocks.ts';
import { $nodeOfTable } from '../bridge/import-page.ts';
import { $selectCell } from './grid.ts';

/** Makes a table of `| a | b |` and the `| --- | --- |` below it that ends at the caret. */
export function $tableAtEnter(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const line = selection.anchor.getNode().getParent();
  const header = line?.getPreviousSibling();
  if (!$isParagraphNode(line) || !$isParagraphNode(header)) return false;
  const align = alignmentsOf(line.getTextContent());
  const cells = $cellsOfLine(header);
  if (align === null || cells.length !== align.length) return false;
  const table = $nodeOfTable({ kind: 'table', align, rows: [cells, align.map(() => [])] });
  header.replace(table);
  line.remove();
  if (table.getNextSibling() === null) table.insertAfter($createParagraphNode());
  $selectCell(table, 1, 0);
  return true;
}

/** Null: not the line between a table's header and its rows. */
function alignmentsOf(line: string): readonly Alignment[] | null {
  if (!/^\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$/.test(line) || !line.includes('|'))
    return null;
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((sign) => {
      const isLeft = sign.trim().startsWith(':');
      if (sign.trim().endsWith(':')) return isLeft ? 'center' : 'right';
      return isLeft ? 'left' : null;
    });
}

function $cellsOfLine(line: ParagraphNode): Cell[] {
  const cells: Inline[][] = [[]];
  for (const inline of $inlinesOf(line)) {
    if (inline.kind !== 'text' || (inline.marks & mark.code) !== 0) cells.at(-1)?.push(inline);
    else {
      inline.text.split('|').forEach((text, index) => {
        if (index > 0) cells.push([]);
        if (text !== '') cells.at(-1)?.push({ ...inline, text });
      });
    }
  }
  if (isEmpty(cells[0])) cells.shift();
  if (isEmpty(cells.at(-1))) cells.pop();
  return cells.map(trimmed);
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell !== undefined && trimmed(cell).length === 0;
}

function trimmed(cell: Cell): Cell {
  const inlines = [...cell];
  const [first] = inlines;
  if (first?.kind === 'text') inlines[0] = { ...first, text: first.text.trimStart() };
  const last = inlines.at(-1);
  if (last?.kind === 'text') inlines[inlines.length - 1] = { ...last, text: last.text.trimEnd() };
  return inlines.filter((inline) => inline.kind !== 'text' || inline.text !== '');
}
