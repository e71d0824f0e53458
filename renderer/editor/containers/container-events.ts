import { createCommand, type LexicalCommand, type NodeKey } from 'lexical';

/** Shows the kinds of callout to choose from. */
export const OPEN_KINDS_COMMAND: LexicalCommand<undefined> = createCommand('OPEN_KINDS');

/** Puts a footnote at the caret, or goes back from one to the text. */
export const FOOTNOTE_COMMAND: LexicalCommand<undefined> = createCommand('FOOTNOTE');

/** Shows what a footnote's mark leads to. */
export const OPEN_FOOTNOTE_COMMAND: LexicalCommand<NodeKey> = createCommand('OPEN_FOOTNOTE');
