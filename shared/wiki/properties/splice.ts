/** Other text in the place of `[from, to)`; `isLine`: it must begin on a line of its own. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly isLine?: boolean;
}

/** A text with parts of it replaced, none of which overlap; null where they do. */
export function splice(text: string, parts: readonly Splice[]): string | null {
  let next = '';
  let copied = 0;
  for (const part of parts.toSorted((left, right) => left.from - right.from)) {
    if (part.from < copied) return null;
    next += text.slice(copied, part.from);
    if (part.isLine === true && next !== '' && !next.endsWith('\n')) {
      next += /\r\n|\n/.exec(text)?.[0] ?? '\n';
    }
    next += part.text;
    copied = part.to;
  }
  return next + text.slice(copied);
}
