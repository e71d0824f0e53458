import { createCommand, type LexicalCommand, type NodeKey } from 'lexical';

/** Asks for the address of a link at the selection. */
export const OPEN_LINK_COMMAND: LexicalCommand<undefined> = createCommand('OPEN_LINK');

/** Shows the source of an inline atom for editing. */
export const OPEN_ATOM_COMMAND: LexicalCommand<NodeKey> = createCommand('OPEN_ATOM');

/** As the command before, also where an atom has a better way to be edited. */
export const OPEN_SOURCE_COMMAND: LexicalCommand<NodeKey> = createCommand('OPEN_SOURCE');

/** Opens the source of a block that is kept as source, the caret at one of its ends. */
export const OPEN_BLOCK_COMMAND: LexicalCommand<{
  readonly key: NodeKey;
  readonly edge: 'start' | 'end';
}> = createCommand('OPEN_BLOCK');

/** Notes what a person has made of such a block's source, while it is still open. */
export const WRITE_SOURCE_COMMAND: LexicalCommand<{
  readonly key: NodeKey;
  readonly before: string;
  readonly source: string;
}> = createCommand('WRITE_SOURCE');

/** Puts what its source says now in the block's place: it is closed. */
export const READ_SOURCE_COMMAND: LexicalCommand<{
  readonly key: NodeKey;
  readonly before: string;
}> = createCommand('READ_SOURCE');

/** Goes from a block that is one piece to what stands beside it, or selects it; `side` null. */
export const LEAVE_BLOCK_COMMAND: LexicalCommand<{
  readonly key: NodeKey;
  readonly side: 'before' | 'after' | null;
}> = createCommand('LEAVE_BLOCK');
