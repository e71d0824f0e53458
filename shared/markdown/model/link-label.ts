const written = /^\[((?:[^[\]\\]|\\[^])+)\]/;

/** What labels have in common that markdown takes for the same. */
export function identifierOf(label: string): string {
  const line = label.replace(/[\t\n\r ]+/g, ' ').replace(/^ | $/g, '');
  return line.toLowerCase().toUpperCase().toLowerCase();
}

/** The label that a definition's source begins with, as written, on one line; null: none. */
export function labelAtStart(source: string): string | null {
  return written.exec(source)?.[1]?.replace(/\s+/g, ' ').trim() ?? null;
}
