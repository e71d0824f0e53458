import { $isTableSelection, $isTableNode } from '@lexical/table';
import {
  $createParagraphNode,
  $getSelection,
  $insertNodes,
  $isElementNode,
  $isLineBreakNode,
  $isTextNode,
  COMMAND_PRIORITY_LOW,
  type LexicalEditor,
  type LexicalNode,
  SELECTION_INSERT_CLIPBOARD_NODES_COMMAND,
} from 'lexical';
import type { Block, Cell, Inline } from '../../../shared/markdown/model/blocks.ts';
import { $blocksOfNodes, $tableOf } from '../bridge/export-blocks.ts';
import { flattenBlocks } from '../bridge/flatten-blocks.ts';
import { $nodeOfTable, $nodesOfInlines } from '../bridge/import-page.ts';
import {
  $addColumn,
  $addRow,
  $cellAt,
  $columnCount,
  $rowsOf,
  $selectCell,
  $selectedPlace,
  type CellPlace,
} from './grid.ts';
import { isSpreadsheet, readSpreadsheet } from './spreadsheet-text.ts';

/** What comes from a web page or another page goes into a cell as far as a cell can hold it. */
export function registerTablePaste(editor: LexicalEditor): () => void {
  return editor.registerCommand(
    SELECTION_INSERT_CLIPBOARD_NODES_COMMAND,
    ({ nodes, selection }) => {
      const place = $selectedPlace(selection);
      if (place === null) return false;
      const parts = nodes.filter((node) => !isBlank(node));
      const [only] = parts;
      if (parts.length === 1 && $isTableNode(only)) $fillCells(place, $tableOf(only).rows);
      else $putInCell(place, flattenBlocks($blocksOfNodes(nodes)));
      return true;
    },
    COMMAND_PRIORITY_LOW,
  );
}

function isBlank(node: LexicalNode): boolean {
  if ($isLineBreakNode(node)) return true;
  if ($isTextNode(node)) return node.getTextContent().trim() === '';
  return $isElementNode(node) && !$isTableNode(node) && node.isEmpty();
}

/** Puts markdown into a cell: a table over the cells from there on, anything else as one line. */
export function $pasteInCell(place: CellPlace, blocks: readonly Block[]): void {
  const [only] = blocks;
  if (blocks.length === 1 && only?.kind === 'table') $fillCells(place, only.rows);
  else $putInCell(place, flattenBlocks(blocks));
}

/** Puts what a spreadsheet copied into a table, a new one outside of any. False: it is other text. */
export function $pasteSpreadsheet(text: string, place: CellPlace | null): boolean {
  if (place === null ? !isSpreadsheet(text) : !/[^\t\n]\t/.test(text)) return false;
  const rows = readSpreadsheet(text).map((row) => row.map(cellOfText));
  if (place === null)
    $insertNodes([$nodeOfTable({ kind: 'table', align: rows[0]?.map(() => null) ?? [], rows })]);
  else $fillCells(place, rows);
  return true;
}

function cellOfText(text: string): Cell {
  return flattenBlocks([{ kind: 'code', info: '', text: text.trim() }]);
}

// In place of what selected cells hold.
function $putInCell(place: CellPlace, inlines: readonly Inline[]): void {
  if ($isTableSelection($getSelection())) $fillCells(place, [[inlines]]);
  else $insertNodes($nodesOfInlines(inlines));
}

/** Writes cells over those from a place on to the right and down; the table grows where it must. */
function $fillCells({ table, row, column }: CellPlace, cells: readonly (readonly Cell[])[]): void {
  const width = Math.max(0, ...cells.map((line) => line.length));
  for (let count = $columnCount(table); count < column + width; count += 1)
    $addColumn(table, count);
  for (let count = $rowsOf(table).length; count < row + cells.length; count += 1) {
    $addRow(table, count);
  }
  cells.forEach((line, down) =>
    line.forEach((inlines, right) => {
      const made = $createParagraphNode().append(...$nodesOfInlines(inlines));
      const cell = $cellAt(table, row + down, column + right);
      cell?.splice(0, cell.getChildrenSize(), [made]);
    }),
  );
  $selectCell(table, row + cells.length - 1, column + width - 1);
}
