import { $isHeadingNode } from '@lexical/rich-text';
import {
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { useEffect, useState } from 'react';
import { $topOf } from '../blocks/top-block.ts';
import { haveMoved } from '../have-moved.ts';
import { whenIdle } from '../when-idle.ts';
import { $headingAt, $sections, type Section, unparkHeadings } from './sections.ts';

export interface Outline {
  readonly sections: readonly Section[];
  /** The key of the section that the caret is in. */
  readonly current: string | null;
}

// A key goes before its outline.
const idleLimitMs = 200;

/** The headings of what is being written, kept up to date. */
export function useOutline(editor: LexicalEditor): Outline {
  const [outline, setOutline] = useState(() => editor.getEditorState().read($outline));
  useEffect(() => {
    let sections: readonly Section[] | null = null;
    let block: NodeKey | null = null;
    let cancelLook: (() => void) | null = null;
    const $look = () => {
      const caretBlock = $caretBlock();
      block = caretBlock?.getKey() ?? null;
      sections ??= $sections();
      const now = { sections, current: $currentSection(sections, caretBlock) };
      setOutline((before) => (areSame(before, now) ? before : now));
    };
    const unregister = editor.registerUpdateListener((changed) => {
      const { editorState, dirtyElements } = changed;
      const $isHeading = (key: NodeKey) => $isHeadingNode($getNodeByKey(key));
      const hasMoved = haveMoved(changed);
      const isSame = editorState.read(() => {
        if (hasMoved || [...dirtyElements.keys()].some($isHeading)) sections = null;
        // Whoever types on stays in the section.
        return sections !== null && block === ($caretBlock()?.getKey() ?? null);
      });
      if (isSame) return;
      cancelLook ??= whenIdle(() => {
        cancelLook = null;
        editor.getEditorState().read($look);
      }, idleLimitMs);
    });
    return () => {
      unregister();
      cancelLook?.();
    };
  }, [editor]);
  return outline;
}

function areSame(left: Outline, right: Outline): boolean {
  return (
    left.current === right.current &&
    left.sections.length === right.sections.length &&
    left.sections.every((section, index) => {
      const other = right.sections[index];
      return (
        section.key === other?.key && section.level === other.level && section.text === other.text
      );
    })
  );
}

function $outline(): Outline {
  const sections = $sections();
  return { sections, current: $currentSection(sections, $caretBlock()) };
}

/** The block of the page that the caret is in. */
function $caretBlock(): LexicalNode | null {
  const selection = $getSelection();
  const anchor = $isRangeSelection(selection)
    ? selection.anchor.getNode()
    : selection?.getNodes()[0];
  return anchor === undefined ? null : $topOf(anchor);
}

function $currentSection(
  sections: readonly Section[],
  caretBlock: LexicalNode | null,
): string | null {
  // The last of those that one node stands for.
  const keys = new Map(sections.map(({ key, place }) => [place.node, key]));
  for (let block = caretBlock; block !== null; block = block.getPreviousSibling()) {
    const key = keys.get(block.getKey());
    if (key !== undefined) return key;
  }
  return null;
}

/** Puts the caret into a heading, and the heading into sight. */
export function goToSection(editor: LexicalEditor, key: string): void {
  const at = editor.read($sections).findIndex((section) => section.key === key);
  unparkHeadings(editor, [at]);
  const $heading = () => $headingAt(at);
  editor.update(
    () => {
      const heading = $heading();
      if ($isElementNode(heading)) heading.selectStart();
      else $getRoot().selectStart();
    },
    {
      onUpdate: () => {
        const heading = editor.read($heading);
        if (heading !== null)
          editor.getElementByKey(heading.getKey())?.scrollIntoView({ block: 'start' });
      },
    },
  );
  editor.focus();
}
