import { $isCodeNode } from '@lexical/code';
import { $dfs, $findMatchingParent } from '@lexical/utils';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isTextNode,
  HISTORY_PUSH_TAG,
  type LexicalNode,
} from 'lexical';
import { $isBlockAtomNode } from '../nodes/BlockAtomNode.tsx';
import {
  $createInlineAtomNode,
  $isInlineAtomNode,
  type InlineAtomNode,
} from '../nodes/InlineAtomNode.ts';
import { $createEmptyFootnote, $isFootnoteNode, type FootnoteNode } from './FootnoteNode.ts';

/** Labels are the same whatever the size of their letters. */
export function labelKey(label: string): string {
  return label.toLowerCase().toUpperCase().toLowerCase();
}

/** The label in a mark's source; null for another atom. */
export function $labelOfMark(node: LexicalNode | null): string | null {
  if (!$isInlineAtomNode(node) || node.getAtomType() !== 'footnote') return null;
  return node.getSource().slice(2, -1);
}

/** The footnote with the caret. */
export function $footnoteAtCaret(): FootnoteNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  return $findMatchingParent(selection.anchor.getNode(), $isFootnoteNode);
}

/** In their order; of two with one label only the first is ever reached. */
export function $notesOnPage(): FootnoteNode[] {
  return $dfs()
    .map(({ node }) => node)
    .filter($isFootnoteNode);
}

/** What a mark leads to: the first of its label, as for readers. */
export function $footnoteOf(label: string): FootnoteNode | null {
  const key = labelKey(label);
  return $notesOnPage().find((note) => labelKey(note.getLabel()) === key) ?? null;
}

/** The marks that lead to a label, in order. */
export function $marksOf(label: string): InlineAtomNode[] {
  const key = labelKey(label);
  return $dfs().flatMap(({ node }) => {
    const own = $labelOfMark(node);
    return own !== null && labelKey(own) === key && $isInlineAtomNode(node) ? [node] : [];
  });
}

/** The lowest number that nothing on the page uses, also not what is kept as source. */
export function $freshLabel(besides: ReadonlySet<string> = new Set()): string {
  const used = new Set(besides);
  for (const { node } of $dfs()) {
    if ($isFootnoteNode(node)) used.add(node.getLabel());
    const isSource = $isBlockAtomNode(node) || $isInlineAtomNode(node);
    const text = isSource ? node.getSource() : $isTextNode(node) ? node.getTextContent() : '';
    for (const [, label = ''] of text.matchAll(/\[\^([^\]\s]+)\]/g)) used.add(label);
  }
  let number = 1;
  while (used.has(String(number))) number += 1;
  return String(number);
}

/** Puts a mark after the selection and its note at the end of the page, with the caret in the note. */
export function $insertFootnote(): InlineAtomNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  if ($findMatchingParent(selection.anchor.getNode(), $isCodeNode) !== null) return null;
  $addUpdateTag(HISTORY_PUSH_TAG);
  const { key, offset, type } = selection.isBackward() ? selection.anchor : selection.focus;
  selection.anchor.set(key, offset, type);
  selection.focus.set(key, offset, type);
  const label = $freshLabel();
  const mark = $createInlineAtomNode('footnote', `[^${label}]`, 0);
  selection.insertNodes([mark]);
  $addNote(label);
  return mark;
}

/** Writes the note that a mark leads to, if there is none yet, and goes there. */
export function $goToNote(label: string): void {
  const note = $footnoteOf(label);
  if (note === null) $addNote(label);
  else note.selectEnd();
}

function $addNote(label: string): void {
  const note = $createEmptyFootnote(label);
  const root = $getRoot();
  // An empty paragraph at the end is a place to go on below.
  const last = root.getChildren().findLast((node) => !($isParagraphNode(node) && node.isEmpty()));
  if (last === undefined) root.append(note);
  else last.insertAfter(note);
  if (note.getNextSibling() === null) root.append($createParagraphNode());
  note.selectStart();
}

/** The text of a note that is nothing but one paragraph of plain text; null for any other. */
export function $plainTextOf(note: FootnoteNode): string | null {
  const [paragraph, ...others] = note.getChildren();
  if (!$isParagraphNode(paragraph) || others.length > 0) return null;
  const isPlain = paragraph
    .getChildren()
    .every((node) => $isTextNode(node) && node.getFormat() === 0);
  return isPlain ? paragraph.getTextContent() : null;
}
