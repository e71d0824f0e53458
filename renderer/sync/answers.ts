import { keepBoth, type MergePart } from '../../shared/merge/parts.ts';

type Overlap = Extract<MergePart, { kind: 'overlap' }>;

/** What a writer chose for one section. */
export type Answer =
  | { readonly kind: 'ours' | 'theirs' | 'both' }
  /** Written anew: the words only, without the blank lines around them. */
  | { readonly kind: 'own'; readonly text: string };

/** Answers by the section's place among all parts. */
export type Answers = ReadonlyMap<number, Answer>;

/** The text that an answer gives, with the blank lines that part it from its neighbours. */
export function textOfAnswer(part: Overlap, answer: Answer): string {
  switch (answer.kind) {
    case 'ours':
      return part.ours;
    case 'theirs':
      return part.theirs;
    case 'both':
      return keepBoth(part.ours, part.theirs);
    case 'own': {
      const words = trimLines(answer.text);
      if (words.trim() === '') return '';
      const model = part.ours === '' ? part.theirs : part.ours;
      const inner = trimLines(model);
      const at = inner === '' ? 0 : model.indexOf(inner);
      const lineEnd = model.includes('\r\n') ? '\r\n' : '\n';
      return model.slice(0, at) + words.replace(/\r?\n/g, lineEnd) + model.slice(at + inner.length);
    }
  }
}

/** What a writer starts from who writes a section anew. */
export function startOfOwn(part: Overlap): string {
  return trimLines(keepBoth(part.ours, part.theirs));
}

function trimLines(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+|(?:\r?\n[ \t]*)+$/g, '');
}

/** The page as chosen so far; sections without an answer read as they did before both changes. */
export function chosenText(parts: readonly MergePart[], answers: Answers): string {
  return parts
    .map((part, index) => {
      if (part.kind === 'merged') return part.text;
      const answer = answers.get(index);
      return answer === undefined ? part.base : textOfAnswer(part, answer);
    })
    .join('');
}

/** Places of the sections that still need an answer. */
export function openSections(parts: readonly MergePart[], answers: Answers): number[] {
  return parts.flatMap((part, index) =>
    part.kind === 'overlap' && !answers.has(index) ? [index] : [],
  );
}
