/** What puts something before each line that stands in it: `>` or an indent. */
export type Container = 'quote' | 'footnote';

const before = { quote: /^ {0,3}>[ ]?/, footnote: /^ {1,4}/ } as const;

/**
 * A slice of several lines as it would stand at the margin, lines ending in `\n`. Null where tabs leave
 * open how much belongs to the containers.
 *
 * @param isWholeLines the first line begins at its start too
 */
export function withoutContainers(
  slice: string,
  containers: readonly Container[],
  isWholeLines = false,
): string | null {
  const lines = slice.split(/\r\n|\r|\n/);
  if (containers.length === 0) return lines.join('\n');
  const cut = lines.map((line, index) => {
    if (index === 0 && !isWholeLines) return line;
    return containers.reduce((rest, container) => rest.replace(before[container], ''), line);
  });
  const isUnclear = lines.some((line) => /^[ >]*\t/.test(line));
  return isUnclear ? null : cut.join('\n');
}

export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineEnd(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

export const isLineEnd = (code: number): boolean => code === 10 || code === 13;
