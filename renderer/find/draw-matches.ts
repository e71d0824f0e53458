import { drawnAround, type Match } from './matches.ts';

/** Marks matches over the text on the screen, the current one apart; the document has none of it. */
export function drawMatches(
  matches: readonly Match[],
  current: Match | null,
  rangeOf: (match: Match) => Range | null,
): void {
  const at = current === null ? 0 : matches.indexOf(current);
  const others = drawnAround(matches, at).flatMap((match) =>
    match === current ? [] : (rangeOf(match) ?? []),
  );
  const here = current === null ? null : rangeOf(current);
  CSS.highlights.set('cp-find', new Highlight(...others));
  CSS.highlights.set('cp-find-current', new Highlight(...(here === null ? [] : [here])));
}

export function endDrawing(): void {
  CSS.highlights.delete('cp-find');
  CSS.highlights.delete('cp-find-current');
}
