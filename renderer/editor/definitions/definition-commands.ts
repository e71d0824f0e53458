import { $isLinkNode, type LinkNode } from '@lexical/link';
import { $dfs } from '@lexical/utils';
import {
  $addUpdateTag,
  $createNodeSelection,
  $getState,
  $setSelection,
  $setState,
  createCommand,
  type EditorState,
  HISTORY_PUSH_TAG,
  type LexicalCommand,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { identifierOf } from '../../../shared/markdown/model/link-label.ts';
import { labelOfPicture, withPictureLabel } from '../../../shared/markdown/model/references.ts';
import { $insertBlock } from '../list-item/item-body-commands.ts';
import {
  $createInlineAtomNode,
  $isInlineAtomNode,
  type InlineAtomNode,
} from '../nodes/InlineAtomNode.ts';
import { referenceState } from '../nodes/node-states.ts';
import {
  $createDefinitionNode,
  $isDefinitionNode,
  type Address,
  type DefinitionNode,
} from './DefinitionNode.ts';

/** Opens a definition for writing. */
export const OPEN_DEFINITION_COMMAND: LexicalCommand<NodeKey> = createCommand('OPEN_DEFINITION');

/** The definition that counts for a label: the first on the page. */
export function $definitionOf(label: string): DefinitionNode | null {
  const wanted = identifierOf(label);
  const found = $dfs().find(
    ({ node }) => $isDefinitionNode(node) && identifierOf(node.getAddress().label) === wanted,
  );
  return $isDefinitionNode(found?.node) ? found.node : null;
}

/** The definition that a link has its address from; null: it has its own. */
export function $definitionOfLink(link: LinkNode): DefinitionNode | null {
  const label = $getState(link, referenceState);
  const definition = label === '' ? null : $definitionOf(label);
  return definition !== null && isOf(link, definition.getAddress()) ? definition : null;
}

function isOf(link: LinkNode, { title, url }: Address): boolean {
  return link.getURL() === url && (link.getTitle() ?? '') === title;
}

const knownAddresses = new WeakMap<EditorState, Map<string, Address>>();

/** What the definition of a label says now; null: there is none. Quick for a page as it stands. */
export function addressOf(editor: LexicalEditor, label: string): Address | null {
  const state = editor.getEditorState();
  const known = knownAddresses.get(state) ?? state.read($addresses);
  knownAddresses.set(state, known);
  return known.get(identifierOf(label)) ?? null;
}

function $addresses(): Map<string, Address> {
  const addresses = new Map<string, Address>();
  for (const { node } of $dfs()) {
    if (!$isDefinitionNode(node)) continue;
    const address = node.getAddress();
    const identifier = identifierOf(address.label);
    if (!addresses.has(identifier)) addresses.set(identifier, address);
  }
  return addresses;
}

/** What leads where a definition says. */
export interface Users {
  readonly links: readonly LinkNode[];
  readonly pictures: readonly InlineAtomNode[];
}

export function $usersOf(definition: DefinitionNode): Users {
  const address = definition.getAddress();
  const none: Users = { links: [], pictures: [] };
  if ($definitionOf(address.label)?.is(definition) !== true) return none;
  const wanted = identifierOf(address.label);
  const nodes = $dfs().map(({ node }) => node);
  const links = nodes.filter(
    (node): node is LinkNode =>
      $isLinkNode(node) &&
      identifierOf($getState(node, referenceState)) === wanted &&
      isOf(node, address),
  );
  const pictures = nodes.filter((node): node is InlineAtomNode => {
    if (!$isInlineAtomNode(node) || node.getAtomType() !== 'image') return false;
    const label = labelOfPicture(node.getSource());
    return label !== null && identifierOf(label) === wanted;
  });
  return { links, pictures };
}

/** Changes a definition, and with it where all that is written by its label leads. */
export function $changeDefinition(definition: DefinitionNode, address: Address): Users {
  $addUpdateTag(HISTORY_PUSH_TAG);
  const users = $usersOf(definition);
  definition.setAddress(address);
  for (const link of users.links) {
    link.setURL(address.url).setTitle(address.title === '' ? null : address.title);
    $setState(link, referenceState, address.label);
  }
  // Made anew, so that they are drawn anew.
  for (const picture of users.pictures) {
    const source = withPictureLabel(picture.getSource(), address.label);
    picture.replace($createInlineAtomNode('image', source, picture.getMarks()));
  }
  return users;
}

/** Puts a definition below the block with the caret, and opens it. */
export function $insertDefinition(editor: LexicalEditor): void {
  $addUpdateTag(HISTORY_PUSH_TAG);
  const definition = $createDefinitionNode({ label: '', url: '', title: '' });
  $insertBlock(definition);
  $openDefinition(editor, definition.getKey());
}

/** Selects a definition and opens it once the update is done. */
export function $openDefinition(editor: LexicalEditor, key: NodeKey): void {
  const selection = $createNodeSelection();
  selection.add(key);
  $setSelection(selection);
  // It has no place on the screen before the update is done.
  editor.update(() => undefined, {
    onUpdate: () => {
      editor.dispatchCommand(OPEN_DEFINITION_COMMAND, key);
    },
  });
}
