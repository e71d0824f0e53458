import { elementIdOf } from '../../../shared/markdown/html-policy.ts';
import { extractHeadings, headingAnchor } from '../../../shared/wiki/headings.ts';
import { caretAt, type Place } from './place.ts';

interface Anchored {
  readonly anchor: string;
  readonly level: number;
  readonly offset: number;
}

function anchorsOf(text: string): Anchored[] {
  const seen = new Map<string, number>();
  return extractHeadings(text).map((heading) => ({
    anchor: headingAnchor(heading.text, seen),
    level: heading.level,
    offset: heading.offset,
  }));
}

/** Where the section of an anchor begins; null where the text has none. */
export function placeOfSection(text: string, anchor: string): Place | null {
  if (anchor === '') return null;
  const id = elementIdOf(anchor);
  const found = anchorsOf(text).find((heading) => elementIdOf(heading.anchor) === id);
  return found === undefined ? null : caretAt(found.offset);
}

/** The anchor of the section that an offset is in; empty at the top of the page. */
export function sectionAt(text: string, offset: number): string {
  const anchors = anchorsOf(text);
  const index = anchors.findLastIndex((heading) => heading.offset <= offset);
  // Under the page's own title a reader is at its top.
  const isTitle = index === 0 && anchors[0]?.level === 1;
  return isTitle ? '' : (anchors[index]?.anchor ?? '');
}
