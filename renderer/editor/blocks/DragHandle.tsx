import './DragHandle.css';
import { $isListItemNode } from '@lexical/list';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $getNodeByKey, $isElementNode, type NodeKey } from 'lexical';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { announce } from '../../ui/Announcer.tsx';
import { DragIcon } from '../../ui/icons.ts';
import {
  blockAt,
  type BlockPlace,
  dropPlaceOf,
  type DropPlace,
  scrollAtEdge,
} from './block-place.ts';
import { $placeBlocks } from './move-blocks.ts';
import { $placeItem, $placeItemAsBlock, $withLists } from './move-items.ts';

interface Drag {
  readonly key: NodeKey;
  readonly startY: number;
  /** What is seen to go along: an item, and the lists that belong to it. */
  readonly elements: readonly HTMLElement[];
}

// A hand is never quite still when it clicks.
const stillness = 4;

/**
 * A handle at the left of the block or list item under the pointer, to drag it by; a click selects it.
 * With Shift it is the whole list, as it is for the keys. For a mouse or a pen only: keys move blocks as
 * well.
 */
export function DragHandle() {
  const [editor] = useLexicalComposerContext();
  const [block, setBlock] = useState<BlockPlace | null>(null);
  const [isDragging, setDragging] = useState(false);
  const [drop, setDrop] = useState<DropPlace | null>(null);
  const drag = useRef<Drag | null>(null);

  useEffect(() => {
    const move = (event: globalThis.PointerEvent) => {
      if (event.pointerType === 'touch' || drag.current !== null) return;
      const now = blockAt(editor, event.clientY);
      setBlock((before) => (before?.key === now?.key && before?.top === now?.top ? before : now));
    };
    const hide = () => {
      if (drag.current === null) setBlock(null);
    };
    const hideAtKey = (event: KeyboardEvent) => {
      if (event.key !== 'Shift') hide();
    };
    return editor.registerRootListener((root, before) => {
      const screen = root?.closest<HTMLElement>('.cp-editor');
      const gone = before?.closest<HTMLElement>('.cp-editor');
      gone?.removeEventListener('pointermove', move);
      gone?.removeEventListener('pointerleave', hide);
      before?.removeEventListener('keydown', hideAtKey);
      screen?.addEventListener('pointermove', move);
      screen?.addEventListener('pointerleave', hide);
      root?.addEventListener('keydown', hideAtKey);
    });
  }, [editor]);

  const end = () => {
    for (const element of drag.current?.elements ?? []) element.classList.remove('cp-dragged');
    setDragging(false);
    drag.current = null;
    setDrop(null);
    setBlock(null);
  };
  // Escape gives the drag up, wherever the focus is.
  useEffect(() => {
    if (!isDragging) return undefined;
    const cancel = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    window.addEventListener('keydown', cancel, true);
    return () => window.removeEventListener('keydown', cancel, true);
  }, [isDragging]);

  const start = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || block === null) return;
    const key = event.shiftKey ? block.block : block.key;
    const keys = editor.read(() => {
      const node = $getNodeByKey(key);
      return $isListItemNode(node) ? $withLists(node).map((each) => each.getKey()) : [key];
    });
    const elements = keys.flatMap((each) => editor.getElementByKey(each) ?? []);
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { key, startY: event.clientY, elements };
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const { current: dragged } = drag;
    if (dragged === null) return;
    if (!isDragging && Math.abs(event.clientY - dragged.startY) < stillness) return;
    setDragging(true);
    for (const element of dragged.elements) element.classList.add('cp-dragged');
    scrollAtEdge(event.currentTarget, event.clientY);
    setDrop(dropPlaceOf(editor, dragged.key, { x: event.clientX, y: event.clientY }));
  };
  const finish = () => {
    const { current: dragged } = drag;
    if (dragged === null) return;
    editor.update(() => {
      const node = $getNodeByKey(dragged.key);
      if (!isDragging) {
        if ($isElementNode(node)) node.select(0, node.getChildrenSize());
        return;
      }
      const target = drop === null ? null : $getNodeByKey(drop.key);
      if (node === null || drop === null || target === null || node.is(target)) return;
      if (!$isListItemNode(node)) $placeBlocks([node], target, drop.side);
      else if ($isListItemNode(target)) $placeItem(node, target, drop.side);
      else $placeItemAsBlock(node, target, drop.side);
      announce($isListItemNode(node) ? 'Moved item' : 'Moved block');
    });
    editor.focus();
    end();
  };
  return (
    <>
      {block !== null && (
        <span
          className="cp-drag-handle"
          aria-hidden
          title={
            block.key === block.block
              ? 'Drag to move this block'
              : 'Drag to move this item, with Shift the whole list'
          }
          style={{ top: block.top, left: block.left, height: block.lineHeight }}
          onPointerDown={start}
          onPointerMove={move}
          onPointerUp={finish}
          onPointerCancel={end}
        >
          <DragIcon size={16} />
        </span>
      )}
      {drop !== null && (
        <span
          className="cp-drop-line"
          aria-hidden
          style={{ top: drop.top, left: drop.left, width: drop.width }}
        />
      )}
    </>
  );
}
