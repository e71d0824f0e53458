import { fencesOf, withYaml } from '../../../shared/wiki/properties/fences.ts';
import { fromTextArea, toTextArea } from '../source-text.ts';

/** YAML as a text area shows it. */
export function shownYaml(yaml: string): string {
  return toTextArea(yaml).replace(/\n$/, '');
}

/** Frontmatter with what a text area shows; untouched lines keep their ends. */
export function withShownYaml(frontmatter: string, shown: string, eol: string): string {
  const { yaml, head } = fencesOf(frontmatter);
  const lines = fromTextArea(shown === '' ? '' : `${shown}\n`, yaml === '' ? head.slice(3) : yaml);
  return withYaml(frontmatter, lines, eol);
}
