/** What puts something before each line that stands in it: `>` or an indent. */
export type Container = 'quote' | 'footnote' | ItemContainer;
/** A list item. Its width is how far its text is indented; null where tabs leave that open. */
interface ItemContainer {
  readonly width: number | null;
}

const before = { quote: /^ {0,3}>[ ]?/, footnote: /^ {1,4}/ } as const;

function withoutContainer(line: string, container: Container): string {
  if (typeof container === 'string') return line.replace(before[container], '');
  const spaces = /^ */.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(spaces, container.width ?? 0));
}

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
    return containers.reduce(withoutContainer, line);
  });
  const isWide = containers.some((each) => typeof each !== 'string' && each.width === null);
  const isUnclear = lines.some((line) => /^[ >]*\t/.test(line)) || (isWide && lines.length > 1);
  return isUnclear ? null : cut.join('\n');
}

export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineEnd(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

export const isLineEnd = (code: number): boolean => code === 10 || code === 13;
