import { mergeRegister } from '@lexical/utils';
import type { LexicalEditor } from 'lexical';
import type { Scope } from '../../shared/markdown/model/read-page.ts';
import { registerMoves } from './blocks/register-moves.ts';
import { registerCopy } from './clipboard/register-copy.ts';
import { registerCommandShortcuts } from './commands/register-commands.ts';
import { registerCode } from './code/register-code.ts';
import { registerDefinitions } from './definitions/register-definitions.ts';
import { registerFormulas } from './formula/register-formulas.ts';
import { registerClosingDirectives } from './containers/close-directive.ts';
import { registerContainers } from './containers/register-containers.ts';
import { registerItemBodies } from './list-item/register-item-bodies.ts';
import { registerTasks } from './list-item/register-tasks.ts';
import { registerAtoms } from './keys/register-atoms.ts';
import { registerBlockKeys } from './keys/register-block-keys.ts';
import { registerBeside } from './keys/register-beside.ts';
import { registerCaret } from './keys/register-caret.ts';
import { registerOpaqueKeys } from './keys/register-opaque-keys.ts';
import { registerOwnEvents } from './keys/register-own-events.ts';
import { registerPaste } from './keys/register-paste.ts';
import { registerTripleClick } from './keys/register-triple-click.ts';
import { registerShortcuts } from './keys/register-shortcuts.ts';
import { registerTables } from './table/register-tables.ts';

/** Everything a key, a click or a paste does beyond what Lexical's plugins do. */
export function registerEditing(editor: LexicalEditor, scope: Scope): () => void {
  return mergeRegister(
    registerOwnEvents(editor),
    registerCaret(editor),
    registerBeside(editor),
    registerShortcuts(editor),
    registerItemBodies(editor),
    registerTasks(editor),
    registerBlockKeys(editor),
    registerCommandShortcuts(editor),
    registerMoves(editor),
    registerAtoms(editor),
    registerOpaqueKeys(editor),
    registerPaste(editor, scope),
    registerCopy(editor, scope),
    registerTripleClick(editor),
    registerTables(editor),
    registerContainers(editor),
    registerClosingDirectives(editor, scope),
    registerFormulas(editor),
    registerDefinitions(editor),
    registerCode(editor),
  );
}
