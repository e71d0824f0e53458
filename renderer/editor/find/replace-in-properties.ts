import type { Replacement } from '../../find/find-target.ts';
import { $frontmatter, $setFrontmatter } from '../properties/frontmatter-state.ts';
import type { PropertyText } from '../properties/property-texts.ts';

/** Replaces in the page's properties, as their form writes them. Returns how many were refused. */
export function $replaceInProperties(
  texts: readonly PropertyText[],
  changes: readonly Replacement[],
): number {
  let refused = 0;
  let frontmatter = $frontmatter();
  // From the end, so that the numbers of a list's other items and the names stay what they are.
  for (const [index, property] of [...texts.entries()].toReversed()) {
    const ofText = changes.filter(({ match }) => match.part === index);
    if (ofText.length === 0) continue;
    const text = ofText.reduceRight(
      (now, { match, text: put }) => now.slice(0, match.from) + put + now.slice(match.to),
      property.text,
    );
    const next = property.put(frontmatter, text);
    if (next === null) refused += ofText.length;
    frontmatter = next ?? frontmatter;
  }
  $setFrontmatter(frontmatter);
  return refused;
}
