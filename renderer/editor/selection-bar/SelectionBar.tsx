import './SelectionBar.css';
import { $isCodeNode } from '@lexical/code';
import { $isLinkNode } from '@lexical/link';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $findMatchingParent, mergeRegister } from '@lexical/utils';
import {
  $getSelection,
  $isRangeSelection,
  BLUR_COMMAND,
  COMMAND_PRIORITY_LOW,
  FORMAT_TEXT_COMMAND,
  type LexicalEditor,
  type TextFormatType,
} from 'lexical';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import { type FloatingPlace, keepPlaced } from '../../ui/floating.ts';
import { $marksAtCaret, markTools } from '../commands/mark-tools.ts';
import { editorCommand } from '../commands/editor-commands.ts';
import { OPEN_LINK_COMMAND } from '../keys/open-commands.ts';

interface Selected {
  readonly marks: ReadonlySet<TextFormatType>;
  readonly isLink: boolean;
}

// The bar of the page, under which nothing shall hide.
const barHeight = 56;

/** Marks and a link for what the mouse selected, beside it. Keys have the toolbar for that. */
export function SelectionBar() {
  const [editor] = useLexicalComposerContext();
  const selected = usePointedSelection(editor);
  return selected === null ? null : <Bar editor={editor} selected={selected} />;
}

function Bar({
  editor,
  selected,
}: {
  readonly editor: LexicalEditor;
  readonly selected: Selected;
}) {
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (bar.current === null) return undefined;
    return keepPlaced(bar.current, placeOfSelection(editor), {
      placement: 'top',
      hidesWithoutRoom: true,
      topEdge: barHeight,
    });
  }, [editor, selected]);
  const link = editorCommand('link');
  return (
    <div
      ref={bar}
      className="cp-selection-bar"
      role="toolbar"
      aria-label="Selected words"
      onMouseDown={(event) => event.preventDefault()}
    >
      {markTools.map(({ type, ...shown }) => (
        <IconButton
          key={type}
          {...shown}
          tabIndex={-1}
          isPressed={selected.marks.has(type)}
          onClick={() => editor.dispatchCommand(FORMAT_TEXT_COMMAND, type)}
        />
      ))}
      <IconButton
        label={link.label}
        icon={link.icon}
        shortcut="Mod+K"
        tabIndex={-1}
        isPressed={selected.isLink}
        onClick={() => editor.dispatchCommand(OPEN_LINK_COMMAND, undefined)}
      />
    </div>
  );
}

/** What is selected once the mouse let go of it; null for a selection by keys. */
function usePointedSelection(editor: LexicalEditor): Selected | null {
  const [selected, setSelected] = useState<Selected | null>(null);
  useEffect(() => {
    let isPointed = false;
    const look = () => setSelected(isPointed ? editor.read($selected) : null);
    const down = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest('.cp-selection-bar') !== null)
        return;
      isPointed = false;
      look();
    };
    const up = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      // Lexical learns of the selection a moment later.
      setTimeout(() => {
        isPointed = true;
        look();
      });
    };
    const key = (event: KeyboardEvent) => {
      if (!isPointed) return;
      if (event.ctrlKey || event.metaKey || /^(?:Control|Meta|Shift|Alt)$/.test(event.key)) return;
      isPointed = false;
      look();
    };
    document.addEventListener('pointerdown', down);
    return mergeRegister(
      () => document.removeEventListener('pointerdown', down),
      editor.registerRootListener((root, before) => {
        before?.removeEventListener('pointerup', up);
        before?.removeEventListener('keydown', key);
        root?.addEventListener('pointerup', up);
        root?.addEventListener('keydown', key);
      }),
      editor.registerUpdateListener(() => {
        if (isPointed) look();
      }),
      editor.registerCommand(
        BLUR_COMMAND,
        () => {
          isPointed = false;
          setSelected(null);
          return false;
        },
        COMMAND_PRIORITY_LOW,
      ),
    );
  }, [editor]);
  return selected;
}

function $selected(): Selected | null {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || selection.isCollapsed()) return null;
  if (selection.getTextContent().trim() === '') return null;
  const node = selection.anchor.getNode();
  if ($findMatchingParent(node, $isCodeNode) !== null) return null;
  return { marks: $marksAtCaret(), isLink: $findMatchingParent(node, $isLinkNode) !== null };
}

function placeOfSelection(editor: LexicalEditor): FloatingPlace {
  const root = editor.getRootElement();
  return {
    ...(root !== null && { contextElement: root }),
    getBoundingClientRect() {
      const selection = window.getSelection();
      const range = selection?.rangeCount === 0 ? undefined : selection?.getRangeAt(0);
      return (range ?? root ?? document.body).getBoundingClientRect();
    },
  };
}
