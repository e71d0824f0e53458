import type { LexicalEditor, NodeKey } from 'lexical';
import { $getRoot } from 'lexical';
import { mergeRegister } from '@lexical/utils';
import { announce } from '../../ui/Announcer.tsx';
import { $blocksOfTop } from '../bridge/export-blocks.ts';
import { haveMoved } from '../have-moved.ts';
import { InlineAtomNode } from '../nodes/InlineAtomNode.ts';
import {
  footnoteParts,
  type FootnotePart,
  labelKey,
  notesOf,
  numbersOf,
} from './footnote-models.ts';
import { FootnoteNode } from './FootnoteNode.ts';

/** Marks and notes show the number a reader will see: that of the first mark on the page. */
export function registerNumbers(editor: LexicalEditor): () => void {
  let isStale = true;
  let hasAny = false;
  let used: ReadonlyMap<string, number> = new Map();
  const noteChange = () => {
    isStale = true;
  };
  return mergeRegister(
    editor.registerMutationListener(InlineAtomNode, noteChange),
    editor.registerMutationListener(FootnoteNode, noteChange),
    editor.registerUpdateListener((changed) => {
      // A block that moved may have moved its marks.
      if (!isStale && !(hasAny && haveMoved(changed))) return;
      isStale = false;
      const tops = changed.editorState.read($topsWithFootnotes);
      hasAny = tops.length > 0;
      const numbers = numbersOf(tops.flatMap(({ parts }) => parts));
      showNumbers(editor, tops, numbers);
      const gone = (key: string) => used.has(key) && !numbers.has(key);
      if (tops.some(({ notes }) => notes.some(gone)))
        announce('No mark leads to this footnote any more. Its text stays on the page.');
      used = numbers;
    }),
  );
}

/** A child of the root with marks or notes in it. */
interface Top {
  readonly key: NodeKey;
  readonly parts: readonly FootnotePart[];
  /** The keys of the labels of its notes. */
  readonly notes: readonly string[];
}

function $topsWithFootnotes(): Top[] {
  return $getRoot()
    .getChildren()
    .flatMap((node): Top[] => {
      const parts = footnoteParts.ofBlocks($blocksOfTop(node));
      if (parts.length === 0) return [];
      const notes = notesOf(parts).map(({ note }) => labelKey(note.label));
      return [{ key: node.getKey(), parts, notes }];
    });
}

function showNumbers(
  editor: LexicalEditor,
  tops: readonly Top[],
  numbers: ReadonlyMap<string, number>,
): void {
  const seen = new Set<string>();
  for (const { key, notes } of tops) {
    const element = editor.getElementByKey(key);
    const drawn = element === null ? [] : allIn(element, '[data-footnote]');
    for (const mark of element === null ? [] : allIn(element, '[data-footnote-mark]')) {
      const label = mark.dataset['footnoteMark'] ?? '';
      const number = numbers.get(labelKey(label));
      setText(mark, number === undefined ? `${label}?` : String(number));
      mark.title = number === undefined ? 'A footnote without a note' : `Footnote ${number}`;
    }
    const seenHere = new Set<string>();
    for (const note of drawn) {
      const label = labelKey(note.dataset['footnote'] ?? '');
      const isFirst = !seen.has(label) && !seenHere.has(label);
      showNote(note, isFirst ? (numbers.get(label) ?? null) : null);
      seenHere.add(label);
    }
    for (const label of notes) seen.add(label);
  }
}

function allIn(element: HTMLElement, selector: string): HTMLElement[] {
  const within = [...element.querySelectorAll<HTMLElement>(selector)];
  return element.matches(selector) ? [element, ...within] : within;
}

function showNote(note: HTMLElement, number: number | null): void {
  const back = note.querySelector<HTMLElement>(':scope > [data-footnote-back]');
  const name = `Footnote ${number ?? note.dataset['footnote'] ?? ''}`;
  note.classList.toggle('cp-footnote-unused', number === null);
  note.ariaLabel = number === null ? `${name}, not used` : name;
  if (back === null) return;
  setText(back, number === null ? '–' : `${number}.`);
  back.title = number === null ? 'No mark on the page leads here' : 'Back to the text';
  back.ariaLabel = `${name}: back to the text`;
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
