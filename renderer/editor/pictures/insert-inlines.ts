import { $isCodeNode } from '@lexical/code';
import { $findMatchingParent } from '@lexical/utils';
import {
  $addUpdateTag,
  $createParagraphNode,
  $getNodeByKey,
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  $setSelection,
  type BaseSelection,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
} from 'lexical';
import type { Inline } from '../../../shared/markdown/model/blocks.ts';
import { $nodesOfInlines } from '../bridge/import-page.ts';
import type { DropPlace } from '../blocks/block-place.ts';

/** Where files go: where the caret was when they were asked for, or between two blocks. */
export type FilePlace =
  | { readonly kind: 'caret'; readonly selection: BaseSelection | null }
  | { readonly kind: 'between'; readonly place: DropPlace };

/** Puts in what shows files, each on a line of its own when there are several, as one step of undo. */
export function insertInlines(
  editor: LexicalEditor,
  inlines: readonly Inline[],
  place: FilePlace,
): void {
  editor.update(() => {
    $addUpdateTag(HISTORY_PUSH_TAG);
    if (place.kind === 'between') $insertBetween(inlines, place.place);
    else $insertAtCaret(inlines, place.selection);
  });
}

function $insertBetween(inlines: readonly Inline[], { key, side }: DropPlace): void {
  const target = $getNodeByKey(key);
  if (target === null) {
    $insertAtCaret(inlines, null);
    return;
  }
  const made = inlines.map((inline) => $createParagraphNode().append(...$nodesOfInlines([inline])));
  if (side === 'before') for (const block of made) target.insertBefore(block);
  else for (const block of made.toReversed()) target.insertAfter(block);
  made.at(-1)?.selectEnd();
}

function $insertAtCaret(inlines: readonly Inline[], selection: BaseSelection | null): void {
  // The person may have gone on writing; what they point at now is not theirs to lose.
  const isThere = selection?.getNodes().every((node) => $getNodeByKey(node.getKey()) !== null);
  if (selection !== null && isThere === true) $setSelection(selection.clone());
  const now = $getSelection();
  if ($isRangeSelection(now) && $findMatchingParent(now.anchor.getNode(), $isCodeNode) !== null) {
    now.insertRawText(inlines.map(sourceOf).join('\n'));
    return;
  }
  const [only, ...others] = inlines;
  if (only !== undefined && others.length === 0) $insertNodes($nodesOfInlines([only]));
  else
    $insertNodes(inlines.map((each) => $createParagraphNode().append(...$nodesOfInlines([each]))));
}

function sourceOf(inline: Inline): string {
  if (inline.kind === 'atom') return inline.source;
  return inline.kind === 'link' ? inline.url : '';
}
