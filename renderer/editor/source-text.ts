import { hunksBetween } from '../../shared/merge/edits.ts';

const lineEnd = /\r\n|\r|\n/g;

/** What a text area shows of a text: it knows only `\n`. */
export function toTextArea(text: string): string {
  return text.replace(lineEnd, '\n');
}

/** A text area's value with the line ends that the text had: untouched lines keep theirs. */
export function fromTextArea(value: string, original: string): string {
  if (!original.includes('\r')) return value;
  if (value === toTextArea(original)) return original;
  const ends = original.match(lineEnd) ?? [];
  const [first = '\n'] = ends;
  if (ends.every((end) => end === first)) return value.replaceAll('\n', first);
  const before = toTextArea(original).split('\n');
  const after = value.split('\n');
  const kept = new Map<number, string>();
  let source = 0;
  let target = 0;
  for (const hunk of [...hunksBetween(before, after), null]) {
    const stop = hunk?.start ?? before.length;
    for (; source < stop; source += 1, target += 1) kept.set(target, ends[source] ?? first);
    if (hunk !== null) {
      source = hunk.end;
      target = hunk.to;
    }
  }
  const lines = after.map((line, index) =>
    index === after.length - 1 ? line : line + (kept.get(index) ?? first),
  );
  // A lone CR before an empty line that ends in LF would become one line end of two signs; from the last
  // line up, for a line that is mended may be such a line itself.
  for (let index = lines.length - 2; index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    if (!line.endsWith('\r') || lines[index + 1]?.startsWith('\n') !== true) continue;
    lines[index] = `${line.slice(0, -1)}\n`;
  }
  return lines.join('');
}

/** Where a place of a written text stands in what is shown of it, and back: a CRLF is shown as one. */
export function shownOffset(text: string, offset: number): number {
  const at = Math.min(offset, text.length);
  return text.includes('\r') ? toTextArea(text.slice(0, at)).length : at;
}

export function writtenOffset(text: string, offset: number): number {
  if (!text.includes('\r')) return Math.min(offset, text.length);
  let written = offset;
  for (const { index } of text.matchAll(/\r\n/g)) {
    if (index >= written) break;
    written += 1;
  }
  return Math.min(written, text.length);
}
