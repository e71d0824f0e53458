import {
  $createTableCellNode,
  $createTableNode,
  $createTableRowNode,
  $isTableCellNode,
  $isTableNode,
  $isTableRowNode,
  $isTableSelection,
  TableCellHeaderStates,
  type TableCellNode,
  type TableNode,
  type TableRowNode,
} from '@lexical/table';
import { $findMatchingParent } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  type BaseSelection,
  type LexicalNode,
} from 'lexical';
import type { Alignment } from '../../../shared/markdown/model/blocks.ts';

// A table here is a plain grid: no cell spans others, each holds one paragraph, and the first row is the
// header. A column's alignment is the format of its cells.

/** A cell and where it stands. */
export interface CellPlace {
  readonly table: TableNode;
  readonly cell: TableCellNode;
  readonly row: number;
  readonly column: number;
}

export function $rowsOf(table: TableNode): TableRowNode[] {
  return table.getChildren().filter($isTableRowNode);
}

export function $cellsOf(row: TableRowNode): TableCellNode[] {
  return row.getChildren().filter($isTableCellNode);
}

export function $cellAt(table: TableNode, row: number, column: number): TableCellNode | null {
  const rowNode = $rowsOf(table)[row];
  return (rowNode && $cellsOf(rowNode)[column]) ?? null;
}

export function $columnCount(table: TableNode): number {
  return Math.max(0, ...$rowsOf(table).map((row) => row.getChildrenSize()));
}

/** The cell that a node is in; null outside of tables. */
export function $placeOf(node: LexicalNode): CellPlace | null {
  const cell = $findMatchingParent(node, $isTableCellNode);
  const row = cell?.getParent() ?? null;
  const table = row?.getParent() ?? null;
  if (cell === null || !$isTableRowNode(row) || !$isTableNode(table)) return null;
  return { table, cell, row: row.getIndexWithinParent(), column: cell.getIndexWithinParent() };
}

/** The cell with the caret; of several selected cells the first. Null when not all is in one table. */
export function $selectedPlace(
  selection: BaseSelection | null = $getSelection(),
): CellPlace | null {
  if (!$isRangeSelection(selection) && !$isTableSelection(selection)) return null;
  const anchor = $placeOf(selection.anchor.getNode());
  const focus = $placeOf(selection.focus.getNode());
  if (anchor === null || focus === null || !anchor.table.is(focus.table)) return null;
  const row = Math.min(anchor.row, focus.row);
  const column = Math.min(anchor.column, focus.column);
  const cell = $cellAt(anchor.table, row, column);
  return cell === null ? null : { table: anchor.table, cell, row, column };
}

export function alignmentOf(cell: TableCellNode | null): Alignment {
  const format = cell?.getFormatType() ?? '';
  return format === 'left' || format === 'center' || format === 'right' ? format : null;
}

/** A cell with a paragraph of the nodes. */
export function $createCell(
  isHeader: boolean,
  align: Alignment,
  children: readonly LexicalNode[] = [],
): TableCellNode {
  const state = isHeader ? TableCellHeaderStates.ROW : TableCellHeaderStates.NO_STATUS;
  const cell = $createTableCellNode(state).append($createParagraphNode().append(...children));
  return align === null ? cell : cell.setFormat(align);
}

export function $createGrid(
  align: readonly Alignment[],
  rows: readonly (readonly (readonly LexicalNode[])[])[],
): TableNode {
  return $createTableNode().append(
    ...rows.map((row, index) =>
      $createTableRowNode().append(
        ...align.map((side, column) => $createCell(index === 0, side, row[column])),
      ),
    ),
  );
}

/** An empty row as wide as the table, at a place among its rows. */
export function $addRow(table: TableNode, at: number): void {
  const row = $createTableRowNode().append(
    ...Array.from({ length: $columnCount(table) }, (_, column) =>
      $createCell(at === 0, alignmentOf($cellAt(table, 0, column))),
    ),
  );
  table.splice(at, 0, [row]);
}

/** An empty column, at a place among the columns. */
export function $addColumn(table: TableNode, at: number): void {
  $rowsOf(table).forEach((row, index) => row.splice(at, 0, [$createCell(index === 0, null)]));
}

export function $setAlignment(table: TableNode, column: number, align: Alignment): void {
  for (const row of $rowsOf(table)) $cellsOf(row)[column]?.setFormat(align ?? '');
}

export function $selectCell(
  table: TableNode,
  row: number,
  column: number,
  edge: 'start' | 'end' = 'end',
): void {
  const cell = $cellAt(table, row, column);
  if (edge === 'start') cell?.selectStart();
  else cell?.selectEnd();
}

/** Takes a table away; the caret goes to the text next to it. */
export function $removeTable(table: TableNode): void {
  const next = table.getNextSibling();
  const place = $isElementNode(next) ? next : $createParagraphNode();
  if (!place.is(next)) table.insertAfter(place);
  place.selectStart();
  table.remove();
}
