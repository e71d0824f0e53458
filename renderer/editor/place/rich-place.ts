import {
  $getNearestNodeFromDOMNode,
  $getRoot,
  $getSelection,
  $isRangeSelection,
  type LexicalEditor,
} from 'lexical';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { holdAt, mayTakeFocus, type Place, sightOf } from './place.ts';
import { $nodeOf, $selectTargets, targetAt, type Target } from './select-place.ts';
import { blockIndexAt, blockStarts } from './signed-block.ts';
import { type Now, offsetOfSpot, selectionInText } from './written-place.ts';

/** The place of a text, as the editor that opens the text needs it. */
export interface StartPlace {
  readonly anchor: Target;
  readonly head: Target;
  /** The blocks that must be in the editor before it can go there: from one of the page's to another. */
  readonly first: number;
  readonly last: number;
  /** What stands where on the screen: the caret, or a block. */
  readonly view: { readonly id: string | null; readonly topPx: number } | null;
}

export function startPlaceOf(page: PageModel, place: Place | null): StartPlace | null {
  if (place === null) return null;
  const anchor = targetAt(page, place.anchor);
  const head = place.head === place.anchor ? anchor : targetAt(page, place.head);
  if (anchor === null || head === null) return null;
  const seen = place.view === null ? -1 : blockIndexAt(blockStarts(page), place.view.at);
  const isCaretSeen = place.view?.at === place.head;
  return {
    anchor,
    head,
    first: Math.min(anchor.index, head.index, seen === -1 ? head.index : seen),
    last: Math.max(anchor.index, head.index, seen),
    view:
      place.view === null
        ? null
        : { id: isCaretSeen ? null : (page.blocks[seen]?.id ?? null), topPx: place.view.topPx },
  };
}

/** Puts the caret and the screen where they were; returns what ends the scrolling. */
export function goToStart(editor: LexicalEditor, start: StartPlace, tag: string): () => void {
  editor.update(() => $selectTargets(start.anchor, start.head), { discrete: true, tag });
  const root = editor.getRootElement();
  if (root === null) return () => {};
  if (mayTakeFocus()) root.focus({ preventScroll: true });
  const { view } = start;
  const topNow = () =>
    view === null || view.id === null
      ? caretTopPx(editor)
      : editor.read(() => {
          const node = $nodeOf({ id: view.id ?? '' });
          const element = node === null ? null : editor.getElementByKey(node.getKey());
          return element?.getBoundingClientRect().top ?? null;
        });
  return view === null ? revealCaret(editor) : holdAt(root, view.topPx, topNow);
}

/** Brings the caret into sight where it is not; returns what ends the scrolling. */
export function revealCaret(editor: LexicalEditor): () => void {
  const root = editor.getRootElement();
  if (root === null) return () => {};
  const { topPx, bottomPx } = sightOf(root);
  const now = caretTopPx(editor);
  if (now === null || (now >= topPx && now <= bottomPx)) return () => {};
  return holdAt(root, topPx + 120, () => caretTopPx(editor));
}

/** The selection and the screen as a place of the text just written. */
export function richPlace(editor: LexicalEditor, now: Now): Place | null {
  const root = editor.getRootElement();
  const selected = selectionInText(editor, now);
  if (root === null) return null;
  const { topPx, bottomPx } = sightOf(root);
  const caretPx = caretTopPx(editor);
  if (selected !== null && caretPx !== null && caretPx >= topPx && caretPx <= bottomPx) {
    return { ...selected, view: { at: selected.head, topPx: caretPx } };
  }
  const first = [...root.children].find((child) => child.getBoundingClientRect().bottom > topPx);
  if (first === undefined) return selected === null ? null : { ...selected, view: null };
  const index = editor.read(
    () => $getNearestNodeFromDOMNode(first)?.getTopLevelElement()?.getIndexWithinParent() ?? 0,
  );
  const at = offsetOfSpot(editor, now, { key: 'root', offset: index, type: 'element' });
  const view = { at, topPx: first.getBoundingClientRect().top };
  return { ...(selected ?? { anchor: at, head: at }), view };
}

/** How far below the window's top the caret stands. */
export function caretTopPx(editor: LexicalEditor): number | null {
  return editor.read(() => {
    const selection = $getSelection();
    const isInText = $isRangeSelection(selection);
    const [first] = selection?.getNodes() ?? [];
    const key = isInText ? selection.focus.key : first?.getKey();
    const element = editor.getElementByKey(key ?? $getRoot().getKey());
    if (element === null || key === undefined) return null;
    const text = element.firstChild?.firstChild ?? element.firstChild;
    if (isInText && selection.focus.type === 'text' && text instanceof Text) {
      const range = document.createRange();
      range.setStart(text, Math.min(selection.focus.offset, text.length));
      const { top, height } = range.getBoundingClientRect();
      if (height > 0) return top;
    }
    return element.getBoundingClientRect().top;
  });
}
