import { sizeWords } from '../client/progress-words.ts';

/** A file that a page names and can't show, in words. */
export interface FileCard {
  readonly title: string;
  /** Its name where the title is another one, its kind and its size. */
  readonly about: string;
  /** What it is kept as by who takes it. */
  readonly name: string;
}

/** @param words what the page calls it; empty: nothing */
export function fileCard(path: string, sizeBytes: number | undefined, words: string): FileCard {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const extension = /[^.]\.([^.]{1,8})$/.exec(name)?.[1]?.toUpperCase() ?? 'File';
  const hasOther = words !== '' && words !== name;
  const about = [
    ...(hasOther ? [name] : []),
    extension,
    ...(sizeBytes === undefined ? [] : [sizeWords(sizeBytes)]),
  ];
  return { title: hasOther ? words : name, about: about.join(' · '), name };
}
