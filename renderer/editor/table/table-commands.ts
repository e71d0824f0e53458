import { $isParagraphNode, createCommand, type LexicalCommand } from 'lexical';
import type { Alignment } from '../../../shared/markdown/model/blocks.ts';
import {
  $addColumn,
  $addRow,
  $cellsOf,
  $columnCount,
  $createGrid,
  $removeTable,
  $rowsOf,
  $selectCell,
  $selectedPlace,
  $setAlignment,
  alignmentOf,
  type CellPlace,
} from './grid.ts';
import { $insertBlock } from '../list-item/item-body-commands.ts';

interface TableCommand {
  readonly title: string;
  /** What a screen reader says when it is done. */
  readonly done: string;
  /** Whether it makes sense in the cell of a table of that size. */
  readonly applies?: (place: CellPlace, size: TableSize) => boolean;
  readonly $run: (place: CellPlace) => void;
}

interface TableSize {
  readonly rows: number;
  readonly columns: number;
}

/** All that can be done to the table with the caret. The header stays the first row. */
export const tableCommands = {
  rowAbove: {
    title: 'Insert row above',
    done: 'Row inserted above',
    applies: ({ row }) => row > 0,
    $run: ({ table, row, column }) => {
      $addRow(table, row);
      $selectCell(table, row, column);
    },
  },
  rowBelow: {
    title: 'Insert row below',
    done: 'Row inserted below',
    $run: ({ table, row, column }) => {
      $addRow(table, row + 1);
      $selectCell(table, row + 1, column);
    },
  },
  rowUp: {
    title: 'Move row up',
    done: 'Row moved up',
    applies: ({ row }) => row > 1,
    $run: (place) => $moveRow(place, -1),
  },
  rowDown: {
    title: 'Move row down',
    done: 'Row moved down',
    applies: ({ row }, { rows }) => row > 0 && row < rows - 1,
    $run: (place) => $moveRow(place, 1),
  },
  deleteRow: {
    title: 'Delete row',
    done: 'Row deleted',
    $run: ({ table, row, column }) => {
      const rows = $rowsOf(table);
      if (rows.length === 1) $removeTable(table);
      else {
        $selectCell(table, row === rows.length - 1 ? row - 1 : row + 1, column);
        rows[row]?.remove();
      }
    },
  },
  columnLeft: {
    title: 'Insert column left',
    done: 'Column inserted left',
    $run: ({ table, row, column }) => {
      $addColumn(table, column);
      $selectCell(table, row, column);
    },
  },
  columnRight: {
    title: 'Insert column right',
    done: 'Column inserted right',
    $run: ({ table, row, column }) => {
      $addColumn(table, column + 1);
      $selectCell(table, row, column + 1);
    },
  },
  columnBack: {
    title: 'Move column left',
    done: 'Column moved left',
    applies: ({ column }) => column > 0,
    $run: (place) => $moveColumn(place, -1),
  },
  columnOn: {
    title: 'Move column right',
    done: 'Column moved right',
    applies: ({ column }, { columns }) => column < columns - 1,
    $run: (place) => $moveColumn(place, 1),
  },
  deleteColumn: {
    title: 'Delete column',
    done: 'Column deleted',
    $run: ({ table, row, column }) => {
      const columns = $columnCount(table);
      if (columns === 1) $removeTable(table);
      else {
        $selectCell(table, row, column === columns - 1 ? column - 1 : column + 1);
        for (const rowNode of $rowsOf(table)) $cellsOf(rowNode)[column]?.remove();
      }
    },
  },
  alignLeft: {
    title: 'Align left',
    done: 'Column aligned left',
    $run: ({ table, column }) => $setAlignment(table, column, 'left'),
  },
  alignCenter: {
    title: 'Align centre',
    done: 'Column aligned to the centre',
    $run: ({ table, column }) => $setAlignment(table, column, 'center'),
  },
  alignRight: {
    title: 'Align right',
    done: 'Column aligned right',
    $run: ({ table, column }) => $setAlignment(table, column, 'right'),
  },
  alignNone: {
    title: 'No alignment',
    done: 'Column not aligned',
    $run: ({ table, column }) => $setAlignment(table, column, null),
  },
  deleteTable: {
    title: 'Delete table',
    done: 'Table deleted',
    $run: ({ table }) => $removeTable(table),
  },
} as const satisfies Record<string, TableCommand>;

export type TableCommandName = keyof typeof tableCommands;

/** Does something to the table with the caret, in one step for undo, and says so. */
export const RUN_TABLE_COMMAND: LexicalCommand<TableCommandName> = createCommand('RUN_TABLE');

/** What the tools for a table go by. */
export interface TableAtCaret {
  readonly align: Alignment;
  /** The commands that make sense there. */
  readonly commands: ReadonlySet<TableCommandName>;
}

export function $tableAtCaret(): TableAtCaret | null {
  const place = $selectedPlace();
  if (place === null) return null;
  const size = { rows: $rowsOf(place.table).length, columns: $columnCount(place.table) };
  const names = Object.keys(tableCommands).filter(isTableCommandName);
  return {
    align: alignmentOf(place.cell),
    commands: new Set(names.filter((name) => applies(name, place, size))),
  };
}

function isTableCommandName(name: string): name is TableCommandName {
  return Object.hasOwn(tableCommands, name);
}

function applies(name: TableCommandName, place: CellPlace, size: TableSize): boolean {
  const command: TableCommand = tableCommands[name];
  return command.applies?.(place, size) ?? true;
}

/** Does it to the table with the caret. False: there is none, or nothing to do. */
export function $runTableCommand(name: TableCommandName): boolean {
  const place = $selectedPlace();
  if (place === null || $tableAtCaret()?.commands.has(name) !== true) return false;
  tableCommands[name].$run(place);
  return true;
}

// The caret moves along: it stays on its node.
function $moveRow({ table, row }: CellPlace, step: -1 | 1): void {
  const rows = $rowsOf(table);
  const [moved, other] = [rows[row], rows[row + step]];
  if (moved === undefined || other === undefined) return;
  if (step === 1) moved.insertBefore(other);
  else moved.insertAfter(other);
}

function $moveColumn({ table, column }: CellPlace, step: -1 | 1): void {
  for (const row of $rowsOf(table)) {
    const cells = $cellsOf(row);
    const [moved, other] = [cells[column], cells[column + step]];
    if (moved === undefined || other === undefined) continue;
    if (step === 1) moved.insertBefore(other);
    else moved.insertAfter(other);
  }
}

/** Puts an empty table after the block with the caret: a header, two rows, three columns. */
export function $insertTable(): void {
  const table = $createGrid([null, null, null], [[], [], []]);
  $insertBlock(table);
  const before = table.getPreviousSibling();
  $selectCell(table, 0, 0);
  if ($isParagraphNode(before) && before.isEmpty()) before.remove();
}
