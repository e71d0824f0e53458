/** What is to be drawn. */
export interface Formula {
  readonly tex: string;
  /** As on a line of its own: sums with their limits above and below. */
  readonly isLarge: boolean;
}

/** The formula that stands in a line as `$x$` or `$$x$$`. */
export function formulaOf(source: string): Formula {
  const isLarge = source.length >= 4 && source.startsWith('$$');
  return { tex: source.slice(isLarge ? 2 : 1, isLarge ? -2 : -1).trim(), isLarge };
}

export function sourceOfFormula({ tex, isLarge }: Formula): string {
  const line = tex.replace(/\s*[\r\n]\s*/g, ' ').trim();
  return isLarge ? `$$${line}$$` : `$${line}$`;
}

/** A formula of lines of its own where there is only one line. */
export function largeFormula(tex: string): string {
  return sourceOfFormula({ tex, isLarge: true });
}
