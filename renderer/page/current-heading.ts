import type { RenderedHeading } from '../../shared/markdown/html-policy.ts';

/** The heading whose section is being read: the last one that is above the upper third. */
export function headingBeingRead(headings: readonly RenderedHeading[]): string | null {
  const line = window.innerHeight / 4;
  let found: string | null = null;
  for (const { id } of headings) {
    const top = document.getElementById(id)?.getBoundingClientRect().top;
    if (top === undefined) continue;
    if (top > line) break;
    found = id;
  }
  return found;
}

/** The same, or the one that the keyboard is at. */
export function headingToEdit(headings: readonly RenderedHeading[]): string | null {
  const focused = document.activeElement?.closest('h1, h2, h3, h4, h5, h6')?.id ?? '';
  return headings.some(({ id }) => id === focused) ? focused : headingBeingRead(headings);
}
