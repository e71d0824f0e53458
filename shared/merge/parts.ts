/** A stretch of a merged page, in page order: settled text, or a place where a person must choose. */
export type MergePart =
  | { readonly kind: 'merged'; readonly text: string }
  | {
      readonly kind: 'overlap';
      /** Left out in the body. */
      readonly place?: 'frontmatter';
      readonly base: string;
      readonly ours: string;
      readonly theirs: string;
    };

/** Appends a part; settled texts run together, and one that is empty is left out. */
export function pushPart(parts: MergePart[], part: MergePart): void {
  const last = parts.at(-1);
  if (part.kind === 'overlap') parts.push(part);
  else if (last?.kind === 'merged') {
    parts[parts.length - 1] = { kind: 'merged', text: last.text + part.text };
  } else if (part.text !== '') parts.push(part);
}

/**
 * Both texts of an overlap, one after the other, with a blank line between where they would run
 * together: what a writer gets who keeps both.
 */
export function keepBoth(upper: string, lower: string): string {
  if (upper === '' || lower === '') return upper + lower;
  const lineEnd = upper.includes('\r\n') || lower.includes('\r\n') ? '\r\n' : '\n';
  const ends = /[\r\n]*$/.exec(upper)?.[0].split('\n').length ?? 1;
  const wanted = isListOrTable(upper) && isListOrTable(lower) ? 1 : 2;
  return upper + lineEnd.repeat(Math.max(0, wanted + 1 - ends)) + lower;
}

function isListOrTable(text: string): boolean {
  return /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]|^[ \t]*\|/.test(text);
}
