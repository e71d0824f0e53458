/** What stands between `[[` and `]]`. */
export interface Wikilink {
  /** As written, trimmed, with its `#anchor`. */
  readonly target: string;
  /** Null when the link has none. */
  readonly label: string | null;
}

/** Reads `Page#Heading|label`. The `|` may be written `\|`, as inside a table's cell. */
export function parseWikilink(inner: string): Wikilink {
  const bar = inner.indexOf('|');
  if (bar === -1) return { target: inner.trim(), label: null };
  const targetEnd = inner[bar - 1] === '\\' ? bar - 1 : bar;
  const label = inner.slice(bar + 1).trim();
  return { target: inner.slice(0, targetEnd).trim(), label: label === '' ? null : label };
}

/** Whether a link to `target` with `label` can be written as a wikilink at all. */
export function canBeWikilink(target: string, label: string | null): boolean {
  const hasBreak = /[[\]\r\n\t]/;
  if (target.trim() !== target || target === '' || hasBreak.test(target)) return false;
  if (target.includes('|') || target.endsWith('\\')) return false;
  return label === null || (label.trim() === label && label !== '' && !hasBreak.test(label));
}

/** Writes a wikilink; inside a table's cell the `|` must be escaped. */
export function formatWikilink(link: Wikilink, options: { readonly isInTable: boolean }): string {
  if (link.label === null) return `[[${link.target}]]`;
  return `[[${link.target}${options.isInTable ? '\\|' : '|'}${link.label}]]`;
}

/** Splits `Page#Heading` at its first `#`. The anchor comes without `#`; both may be empty. */
export function splitAnchor(target: string): { readonly page: string; readonly anchor: string } {
  const hash = target.indexOf('#');
  if (hash === -1) return { page: target.trim(), anchor: '' };
  return { page: target.slice(0, hash).trim(), anchor: target.slice(hash + 1).trim() };
}
