import {
  $isTableNode,
  registerTableCellUnmergeTransform,
  registerTablePlugin,
  registerTableSelectionObserver,
  TableCellHeaderStates,
  TableCellNode,
  TableNode,
  TableRowNode,
} from '@lexical/table';
import { mergeRegister } from '@lexical/utils';
import {
  $createLineBreakNode,
  $createParagraphNode,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  type LexicalEditor,
  type ParagraphNode,
} from 'lexical';
import { $inlinesOfCell } from '../bridge/export-blocks.ts';
import { $nodesOfInlines } from '../bridge/import-page.ts';
import { $cellAt, $cellsOf, $columnCount, $createCell, $rowsOf, alignmentOf } from './grid.ts';

/** Keeps every table one that markdown can say, whatever a paste or a command made of it. */
export function registerGrid(editor: LexicalEditor): () => void {
  return mergeRegister(
    registerTablePlugin(editor),
    registerTableSelectionObserver(editor, false),
    registerTableCellUnmergeTransform(editor),
    editor.registerNodeTransform(TableNode, $keepGrid),
    editor.registerNodeTransform(TableRowNode, (row) => {
      const table = row.getParent();
      if ($isTableNode(table)) $fillRows(table);
    }),
    editor.registerNodeTransform(TableCellNode, $keepCell),
  );
}

// A selection that ends in another block takes cells away with it.
function $fillRows(table: TableNode): void {
  const count = $columnCount(table);
  for (const [index, row] of $rowsOf(table).entries()) {
    for (let column = row.getChildrenSize(); column < count; column += 1)
      row.append($createCell(index === 0, alignmentOf($cellAt(table, 0, column))));
  }
}

/** The first row is the header, and a column's cells stand as its header does. */
function $keepGrid(table: TableNode): void {
  if (table.getColWidths() !== undefined) table.setColWidths(undefined);
  $rowsOf(table).forEach((row, index, [header]) => {
    const state = index === 0 ? TableCellHeaderStates.ROW : TableCellHeaderStates.NO_STATUS;
    const headerCells = header === undefined ? [] : $cellsOf(header);
    $cellsOf(row).forEach((cell, column) => {
      if (cell.getHeaderStyles() !== state) cell.setHeaderStyles(state);
      const format = alignmentOf(headerCells[column] ?? null) ?? '';
      if (cell.getFormatType() !== format) cell.setFormat(format);
    });
  });
}

/** A cell holds one paragraph and has no look of its own. */
function $keepCell(cell: TableCellNode): void {
  if (cell.getBackgroundColor() !== null) cell.setBackgroundColor(null);
  if (cell.getWidth() !== undefined) cell.setWidth(undefined);
  if (cell.getVerticalAlign() !== undefined) cell.setVerticalAlign(undefined);
  const blocks = cell.getChildren();
  const paragraphs = blocks.filter($isParagraphNode);
  if (paragraphs.length === blocks.length) $joinParagraphs(paragraphs);
  else $rewrite(cell);
}

// The nodes stay the same, and with them the caret in them.
function $joinParagraphs([first, ...others]: readonly ParagraphNode[]): void {
  if (first === undefined) return;
  if (first.getFormatType() !== '') first.setFormat('');
  for (const paragraph of others) {
    const children = paragraph.getChildren();
    first.append($createLineBreakNode(), ...children);
    paragraph.remove();
  }
}

function $rewrite(cell: TableCellNode): void {
  const selection = $getSelection();
  const hasCaret = $isRangeSelection(selection) && cell.isParentOf(selection.anchor.getNode());
  const made = $createParagraphNode().append(...$nodesOfInlines($inlinesOfCell(cell)));
  cell.clear();
  cell.append(made);
  if (hasCaret) made.selectEnd();
}
