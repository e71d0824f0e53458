import {
  $addUpdateTag,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  KEY_DOWN_COMMAND,
  type LexicalEditor,
} from 'lexical';
import { $selectedPlace } from '../table/grid.ts';
import { editorCommands } from './editor-commands.ts';

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);

// By the place of the key: with Shift, or on another keyboard, it gives another sign.
const digitKey = /^Digit(\d)$/;

/** The shortcuts of the commands that have one with a digit; others are their features' affair. */
export function registerCommandShortcuts(editor: LexicalEditor): () => void {
  return editor.registerCommand(
    KEY_DOWN_COMMAND,
    (event) => {
      const digit = digitKey.exec(event.code)?.[1];
      const isMod = isMac ? event.metaKey : event.ctrlKey;
      // AltGr, which writes signs such as `{`, looks like Ctrl+Alt.
      if (digit === undefined || !isMod || event.getModifierState('AltGraph')) return false;
      const keys = [
        'Mod',
        ...(event.altKey ? ['Alt'] : []),
        ...(event.shiftKey ? ['Shift'] : []),
        digit,
      ];
      const command = editorCommands.find(({ shortcut }) => shortcut === keys.join('+'));
      if (command === undefined) return false;
      event.preventDefault();
      if (command.fitsInCell === true || $selectedPlace() === null) {
        $addUpdateTag(HISTORY_PUSH_TAG);
        command.run(editor);
      }
      return true;
    },
    COMMAND_PRIORITY_LOW,
  );
}
