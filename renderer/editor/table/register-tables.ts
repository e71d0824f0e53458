import { mergeRegister } from '@lexical/utils';
import { $addUpdateTag, COMMAND_PRIORITY_LOW, HISTORY_PUSH_TAG, type LexicalEditor } from 'lexical';
import { announce } from '../../ui/Announcer.tsx';
import { registerWidths } from './keep-widths.ts';
import { registerCellSelection } from './register-cell-selection.ts';
import { registerGrid } from './register-grid.ts';
import { registerTableKeys } from './register-table-keys.ts';
import { $runTableCommand, RUN_TABLE_COMMAND, tableCommands } from './table-commands.ts';
import { registerTablePaste } from './table-paste.ts';

/** Everything that happens in tables. */
export function registerTables(editor: LexicalEditor): () => void {
  return mergeRegister(
    registerGrid(editor),
    registerWidths(editor),
    registerTableKeys(editor),
    registerCellSelection(editor),
    registerTablePaste(editor),
    editor.registerCommand(
      RUN_TABLE_COMMAND,
      (name) => {
        $addUpdateTag(HISTORY_PUSH_TAG);
        if ($runTableCommand(name)) announce(tableCommands[name].done);
        return true;
      },
      COMMAND_PRIORITY_LOW,
    ),
  );
}
