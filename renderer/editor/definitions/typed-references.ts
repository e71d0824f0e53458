import { $createLinkNode, $isLinkNode, LinkNode } from '@lexical/link';
import type { TextMatchTransformer } from '@lexical/markdown';
import {
  $addUpdateTag,
  $createParagraphNode,
  $createTextNode,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isTextNode,
  $setState,
  HISTORY_PUSH_TAG,
} from 'lexical';
import { parseBlocks } from '../../../shared/markdown/model/read-page.ts';
import { referenceState } from '../nodes/node-states.ts';
import { $addressOf } from './definition-commands.ts';
import { $createDefinitionNode, type DefinitionNode } from './DefinitionNode.ts';

/** `[words][label]` typed out, where the page has an address of that label. */
export const typedReference: TextMatchTransformer = {
  type: 'text-match',
  dependencies: [LinkNode],
  regExp: /(?<![!\\\]])\[([^[\]\\\n]+)\]\[([^[\]\\\n]*)\]$/,
  trigger: ']',
  replace: (node, [, words = '', label = '']) => {
    const address = $addressOf(label === '' ? words : label);
    if (address === null) return;
    const { label: written, title, url } = address;
    const link = $createLinkNode(url, { title: title === '' ? null : title });
    $setState(link, referenceState, written);
    const text = $createTextNode(words).setFormat(node.getFormat());
    node.replace(link.append(text));
    link.selectNext(0, 0);
  },
};

const noScope = { targets: new Map<string, never>(), definitions: '' };
const definitionLike = /^\[(?!\^)[^\]]+\]:[ \t]*\S/;

/** Makes a definition of the line with the caret if that is what was typed there; null: it is none. */
export function $takeTypedDefinition(): DefinitionNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const paragraph = selection.anchor.getNode().getTopLevelElement();
  if (!$isParagraphNode(paragraph)) return null;
  const text = paragraph.getTextContent();
  const isPlain = paragraph
    .getChildren()
    .every((child) => $isTextNode(child) || $isLinkNode(child));
  if (!isPlain || !definitionLike.test(text)) return null;
  const [block, ...others] = parseBlocks(text, noScope) ?? [];
  if (block?.model.kind !== 'definition' || others.length > 0) return null;
  const { label, title, url } = block.model;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const definition = $createDefinitionNode({ label, url, title });
  const below = $createParagraphNode();
  paragraph.replace(definition);
  definition.insertAfter(below);
  below.select();
  return definition;
}
