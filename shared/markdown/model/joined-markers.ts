const itemLine = /^([ >]*)(?:([-*+])|\d{1,9}([.)]))(?:[ \t]+(.*))?\r?$/;

interface ItemLine {
  readonly at: number;
  /** How far in its marker stands. */
  readonly indent: number;
  /** The bullet, or what stands behind the number. */
  readonly sign: string;
  readonly isBullet: boolean;
  readonly words: string;
}

/**
 * Gives items that came to others the marker that those have in the source, where a merge wrote them as
 * the first list there is: with two kinds of markers they would be two lists. One that came along with
 * its own list keeps what it has on the page.
 */
export function withMarkersJoined(text: string, source: string, page: string): string {
  const lines = text.split('\n');
  const before = source.split('\n');
  const [known, signs] = [new Set(before), signsOf(before)];
  const made = [...lines];
  for (const [at, line] of lines.entries()) {
    const item = known.has(line) ? null : itemOn(line, at);
    if (item === null) continue;
    const beside = (isMeant: (line: string, item: ItemLine) => boolean) =>
      siblingFrom(lines, item, -1, isMeant) ?? siblingFrom(lines, item, 1, isMeant);
    const exact = beside((each) => known.has(each));
    // A merge may have put what came between a marker and its words.
    const alike = beside((_, each) => signs.has(keyOf(each)));
    const sign =
      exact?.sign ??
      signs.get(keyOf(item)) ??
      (alike === null ? undefined : signs.get(keyOf(alike))) ??
      siblingFrom(made, item, -1, () => true)?.sign ??
      signOnPage(page, item);
    if (sign !== undefined) made[at] = withSign(line, item, sign);
  }
  return made.join('\n');
}

const keyOf = ({ indent, isBullet, words }: ItemLine): string => `${indent} ${isBullet} ${words}`;

function signsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const signs = new Map<string, string>();
  for (const [at, line] of lines.entries()) {
    const item = itemOn(line, at);
    if (item !== null && item.words !== '') signs.set(keyOf(item), item.sign);
  }
  return signs;
}

function signOnPage(page: string, { isBullet, words }: ItemLine): string | undefined {
  if (words === '' || !page.includes(words)) return undefined;
  for (const line of page.split('\n')) {
    const item = line.includes(words) ? itemOn(line, 0) : null;
    if (item?.isBullet === isBullet && item.words === words) return item.sign;
  }
  return undefined;
}

function itemOn(line: string, at: number): ItemLine | null {
  const found = itemLine.exec(line);
  if (found === null) return null;
  const [, prefix = '', bullet, delimiter, words = ''] = found;
  const sign = bullet ?? delimiter ?? '';
  return { at, indent: prefix.length, sign, isBullet: bullet !== undefined, words: words.trim() };
}

/** The nearest item of the same list above or below that is meant. */
function siblingFrom(
  lines: readonly string[],
  { at, indent, isBullet }: ItemLine,
  step: 1 | -1,
  isMeant: (line: string, item: ItemLine) => boolean,
): ItemLine | null {
  for (let index = at + step; index >= 0 && index < lines.length; index += step) {
    const line = lines[index] ?? '';
    if (/^[\s>]*$/.test(line)) continue;
    const item = itemOn(line, index);
    const start = /^[ >]*/.exec(line)?.[0].length ?? 0;
    if (start < indent || (start === indent && item?.isBullet !== isBullet)) return null;
    if (start === indent && item !== null && isMeant(line, item)) return item;
  }
  return null;
}

function withSign(line: string, { indent, isBullet }: ItemLine, sign: string): string {
  const marker = line.slice(indent);
  const now = isBullet ? marker.replace(/^./, sign) : marker.replace(/^(\d+)./, `$1${sign}`);
  return line.slice(0, indent) + now;
}
