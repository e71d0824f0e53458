import type { Definition } from './blocks.ts';
import { cleanLines, cleanRun, wellFormed } from './clean-text.ts';

type Target = Pick<Definition, 'url' | 'title'>;

/** One that nobody has written anything in yet is nothing. */
export function normaliseDefinition({ label, title, url }: Definition): Definition {
  const isEmpty = label.trim() === '' && url.trim() === '';
  if (isEmpty) return { kind: 'definition', label: '', url: '', title: '' };
  return { kind: 'definition', ...cleanDefinition({ label, url, title }) };
}

/** Where a link leads, as markdown can hold it. */
export function cleanTarget({ url, title }: Target): Target {
  return { url: cleanRun(url), title: cleanLines(title) };
}

/** What a definition says, as markdown can hold it: its title is one paragraph. */
export function cleanDefinition({ label, title, url }: Omit<Definition, 'kind'>) {
  return { label: cleanLinkLabel(label), url: cleanRun(url), title: cleanTitle(title) };
}

function cleanTitle(title: string): string {
  return cleanLines(title).replace(/\s*\n\s*/g, '\n');
}

const maxLabelLength = 999;

function cleanLinkLabel(written: string): string {
  const label = wellFormed(written).replace(/\s+/g, ' ').trim();
  const isSafe = /^(?!\^)(?:[^[\]\\]|\\.)+$/s.test(label) && label.length <= maxLabelLength;
  if (isSafe) return label;
  const safe = label.replace(/[[\]\\]|^\^/g, '-').slice(0, maxLabelLength);
  return safe.trim() || 'link';
}
