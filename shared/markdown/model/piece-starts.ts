import { isLineEnd } from './container-lines.ts';

const marker = /(?:[-*+]|\d{1,9}[.)])[ \t]+[^\s*_-]/y;
const heading = /#{1,6}[ \t]/y;
const pipe = 124;

/**
 * How a line may begin a piece of its own, by what stands above it.
 *
 * - `blank`: at the margin below a blank line. Every list, quote, footnote and paragraph above it has ended.
 * - `item`: a marker at the margin right below text. Every item above it has ended: below a list it is the
 *   next item, or the first of another list.
 * - `row`: a pipe right below a line that begins with one. Below a table it is the next row.
 * - `heading`: one begun by its sign, right below text. It ends all that is above it but code and the like.
 * - `below`: right below the line of such a heading.
 */
export type Freshness = 'blank' | 'item' | 'row' | 'heading' | 'below';

/** Null: what the line says may depend on those above it. */
export function freshnessAt(text: string, at: number): Freshness | null {
  const first = text.charCodeAt(at);
  if (Number.isNaN(first) || first === 32 || first === 9 || isLineEnd(first)) return null;
  const end = at >= 2 && text.charCodeAt(at - 2) === 13 ? at - 2 : at - 1;
  if (text.charCodeAt(at - 1) !== 10) return null;
  let above = end;
  while (above > 0 && isBlank(text.charCodeAt(above - 1))) above -= 1;
  // A line end of the other kind may count for something else to the parser.
  if (above === 0 || isLineEnd(text.charCodeAt(above - 1))) {
    return above > 0 && text.charCodeAt(above - 1) === 10 ? 'blank' : null;
  }
  marker.lastIndex = at;
  if (above === end && marker.test(text)) return 'item';
  if (isHeading(text, at)) return 'heading';
  const line = text.lastIndexOf('\n', end - 1) + 1;
  if (first === pipe && text.charCodeAt(line) === pipe) return 'row';
  return isHeading(text, line) ? 'below' : null;
}

function isHeading(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 35) return false;
  heading.lastIndex = at;
  return heading.test(text);
}

const isBlank = (code: number): boolean => code === 32 || code === 9;

/**
 * Where a text is best cut into pieces of about a length, or somewhat longer. What a line says decides
 * whether a piece begins there: below a change the same pieces follow as before it.
 */
export function pieceStarts(text: string, from: number, to: number, length: number): number[] {
  const starts = [from];
  let last = from;
  let at = from;
  while (at < to) {
    const next = text.indexOf('\n', Math.max(at, last + length - 1)) + 1;
    if (next === 0 || next >= to) break;
    at = next;
    if (next - last < length) continue;
    if (freshnessAt(text, next) === null) continue;
    if (next - last < length * 4 && !isChosen(text, next)) continue;
    starts.push(next);
    last = next;
  }
  return starts;
}

const signs = 24;

function isChosen(text: string, at: number): boolean {
  let sum = 0;
  for (let index = at; index < at + signs && index < text.length; index += 1) {
    sum = (Math.imul(sum, 31) + text.charCodeAt(index)) | 0;
  }
  return ((sum ^ (sum >>> 7) ^ (sum >>> 15)) & 3) === 0;
}
