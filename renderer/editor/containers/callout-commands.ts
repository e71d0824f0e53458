import { $isQuoteNode } from '@lexical/rich-text';
import { $findMatchingParent } from '@lexical/utils';
import {
  $createParagraphNode,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  type LexicalNode,
} from 'lexical';
import { isCalloutType } from '../../../shared/markdown/callouts.ts';
import type { Fold } from '../../../shared/markdown/model/blocks.ts';
import { $goOnFrom } from '../nodes/node-states.ts';
import { $createCalloutNode, $isCalloutNode, type CalloutNode } from './CalloutNode.ts';
import {
  $createCalloutTitleNode,
  $isCalloutTitleNode,
  $makeQuote,
  type CalloutTitleNode,
} from './CalloutTitleNode.ts';

/** The kinds to choose from: GitHub's five, then what Obsidian knows beside them. */
export const calloutKinds = [
  ...['note', 'tip', 'important', 'warning', 'caution'],
  ...['abstract', 'info', 'todo', 'success', 'question', 'failure', 'danger', 'bug'],
  ...['example', 'quote'],
];

/** The innermost callout a node stands in. */
export function $calloutOf(node: LexicalNode): CalloutNode | null {
  return $findMatchingParent(node, $isCalloutNode);
}

/** The callout with the caret. */
export function $calloutAtCaret(): CalloutNode | null {
  const selection = $getSelection();
  return $isRangeSelection(selection) ? $calloutOf(selection.anchor.getNode()) : null;
}

export function $titleOf(callout: CalloutNode): CalloutTitleNode | null {
  const first = callout.getFirstChild();
  return $isCalloutTitleNode(first) ? first : null;
}

/** The title with the caret. */
export function $titleAtCaret(): CalloutTitleNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  return $findMatchingParent(selection.anchor.getNode(), $isCalloutTitleNode);
}

/** Makes it another kind, in capitals if it was; what follows a `|` stays. */
export function $setKind(callout: CalloutNode, kind: string): void {
  const [, name = '', rest = ''] = /^([^|]*)(.*)$/s.exec(callout.getCalloutType()) ?? [];
  const isLoud = name === name.toUpperCase() && name !== name.toLowerCase();
  callout.setCalloutType((isLoud ? kind.toUpperCase() : kind) + rest);
}

export function $unwrapToQuote(callout: CalloutNode): void {
  const title = $titleOf(callout);
  if (title !== null) $makeQuote(title);
}

/** Puts blocks that stand side by side into a new callout, with the caret in its title. */
export function $insertCallout(blocks: readonly LexicalNode[]): void {
  const [first] = blocks;
  if (first === undefined) return;
  const callout = $createCalloutNode('note', null);
  const title = $createCalloutTitleNode();
  $goOnFrom(callout, first);
  first.insertBefore(callout);
  const isBlank = $isParagraphNode(first) && first.isEmpty() && blocks.length === 1;
  callout.append(title, ...(isBlank ? [] : blocks));
  if (isBlank) first.remove();
  title.selectEnd();
}

/** What was typed before a space or Enter, as the head of a callout; null: it is none. */
function headOf(text: string): { readonly type: string; readonly fold: Fold } | null {
  const [, type = '', sign = ''] = /^\[!([^\]]+)\]([+-]?)$/.exec(text) ?? [];
  if (!isCalloutType(type)) return null;
  return { type, fold: sign === '+' || sign === '-' ? sign : null };
}

/**
 * Makes a callout of a quote that `[!kind]` was typed into, at the start of its first paragraph.
 *
 * @param text what stands before the caret; `drop` takes it away
 */
export function $calloutFromTyped(block: LexicalNode, text: string, drop: () => void): boolean {
  const quote = block.getParent();
  const head = headOf(text);
  if (head === null || !$isQuoteNode(quote) || !$isParagraphNode(block)) return false;
  if (block.getPreviousSibling() !== null) return false;
  drop();
  const callout = $createCalloutNode(head.type, head.fold);
  $goOnFrom(callout, quote);
  const title = $createCalloutTitleNode().append(...block.getChildren());
  const rest = block.getNextSiblings();
  quote.insertBefore(callout);
  callout.append(title, ...rest);
  quote.remove();
  title.selectStart();
  return true;
}

/** Goes on to the body, to a new paragraph if it has none. */
export function $goToBody(title: CalloutTitleNode): void {
  const next = title.getNextSibling();
  if (next !== null) {
    title.selectNext(0, 0);
    return;
  }
  const paragraph = $createParagraphNode();
  title.insertAfter(paragraph);
  paragraph.select();
}
