import type { OpenSection, Version } from './conflict-file.ts';
import { locateSections } from './versions.ts';

/** A section of a conflict's file, by the file's id and its place in it. */
export interface NamedSection {
  readonly id: string;
  readonly index: number;
  readonly section: OpenSection;
}

export interface SectionTexts {
  readonly id: string;
  readonly index: number;
  readonly base: string;
  readonly versions: readonly Version[];
}

export type PagePart =
  | { readonly kind: 'merged'; readonly text: string }
  | ({ readonly kind: 'overlap'; readonly shown: string } & SectionTexts);

/**
 * A page cut where something is to be chosen: the texts and what is shown, joined, are the page.
 * The versions have the page's line ends, and end as the shown text does, so that each can replace it.
 */
export function partsOfPage(
  page: string,
  named: readonly NamedSection[],
): { readonly parts: readonly PagePart[]; readonly rewritten: readonly SectionTexts[] } {
  const isWindows = page.includes('\r\n') && !/(?:^|[^\r])\n/.test(page);
  const textsOf = ({ id, index, section }: NamedSection, tail: string): SectionTexts => {
    const textOf = (text: string) =>
      text === '' ? '' : (isWindows ? text.replaceAll('\n', '\r\n') : text) + tail;
    return {
      id,
      index,
      base: textOf(section.base),
      versions: section.versions.map(({ text, by }) => ({ text: textOf(text), by })),
    };
  };
  const nameOf = new Map(named.map((each) => [each.section, each]));
  const located = locateSections(
    page,
    named.map(({ section }) => section),
  );
  const parts: PagePart[] = [];
  let position = 0;
  for (const { section, start, end } of located) {
    const name = nameOf.get(section);
    if (name === undefined) continue;
    nameOf.delete(section);
    if (position < start) parts.push({ kind: 'merged', text: page.slice(position, start) });
    const tail = /^[\r\n]*/.exec(page.slice(end))?.[0] ?? '';
    position = end + tail.length;
    parts.push({ kind: 'overlap', shown: page.slice(start, position), ...textsOf(name, tail) });
  }
  if (position < page.length) parts.push({ kind: 'merged', text: page.slice(position) });
  return { parts, rewritten: [...nameOf.values()].map((each) => textsOf(each, '')) };
}
