import type { Footnote } from '../../../shared/markdown/model/blocks.ts';
import { createLook, type Look } from '../bridge/look-through.ts';

/** A mark, or a note with what is in it. */
export type FootnotePart =
  | { readonly kind: 'mark'; readonly label: string }
  | { readonly kind: 'note'; readonly note: Footnote; readonly inside: readonly FootnotePart[] };

export type NotePart = Extract<FootnotePart, { readonly kind: 'note' }>;

/** Labels are the same whatever the size of their letters. */
export function labelKey(label: string): string {
  return label.toLowerCase().toUpperCase().toLowerCase();
}

/** The label in a mark's source. */
export function labelOfMark(source: string): string {
  return source.slice(2, -1);
}

/** The marks and the notes of a page. */
export const footnoteParts: Look<FootnotePart> = createLook<FootnotePart>({
  inWords: (words) =>
    words
      .flatMap((inline) => (inline.kind === 'link' ? inline.children : [inline]))
      .flatMap((inline): FootnotePart[] =>
        inline.kind === 'atom' && inline.type === 'footnote'
          ? [{ kind: 'mark', label: labelOfMark(inline.source) }]
          : [],
      ),
  inBlock: (block) =>
    block.kind === 'footnote'
      ? [{ kind: 'note', note: block, inside: block.children.flatMap(footnoteParts.ofBlock) }]
      : null,
});

/** The notes among them, in their order; those within notes too. */
export function notesOf(parts: readonly FootnotePart[]): NotePart[] {
  return parts.flatMap((part) => (part.kind === 'note' ? [part, ...notesOf(part.inside)] : []));
}

/** Whether a part is a mark that leads to a label, or holds one. */
export function leadsTo(part: FootnotePart, label: string): boolean {
  return part.kind === 'mark'
    ? labelKey(part.label) === labelKey(label)
    : part.inside.some((inner) => leadsTo(inner, label));
}

/** Whether a part is a note of a label, or holds one. */
export function isNoteOf(part: FootnotePart, label: string): boolean {
  return notesOf([part]).some(({ note }) => labelKey(note.label) === labelKey(label));
}

/**
 * Labels that lead somewhere, each with the number a reader will see: first by the marks in the text,
 * then by marks in notes. Of two notes with one label only the first is ever reached.
 */
export function numbersOf(parts: readonly FootnotePart[]): ReadonlyMap<string, number> {
  const notes = new Map<string, NotePart>();
  for (const part of notesOf(parts)) {
    const key = labelKey(part.note.label);
    if (!notes.has(key)) notes.set(key, part);
  }
  const numbers = new Map<string, number>();
  const take = (from: readonly FootnotePart[]) => {
    for (const part of from) {
      if (part.kind !== 'mark') continue;
      const key = labelKey(part.label);
      if (notes.has(key) && !numbers.has(key)) numbers.set(key, numbers.size + 1);
    }
  };
  take(parts);
  // It grows as it is gone through: marks in notes lead to more notes.
  for (const key of numbers.keys()) take(notes.get(key)?.inside ?? []);
  return numbers;
}

const labelInText = /\[\^([^\]\s]+)\]/g;
const labelsIn = (text: string): string[] =>
  Array.from(text.matchAll(labelInText), ([, label = '']) => label);

/** All that is written as a footnote's label, also in text and in what is kept as source. */
export const writtenLabels: Look<string> = createLook<string>({
  inWords: (words) =>
    words
      .flatMap((inline) => (inline.kind === 'link' ? inline.children : [inline]))
      .flatMap((inline) => {
        if (inline.kind === 'break') return [];
        return labelsIn(inline.kind === 'text' ? inline.text : inline.source);
      }),
  inBlock: (block) => {
    switch (block.kind) {
      case 'footnote':
        return [block.label, ...block.children.flatMap(writtenLabels.ofBlock)];
      case 'code':
        return labelsIn(block.text);
      case 'opaque':
        return labelsIn(block.source);
      default:
        return null;
    }
  },
});

/** The text of a note that is nothing but one paragraph of plain text; null for any other. */
export function plainTextOf({ children: [first, ...others] }: Footnote): string | null {
  if (others.length > 0 || (first !== undefined && first.kind !== 'paragraph')) return null;
  let text = '';
  for (const inline of first?.children ?? []) {
    if (inline.kind !== 'text' || inline.marks !== 0) return null;
    text += inline.text;
  }
  return text;
}
