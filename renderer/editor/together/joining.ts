import { mergePage } from '../../../shared/merge/merge-page.ts';
import { keepBoth, type MergePart } from '../../../shared/merge/parts.ts';

export type Clash = Extract<MergePart, { kind: 'overlap' }>;

/** Both changes in one text; null where a person must choose. */
export function joined(base: string, mine: string, theirs: string): string | null {
  const merge = mergePage(base, mine, theirs);
  return merge.kind === 'merged' ? merge.text : null;
}

/** The texts one after the other; where that can't be, the one that says something. */
export function bothOf({ place, ours, theirs }: Clash): string {
  if (theirs.trim() === '') return ours;
  // A property has one value.
  if (ours.trim() === '') return theirs;
  return place === 'frontmatter' ? ours : keepBoth(ours, theirs);
}

/**
 * Puts what others made of a text into another text that was made of it, such as a step of the history.
 * Where the two clash both are kept: nobody chose.
 */
export function bringing(base: string, theirs: string): (text: string) => string {
  return (text) => {
    const merge = mergePage(base, text, theirs);
    if (merge.kind === 'merged') return merge.text;
    return merge.parts.map((part) => (part.kind === 'merged' ? part.text : bothOf(part))).join('');
  };
}
