import { $getNodeByKey, type EditorState, type NodeKey, type UpdateListenerPayload } from 'lexical';

type Changed = Pick<
  UpdateListenerPayload,
  'dirtyElements' | 'dirtyLeaves' | 'editorState' | 'prevEditorState'
>;

/**
 * Whether anything on the page came, went or changed its place: a letter more in a text does not. (To
 * Lexical the root changes with every key, as it keeps the whole text there.)
 */
export function haveMoved(changed: Changed): boolean {
  const { dirtyElements, dirtyLeaves, editorState, prevEditorState } = changed;
  // An undo puts back a whole page, and names the root alone.
  if (dirtyLeaves.size === 0 && dirtyElements.size === 1 && dirtyElements.has('root')) return true;
  const hasMoved = (key: NodeKey) => !isSamePlace(key, editorState, prevEditorState);
  return [...dirtyElements.keys(), ...dirtyLeaves].some(hasMoved);
}

function isSamePlace(key: NodeKey, one: EditorState, other: EditorState): boolean {
  const [here, there] = [$getNodeByKey(key, one), $getNodeByKey(key, other)];
  return (
    here?.__parent === there?.__parent &&
    here?.__prev === there?.__prev &&
    here?.__next === there?.__next
  );
}
