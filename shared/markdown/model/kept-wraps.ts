// What stands before the words of a line: quotes, indents, and the markers of items that begin on it.
const lineStart = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*/;
const task = /^\[[ xX]\][ \t]+/;

/**
 * Breaks lines again that a text was written in: what moved to another place is written anew, in one
 * line. Lines that are in the source as they are stay so.
 */
export function withWrapsKept(text: string, source: string): string {
  if (!/[\r\n]/.test(source)) return text;
  const before = source.split(/\r\n|\r|\n/);
  const known = new Set(before);
  const bare = before.map((line) => line.replace(/^[ \t>]+/, ''));
  return text.replace(/[^\r\n]+/g, (line) => {
    if (known.has(line)) return line;
    const start = lineStart.exec(line)?.[0] ?? '';
    const box = task.exec(line.slice(start.length))?.[0] ?? '';
    const words = line.slice(start.length + box.length).trimEnd();
    const [first, ...rest] = linesOf(words, bare) ?? [];
    if (first === undefined || rest.length === 0) return line;
    const margin = start.replace(/[^\s>]/g, ' ');
    const eol = /\r\n|\r|\n/.exec(source)?.[0] ?? '\n';
    return [start + box + first, ...rest.map((next) => margin + next)].join(eol);
  });
}

/** The lines in a row that say these words, without what stands before them; null: there are none. */
function linesOf(words: string, bare: readonly string[]): readonly string[] | null {
  if (!words.includes(' ')) return null;
  for (let at = 0; at < bare.length; at += 1) {
    const whole = bare[at] ?? '';
    const inItem = whole.slice(lineStart.exec(whole)?.[0].length ?? 0).replace(task, '');
    for (const begin of new Set([whole, inItem])) {
      if (begin === '' || !words.startsWith(begin.trimEnd())) continue;
      const found = [begin];
      let said = begin.trimEnd();
      for (let next = at + 1; said.length < words.length; next += 1) {
        const line = bare[next] ?? '';
        said += ` ${line.trimEnd()}`;
        if (line === '' || !words.startsWith(said)) break;
        found.push(line);
      }
      if (said === words) return found;
    }
  }
  return null;
}
