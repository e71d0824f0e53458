import {
  $getNearestNodeFromDOMNode,
  $getSelection,
  $isNodeSelection,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import { useEffect, useState } from 'react';
import { parseWikilink } from '../../../shared/wiki/wikilink.ts';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';

export interface PointedLink {
  readonly target: string;
  readonly element: HTMLElement;
  /** By keyboard or click; else the pointer is on it. */
  readonly isSelected: boolean;
}

const delayMs = 300;

/** The wikilink that the pointer rests on, or that is selected. */
export function usePointedLink(editor: LexicalEditor): PointedLink | null {
  const [hovered, setHovered] = useState<PointedLink | null>(null);
  const [selected, setSelected] = useState<PointedLink | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = () => {
      clearTimeout(timer);
      setHovered(null);
    };
    const enter = (event: MouseEvent) => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || target.dataset['atom'] !== 'wikilink') return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const link = editor.read(() => $linkOf(editor, $getNearestNodeFromDOMNode(target), false));
        if (target.isConnected) setHovered(link);
      }, delayMs);
    };
    const leave = (event: MouseEvent) => {
      if (event.target instanceof HTMLElement && event.target.dataset['atom'] === 'wikilink')
        forget();
    };
    return editor.registerRootListener((root, before) => {
      before?.removeEventListener('mouseover', enter);
      before?.removeEventListener('mouseout', leave);
      before?.removeEventListener('keydown', forget);
      root?.addEventListener('mouseover', enter);
      root?.addEventListener('mouseout', leave);
      root?.addEventListener('keydown', forget);
      if (root === null) forget();
    });
  }, [editor]);
  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        const now = editorState.read(() => $selectedLink(editor));
        setSelected((before) =>
          before?.element === now?.element && before?.target === now?.target ? before : now,
        );
      }),
    [editor],
  );
  return hovered ?? selected;
}

function $selectedLink(editor: LexicalEditor): PointedLink | null {
  const selection = $getSelection();
  const nodes = $isNodeSelection(selection) ? selection.getNodes() : [];
  return nodes.length === 1 ? $linkOf(editor, nodes[0], true) : null;
}

function $linkOf(
  editor: LexicalEditor,
  node: LexicalNode | null | undefined,
  isSelected: boolean,
): PointedLink | null {
  if (!$isInlineAtomNode(node) || node.getAtomType() !== 'wikilink') return null;
  const element = editor.getElementByKey(node.getKey());
  if (element === null) return null;
  return { target: parseWikilink(node.getSource().slice(2, -2)).target, element, isSelected };
}
