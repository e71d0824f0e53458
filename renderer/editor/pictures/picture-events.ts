import { createCommand, type LexicalCommand, type NodeKey } from 'lexical';

/** Asks for files and puts them in at the caret. */
export const PICK_FILES_COMMAND: LexicalCommand<'pictures' | 'files'> = createCommand('PICK_FILES');

/** Shows what can be changed of a picture or an embed. */
export const OPEN_PICTURE_COMMAND: LexicalCommand<NodeKey> = createCommand('OPEN_PICTURE');
