import { $isTableSelection, type TableSelection } from '@lexical/table';
import { mergeRegister } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isElementNode,
  $onUpdate,
  COMMAND_PRIORITY_CRITICAL,
  CUT_COMMAND,
  DELETE_CHARACTER_COMMAND,
  DELETE_LINE_COMMAND,
  DELETE_WORD_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_DELETE_COMMAND,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
} from 'lexical';
import { $cellAt, $columnCount, $placeOf, $removeTable, $rowsOf, $selectedPlace } from './grid.ts';

/** What is done to several cells at once. Lexical would leave the text without a caret after it. */
export function registerCellSelection(editor: LexicalEditor): () => void {
  const $deleteAtKey = (event: KeyboardEvent) => {
    if (!$clearSelected()) return false;
    event.preventDefault();
    return true;
  };
  return mergeRegister(
    ...[KEY_BACKSPACE_COMMAND, KEY_DELETE_COMMAND].map((command) =>
      editor.registerCommand(command, $deleteAtKey, COMMAND_PRIORITY_CRITICAL),
    ),
    ...[DELETE_CHARACTER_COMMAND, DELETE_WORD_COMMAND, DELETE_LINE_COMMAND].map((command) =>
      editor.registerCommand(command, $clearSelected, COMMAND_PRIORITY_CRITICAL),
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const isTyping = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
        const place = $isTableSelection($getSelection()) && isTyping ? $selectedPlace() : null;
        const paragraph = place?.cell.getFirstChild();
        // What is typed replaces what the first of the cells holds.
        if ($isElementNode(paragraph)) paragraph.select(0, paragraph.getChildrenSize());
        return false;
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
    editor.registerCommand(
      CUT_COMMAND,
      () => {
        const place = $isTableSelection($getSelection()) ? $selectedPlace() : null;
        if (place === null) return false;
        $onUpdate(() => {
          editor.update(() => {
            if ($getSelection() === null && place.cell.isAttached()) place.cell.selectStart();
          });
        });
        return false;
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
  );
}

/** Empties the selected cells, or takes the table away when it is selected whole. */
function $clearSelected(): boolean {
  const selection = $getSelection();
  const place = $isTableSelection(selection) ? $selectedPlace(selection) : null;
  if (place === null || !$isTableSelection(selection)) return false;
  const { table } = place;
  const { rows, columns } = $extentOf(selection);
  if (rows === $rowsOf(table).length && columns === $columnCount(table)) {
    $removeTable(table);
    return true;
  }
  place.cell.selectStart();
  for (let row = place.row; row < place.row + rows; row += 1) {
    for (let column = place.column; column < place.column + columns; column += 1) {
      const cell = $cellAt(table, row, column);
      cell?.splice(0, cell.getChildrenSize(), [$createParagraphNode()]);
    }
  }
  place.cell.selectStart();
  return true;
}

function $extentOf(selection: TableSelection): { readonly rows: number; readonly columns: number } {
  const anchor = $placeOf(selection.anchor.getNode());
  const focus = $placeOf(selection.focus.getNode());
  if (anchor === null || focus === null) return { rows: 0, columns: 0 };
  return {
    rows: Math.abs(anchor.row - focus.row) + 1,
    columns: Math.abs(anchor.column - focus.column) + 1,
  };
}
