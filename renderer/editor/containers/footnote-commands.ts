import { $isCodeNode } from '@lexical/code';
import { $dfs, $findMatchingParent } from '@lexical/utils';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getRoot,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  HISTORY_PUSH_TAG,
  type LexicalNode,
} from 'lexical';
import type { Footnote } from '../../../shared/markdown/model/blocks.ts';
import { $foundOnPage } from '../bridge/look-through.ts';
import {
  $createInlineAtomNode,
  $isInlineAtomNode,
  type InlineAtomNode,
} from '../nodes/InlineAtomNode.ts';
import { footnoteParts, labelKey, labelOfMark, notesOf, writtenLabels } from './footnote-models.ts';
import { $createEmptyFootnote, $isFootnoteNode, type FootnoteNode } from './FootnoteNode.ts';

/** The label in a mark's source; null for another atom. */
export function $labelOfMark(node: LexicalNode | null): string | null {
  if (!$isInlineAtomNode(node) || node.getAtomType() !== 'footnote') return null;
  return labelOfMark(node.getSource());
}

/** The footnote with the caret. */
export function $footnoteAtCaret(): FootnoteNode | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  return $findMatchingParent(selection.anchor.getNode(), $isFootnoteNode);
}

/** What the notes of the page say, in their order; of two with one label only the first is ever reached. */
export function $notesOnPage(): Footnote[] {
  return notesOf($foundOnPage(footnoteParts)).map(({ note }) => note);
}

/** What the note says that a mark leads to: the first of its label, as for readers. */
export function $noteSaid(label: string): Footnote | null {
  const key = labelKey(label);
  return $notesOnPage().find((note) => labelKey(note.label) === key) ?? null;
}

/** The same note, to be written in; `unparkWhere` first. */
export function $footnoteOf(label: string): FootnoteNode | null {
  const key = labelKey(label);
  const found = $dfs().find(
    ({ node }) => $isFootnoteNode(node) && labelKey(node.getLabel()) === key,
  )?.node;
  return $isFootnoteNode(found) ? found : null;
}

/** The marks that lead to a label, in order; `unparkWhere` first. */
export function $marksOf(label: string): InlineAtomNode[] {
  const key = labelKey(label);
  return $dfs().flatMap(({ node }) => {
    const own = $labelOfMark(node);
    return own !== null && labelKey(own) === key && $isInlineAtomNode(node) ? [node] : [];
  });
}

/** The lowest number that nothing on the page uses, also not what is kept as source. */
export function $freshLabel(besides: ReadonlySet<string> = new Set()): string {
  const used = new Set([...besides, ...$foundOnPage(writtenLabels)]);
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
