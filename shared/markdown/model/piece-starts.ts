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
  if (Number.isNaN(first) || isBlank(first) || isLineEnd(first)) return null;
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
 * Where a text is best cut into pieces of about a length. Of the lines where it can be, the one with the
 * least sign in some hundred letters begins the next piece: below a change the same pieces soon follow.
 */
export function pieceStarts(text: string, from: number, to: number, length: number): number[] {
  const starts = [from];
  let last = from;
  let best = 0;
  let least = Infinity;
  const cut = () => {
    starts.push(best);
    last = best;
    least = Infinity;
  };
  let at = nextLine(text, from + length / 2);
  while (at > 0 && at < to) {
    if (at - last > length * 2 && least < Infinity) {
      cut();
      at = nextLine(text, last + length / 2);
      continue;
    }
    const sign = freshnessAt(text, at) === null ? Infinity : signAt(text, at);
    if (sign < least) [best, least] = [at, sign];
    at = nextLine(text, at);
  }
  if (least < Infinity && to - last > length * 2) cut();
  return starts;
}

/** Where the first line below an offset begins; 0: there is none. */
const nextLine = (text: string, offset: number): number => text.indexOf('\n', offset) + 1;

const signLength = 24;

/** A number for what a line says. */
function signAt(text: string, at: number): number {
  let sum = 0;
  const end = Math.min(text.length, at + signLength);
  for (let index = at; index < end; index += 1) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  }
  return (sum ^ (sum >>> 15)) >>> 0;
}
