import { mergeRegister } from '@lexical/utils';
import {
  $addUpdateTag,
  $createNodeSelection,
  $getNearestNodeFromDOMNode,
  $getNodeByKey,
  $getSelection,
  $isNodeSelection,
  $setSelection,
  CLICK_COMMAND,
  COMMAND_PRIORITY_HIGH,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { changePicture, readPicture } from '../../../shared/markdown/pictures.ts';
import { announce } from '../../ui/Announcer.tsx';
import { OPEN_ATOM_COMMAND } from '../keys/open-commands.ts';
import { $isInlineAtomNode, type InlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { OPEN_PICTURE_COMMAND } from './picture-events.ts';

export const minWidth = 16;
export const maxWidth = 4000;

export function $isMedia(node: LexicalNode | null | undefined): node is InlineAtomNode {
  return $isInlineAtomNode(node) && ['image', 'embed'].includes(node.getAtomType());
}

/** Enter or a click on what a selected picture shows opens it; its handle makes it wider; it is read out. */
export function registerPictures(editor: LexicalEditor): () => void {
  let announced: NodeKey | null = null;
  return mergeRegister(
    editor.registerCommand(
      OPEN_ATOM_COMMAND,
      (key) => $isMedia($getNodeByKey(key)) && editor.dispatchCommand(OPEN_PICTURE_COMMAND, key),
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      CLICK_COMMAND,
      ({ target }) => {
        if (!(target instanceof Element) || target.closest('[data-media-edit]') === null)
          return false;
        const node = $getNearestNodeFromDOMNode(target);
        if (!$isMedia(node)) return false;
        const selection = $createNodeSelection();
        selection.add(node.getKey());
        $setSelection(selection);
        return editor.dispatchCommand(OPEN_PICTURE_COMMAND, node.getKey());
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerUpdateListener(({ editorState }) => {
      const selected = editorState.read($selectedMedia);
      const key = selected?.getKey() ?? null;
      if (key !== announced && selected !== null)
        announce(editorState.read(() => wordsFor(selected)));
      announced = key;
    }),
    editor.registerRootListener((root, before) => {
      before?.removeEventListener('pointerdown', startDrag);
      root?.addEventListener('pointerdown', startDrag);
    }),
  );

  function startDrag(event: PointerEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.dataset['mediaHandle'] === undefined) return;
    const atom = target.closest<HTMLElement>('.cp-atom');
    const image = atom?.querySelector('img') ?? null;
    const key = editor.read(() => {
      const node = $getNearestNodeFromDOMNode(target);
      return $isMedia(node) ? node.getKey() : null;
    });
    if (atom === null || image === null || key === null || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    dragWidth(target, image, event, (width) => setWidth(editor, key, width));
  }
}

/** Follows the pointer until it is let go; Escape leaves the width as it was. */
function dragWidth(
  handle: HTMLElement,
  image: HTMLImageElement,
  start: PointerEvent,
  onEnd: (width: number) => void,
): void {
  const from = image.getBoundingClientRect().width;
  const room = image.closest('.cp-editor-text')?.clientWidth ?? maxWidth;
  const isBackwards = getComputedStyle(handle).direction === 'rtl';
  let width = from;
  const move = (event: PointerEvent) => {
    const by = (event.clientX - start.clientX) * (isBackwards ? -1 : 1);
    width = Math.round(Math.min(Math.max(from + by, minWidth), room));
    image.style.width = `${width}px`;
    image.style.height = 'auto';
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    width = from;
    end();
  };
  const end = () => {
    handle.removeEventListener('pointermove', move);
    handle.removeEventListener('pointerup', end);
    handle.removeEventListener('pointercancel', end);
    window.removeEventListener('keydown', key, true);
    image.style.removeProperty('width');
    image.style.removeProperty('height');
    if (width !== from) onEnd(width);
  };
  handle.setPointerCapture(start.pointerId);
  handle.addEventListener('pointermove', move);
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
  window.addEventListener('keydown', key, true);
}

function setWidth(editor: LexicalEditor, key: NodeKey, width: number): void {
  editor.update(() => {
    const node = $getNodeByKey(key);
    if (!$isMedia(node)) return;
    const source = changePicture(node.getSource(), { width });
    if (source === null) return;
    $addUpdateTag(HISTORY_PUSH_TAG);
    node.setSource(source);
    announce(`${width} pixels wide`);
  });
}

function $selectedMedia(): InlineAtomNode | null {
  const selection = $getSelection();
  const [node, ...others] = $isNodeSelection(selection) ? selection.getNodes() : [];
  return others.length === 0 && $isMedia(node) ? node : null;
}

function wordsFor(node: InlineAtomNode): string {
  const picture = readPicture(node.getSource());
  if (picture === null) return 'Picture';
  const what = picture.alt === '' ? `without a description: ${picture.target}` : picture.alt;
  const width = picture.width === null ? '' : `, ${picture.width} pixels wide`;
  return `Picture ${what}${width}. Enter changes it.`;
}
