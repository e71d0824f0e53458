import type { LexicalEditor } from 'lexical';
import { mergeRegister } from '@lexical/utils';
import { announce } from '../../ui/Announcer.tsx';
import { haveMoved } from '../have-moved.ts';
import { InlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { labelKey } from './footnote-commands.ts';
import { FootnoteNode } from './FootnoteNode.ts';

/** Marks and notes show the number a reader will see: that of the first mark on the page. */
export function registerNumbers(editor: LexicalEditor): () => void {
  let isStale = true;
  let used = new Set<string>();
  const noteChange = () => {
    isStale = true;
  };
  return mergeRegister(
    editor.registerMutationListener(InlineAtomNode, noteChange),
    editor.registerMutationListener(FootnoteNode, noteChange),
    editor.registerUpdateListener((changed) => {
      // A block that moved may have moved its marks.
      if (!isStale && !haveMoved(changed)) return;
      isStale = false;
      const root = editor.getRootElement();
      if (root !== null) used = showNumbers(root, used);
    }),
  );
}

function showNumbers(root: HTMLElement, usedBefore: ReadonlySet<string>): Set<string> {
  const marks = [...root.querySelectorAll<HTMLElement>('[data-footnote-mark]')];
  const notes = new Map<string, HTMLElement>();
  const all = [...root.querySelectorAll<HTMLElement>('[data-footnote]')];
  for (const note of all) {
    const key = labelKey(note.dataset['footnote'] ?? '');
    if (!notes.has(key)) notes.set(key, note);
  }
  const order = orderOf(marks, notes);
  for (const mark of marks) {
    const label = mark.dataset['footnoteMark'] ?? '';
    const at = order.indexOf(labelKey(label));
    setText(mark, at === -1 ? `${label}?` : String(at + 1));
    mark.title = at === -1 ? 'A footnote without a note' : `Footnote ${at + 1}`;
  }
  for (const note of all) {
    const key = labelKey(note.dataset['footnote'] ?? '');
    showNote(note, notes.get(key) === note ? order.indexOf(key) : -1);
    if (usedBefore.has(key) && !order.includes(key))
      announce('No mark leads to this footnote any more. Its text stays on the page.');
  }
  return new Set(order);
}

/** Keys of labels that lead somewhere: first by their marks in the text, then by marks in notes. */
function orderOf(
  marks: readonly HTMLElement[],
  notes: ReadonlyMap<string, HTMLElement>,
): readonly string[] {
  const order: string[] = [];
  const take = (from: readonly HTMLElement[]) => {
    for (const mark of from) {
      const key = labelKey(mark.dataset['footnoteMark'] ?? '');
      if (notes.has(key) && !order.includes(key)) order.push(key);
    }
  };
  const noteAround = (mark: HTMLElement) => mark.closest('[data-footnote]');
  take(marks.filter((mark) => noteAround(mark) === null));
  for (const key of order) take(marks.filter((mark) => noteAround(mark) === notes.get(key)));
  return order;
}

function showNote(note: HTMLElement, at: number): void {
  const back = note.querySelector<HTMLElement>(':scope > [data-footnote-back]');
  const name = at === -1 ? `Footnote ${note.dataset['footnote'] ?? ''}` : `Footnote ${at + 1}`;
  note.classList.toggle('cp-footnote-unused', at === -1);
  note.ariaLabel = at === -1 ? `${name}, not used` : name;
  if (back === null) return;
  setText(back, at === -1 ? '–' : `${at + 1}.`);
  back.title = at === -1 ? 'No mark on the page leads here' : 'Back to the text';
  back.ariaLabel = `${name}: back to the text`;
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
