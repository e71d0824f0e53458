import { $getNodeByKey, type LexicalNode, type UpdateListenerPayload } from 'lexical';

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
  const keys = [...dirtyElements.keys(), ...dirtyLeaves];
  const $places = () => keys.map((key) => placeOf($getNodeByKey(key)));
  const before = prevEditorState.read($places);
  return editorState.read($places).some((place, index) => place !== before[index]);
}

function placeOf(node: LexicalNode | null): string {
  if (node === null) return '';
  const around = [node.getParent(), node.getPreviousSibling(), node.getNextSibling()];
  return around.map((each) => each?.getKey() ?? '-').join(' ');
}
