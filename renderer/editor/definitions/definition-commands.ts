import { $isLinkNode, type LinkNode } from '@lexical/link';
import { $dfs } from '@lexical/utils';
import {
  $addUpdateTag,
  $createNodeSelection,
  $getRoot,
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
import { $topOf } from '../blocks/top-block.ts';
import { $blocksOfTop } from '../bridge/export-blocks.ts';
import { $foundOnPage } from '../bridge/look-through.ts';
import { $insertBlock } from '../list-item/item-body-commands.ts';
import { $createInlineAtomNode, $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { referenceState } from '../nodes/node-states.ts';
import { $changeAllParked } from '../windowing/change-parked.ts';
import { isUser, referenceParts, withUsersOf } from './definition-models.ts';
import {
  $createDefinitionNode,
  $isDefinitionNode,
  type Address,
  type DefinitionNode,
} from './DefinitionNode.ts';

/** Opens a definition for writing. */
export const OPEN_DEFINITION_COMMAND: LexicalCommand<NodeKey> = createCommand('OPEN_DEFINITION');

/** What the definition says that counts for a label: the first on the page. */
export function $addressOf(label: string): Address | null {
  const wanted = identifierOf(label);
  for (const part of $foundOnPage(referenceParts)) {
    if (part.kind === 'definition' && part.identifier === wanted) return part.address;
  }
  return null;
}

/** The same definition, to be changed; `unparkWhere` first. */
export function $definitionOf(label: string): DefinitionNode | null {
  const wanted = identifierOf(label);
  const found = $dfs().find(
    ({ node }) => $isDefinitionNode(node) && identifierOf(node.getAddress().label) === wanted,
  );
  return $isDefinitionNode(found?.node) ? found.node : null;
}

/** What the definition says that a link has its address from; null: it has its own. */
export function $sharedAddressOf(link: LinkNode): Address | null {
  const label = $getState(link, referenceState);
  const address = label === '' ? null : $addressOf(label);
  return address !== null && isOf(link, address) ? address : null;
}

function isOf(link: LinkNode, { title, url }: Address): boolean {
  return link.getURL() === url && (link.getTitle() ?? '') === title;
}

const knownAddresses = new WeakMap<EditorState, Map<string, Address>>();

/** What the definition of a label says now; null: there is none. Quick for a page as it stands. */
export function addressOf(editor: LexicalEditor, label: string): Address | null {
  const state = editor.getEditorState();
  const known = knownAddresses.get(state) ?? state.read($addresses, { editor });
  knownAddresses.set(state, known);
  return known.get(identifierOf(label)) ?? null;
}

function $addresses(): Map<string, Address> {
  const addresses = new Map<string, Address>();
  for (const part of $foundOnPage(referenceParts)) {
    if (part.kind === 'definition' && !addresses.has(part.identifier))
      addresses.set(part.identifier, part.address);
  }
  return addresses;
}

/** How many links and pictures lead where the definition of a label says, which is the first of it. */
export function $countUsers(address: Address): number {
  return $foundOnPage(referenceParts).filter((part) => isUser(part, address)).length;
}

/** Whether a definition is the one that counts for its label: none above it has the same. */
export function $isFirst(definition: DefinitionNode): boolean {
  const wanted = identifierOf(definition.getAddress().label);
  const own = $topOf(definition);
  for (const top of $getRoot().getChildren()) {
    if (top.is(own)) return $definitionOf(definition.getAddress().label)?.is(definition) === true;
    const parts = referenceParts.ofBlocks($blocksOfTop(top));
    if (parts.some((part) => part.kind === 'definition' && part.identifier === wanted))
      return false;
  }
  return false;
}

/**
 * Changes a definition, and with it where all that is written by its label leads.
 *
 * @returns how many links and pictures that is
 */
export function $changeDefinition(definition: DefinitionNode, address: Address): number {
  $addUpdateTag(HISTORY_PUSH_TAG);
  const before = definition.getAddress();
  const count = $isFirst(definition) ? $countUsers(before) : 0;
  definition.setAddress(address);
  if (count === 0) return 0;
  const wanted = identifierOf(before.label);
  for (const { node } of $dfs()) {
    if ($isLinkNode(node)) {
      if (identifierOf($getState(node, referenceState)) !== wanted || !isOf(node, before)) continue;
      node.setURL(address.url).setTitle(address.title === '' ? null : address.title);
      $setState(node, referenceState, address.label);
    } else if ($isInlineAtomNode(node) && node.getAtomType() === 'image') {
      const label = labelOfPicture(node.getSource());
      if (label === null || identifierOf(label) !== wanted) continue;
      // Made anew, so that it is drawn anew.
      const source = withPictureLabel(node.getSource(), address.label);
      node.replace($createInlineAtomNode('image', source, node.getMarks()));
    }
  }
  $changeAllParked((block) =>
    referenceParts.ofBlock(block).some((part) => isUser(part, before))
      ? withUsersOf(block, before, address)
      : block,
  );
  return count;
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
