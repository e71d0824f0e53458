import {
  $createTableSelectionFrom,
  $isTableNode,
  $isTableSelection,
  type TableNode,
} from '@lexical/table';
import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isRootOrShadowRoot,
  $selectAll,
  $setSelection,
  COMMAND_PRIORITY_EDITOR,
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  INSERT_PARAGRAPH_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  type RangeSelection,
  SELECT_ALL_COMMAND,
} from 'lexical';
import {
  $addRow,
  $cellAt,
  $columnCount,
  $placeOf,
  $rowsOf,
  $selectCell,
  $selectedPlace,
  type CellPlace,
} from './grid.ts';
import { RUN_TABLE_COMMAND } from './table-commands.ts';

/** Keys that go from cell to cell, beyond the arrows, which Lexical minds. */
export function registerTableKeys(editor: LexicalEditor): () => void {
  return mergeRegister(
    // After menus that open at the caret, which take Tab for a choice.
    editor.registerCommand(KEY_TAB_COMMAND, $tab, COMMAND_PRIORITY_EDITOR),
    editor.registerCommand(
      INSERT_PARAGRAPH_COMMAND,
      () => {
        const place = $selectedPlace();
        if (place === null) return false;
        $goBelow(place);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const selection = $getSelection();
        if (!$isTableSelection(selection)) return false;
        event?.preventDefault();
        $placeOf(selection.focus.getNode())?.cell.selectEnd();
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
    editor.registerCommand(
      SELECT_ALL_COMMAND,
      (event) => {
        if (!$selectMore()) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const isMod = event.ctrlKey || event.metaKey || event.shiftKey;
        const isVertical = event.key === 'ArrowUp' || event.key === 'ArrowDown';
        if (!event.altKey || isMod || !isVertical || $selectedPlace() === null) return false;
        event.preventDefault();
        editor.dispatchCommand(RUN_TABLE_COMMAND, event.key === 'ArrowUp' ? 'rowUp' : 'rowDown');
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    registerWayOut(editor),
  );
}

function $tab(event: KeyboardEvent): boolean {
  const place = $selectedPlace();
  if (place === null || event.altKey || event.ctrlKey || event.metaKey) return false;
  const { table, row, column } = place;
  const columns = $columnCount(table);
  const next = row * columns + column + (event.shiftKey ? -1 : 1);
  // Before the first cell there is what stands before the text: the toolbars.
  if (next < 0) return false;
  event.preventDefault();
  if (next >= $rowsOf(table).length * columns) $addLastRow(table);
  $selectContent(table, Math.floor(next / columns), next % columns);
  return true;
}

// As in any form: what is typed next replaces what is there.
function $selectContent(table: TableNode, row: number, column: number): void {
  const paragraph = $cellAt(table, row, column)?.getFirstChild();
  if ($isElementNode(paragraph)) paragraph.select(0, paragraph.getChildrenSize());
}

function $goBelow({ table, row, column }: CellPlace): void {
  if (row + 1 === $rowsOf(table).length) $addLastRow(table);
  $selectCell(table, row + 1, column);
}

function $addLastRow(table: TableNode): void {
  $addUpdateTag(HISTORY_PUSH_TAG);
  $addRow(table, $rowsOf(table).length);
}

/** From the text of a cell to the table, then to the page. False: no table is concerned. */
function $selectMore(): boolean {
  const selection = $getSelection();
  const place = $selectedPlace(selection);
  if (place === null) return false;
  const { table } = place;
  const last = $cellAt(table, $rowsOf(table).length - 1, $columnCount(table) - 1);
  const first = $cellAt(table, 0, 0);
  if ($isRangeSelection(selection) && !$coversCell(selection, place)) {
    $selectContent(table, place.row, place.column);
  } else if (
    first !== null &&
    last !== null &&
    !($isTableSelection(selection) && selection.is($createTableSelectionFrom(table, first, last)))
  ) {
    $setSelection($createTableSelectionFrom(table, first, last));
  } else {
    const whole = $getRoot().selectStart();
    $setSelection($selectAll(whole));
  }
  return true;
}

function $coversCell(selection: RangeSelection, { cell }: CellPlace): boolean {
  return selection.getTextContent().length === cell.getTextContent().length;
}

/**
 * Makes a paragraph where the caret left a table for a place that has none.
 *
 * Lexical would leave it between two blocks, where no browser shows it.
 */
function registerWayOut(editor: LexicalEditor): () => void {
  return editor.registerUpdateListener(({ editorState }) => {
    if (!editorState.read($isBesideTable)) return;
    editor.update(
      () => {
        const selection = $getSelection();
        if (!$isBesideTable() || !$isRangeSelection(selection)) return;
        const parent = selection.anchor.getNode();
        const paragraph = $createParagraphNode();
        if ($isElementNode(parent)) parent.splice(selection.anchor.offset, 0, [paragraph]);
        paragraph.select();
      },
      { tag: HISTORY_MERGE_TAG },
    );
  });
}

function $isBesideTable(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const { anchor } = selection;
  const parent = anchor.getNode();
  if (anchor.type !== 'element' || !$isElementNode(parent) || !$isRootOrShadowRoot(parent)) {
    return false;
  }
  const [before, after] = [anchor.offset - 1, anchor.offset].map((index) =>
    index < 0 ? null : parent.getChildAtIndex(index),
  );
  return $isTableNode(before) || $isTableNode(after);
}
