import './DragHandle.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $getNodeByKey, $isElementNode, type NodeKey } from 'lexical';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { announce } from '../../ui/Announcer.tsx';
import { DragIcon } from '../../ui/icons.ts';
import {
  blockAt,
  type BlockPlace,
  dropPlaceAt,
  type DropPlace,
  scrollAtEdge,
} from './block-place.ts';
import { $placeBlocks } from './move-blocks.ts';

interface Drag {
  readonly key: NodeKey;
  readonly startY: number;
  readonly element: HTMLElement;
}

// A hand is never quite still when it clicks.
const stillness = 4;

/**
 * A handle at the left of the block under the pointer, to drag it by; a click selects the block. For a
 * mouse or a pen only: keys move blocks as well.
 */
export function DragHandle() {
  const [editor] = useLexicalComposerContext();
  const [block, setBlock] = useState<BlockPlace | null>(null);
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
    return editor.registerRootListener((root, before) => {
      const screen = root?.closest<HTMLElement>('.cp-editor');
      const gone = before?.closest<HTMLElement>('.cp-editor');
      gone?.removeEventListener('pointermove', move);
      gone?.removeEventListener('pointerleave', hide);
      before?.removeEventListener('keydown', hide);
      screen?.addEventListener('pointermove', move);
      screen?.addEventListener('pointerleave', hide);
      root?.addEventListener('keydown', hide);
    });
  }, [editor]);

  const end = () => {
    drag.current?.element.classList.remove('cp-dragged');
    drag.current = null;
    setDrop(null);
    setBlock(null);
  };
  // Escape gives the drag up, wherever the focus is.
  const isDragging = drop !== null;
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
    const element = block === null ? null : editor.getElementByKey(block.key);
    if (event.button !== 0 || block === null || element === null) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { key: block.key, startY: event.clientY, element };
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const { current: dragged } = drag;
    if (dragged === null) return;
    if (drop === null && Math.abs(event.clientY - dragged.startY) < stillness) return;
    dragged.element.classList.add('cp-dragged');
    scrollAtEdge(dragged.element, event.clientY);
    setDrop(dropPlaceAt(editor, event.clientY));
  };
  const finish = () => {
    const { current: dragged } = drag;
    if (dragged === null) return;
    editor.update(() => {
      const node = $getNodeByKey(dragged.key);
      if (drop === null) {
        if ($isElementNode(node)) node.select(0, node.getChildrenSize());
        return;
      }
      const target = $getNodeByKey(drop.key);
      if (node === null || target === null || node.is(target)) return;
      $placeBlocks([node], target, drop.side);
      announce('Moved block');
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
          title="Drag to move this block"
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
