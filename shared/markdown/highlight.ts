import type { ElementContent } from 'hast';
import { common, createLowlight } from 'lowlight';

const lowlight = createLowlight(common);

/** Code as coloured spans; null for a language that is not known. About 200 kB: load it when needed. */
export function highlightCode(code: string, language: string): ElementContent[] | null {
  if (!lowlight.registered(language)) return null;
  const { children } = lowlight.highlight(language, code);
  return children.filter((child) => child.type !== 'doctype');
}
