import type { PageRecord } from './page-record.ts';
import { fields, type PageTerms } from './segment.ts';

/** The sections of a frozen segment, in file order. Postings: see `encodePosting`. */
export interface SegmentBytes {
  readonly pages: readonly PageRecord[];
  readonly termUnits: Uint16Array;
  readonly termStarts: Uint32Array;
  readonly postingStarts: Uint32Array;
  readonly postings: Uint8Array;
  /** Number of different terms, page by page and within it field by field. */
  readonly lengths: Uint16Array;
}

/** The body is the last field; most postings are one word in one body, so they take one number. */
const bodyField = fields.length - 1;
/** Bytes that a number of 32 bits takes at most. */
const numberLength = 5;

interface TermPostings {
  bytes: Uint8Array;
  size: number;
  lastDocument: number;
  count: number;
  readonly fieldCounts: Uint32Array;
}

/** Collects pages in memory and freezes them. Documents are numbered in the order of `add`. */
export class SegmentBuilder {
  readonly #pages: PageRecord[] = [];
  readonly #lengths: number[] = [];
  readonly #terms = new Map<string, TermPostings>();

  get documentCount(): number {
    return this.#pages.length;
  }

  add(page: PageRecord, terms: PageTerms): void {
    const document = this.#pages.push(page) - 1;
    const counts = new Map<string, number[]>();
    terms.forEach((list, field) => {
      let different = 0;
      for (const term of list) {
        let frequencies = counts.get(term);
        if (!frequencies) counts.set(term, (frequencies = [0, 0, 0, 0, 0]));
        const before = frequencies[field] ?? 0;
        if (before === 0) different += 1;
        frequencies[field] = before + 1;
      }
      this.#lengths.push(Math.min(different, 0xffff));
    });
    for (const [term, frequencies] of counts) this.addPosting(term, document, frequencies);
  }

  /** For merging: a page whose postings follow one by one, terms in any order. */
  addPage(page: PageRecord, lengths: readonly number[]): number {
    this.#lengths.push(...lengths);
    return this.#pages.push(page) - 1;
  }

  /** Documents of one term must come in ascending order. */
  addPosting(term: string, document: number, frequencies: ArrayLike<number>): void {
    let postings = this.#terms.get(term);
    if (!postings) {
      postings = {
        bytes: new Uint8Array(8),
        size: 0,
        lastDocument: -1,
        count: 0,
        fieldCounts: new Uint32Array(fields.length),
      };
      this.#terms.set(detached(term), postings);
    }
    encodePosting(postings, document, frequencies);
  }

  freeze(): SegmentBytes {
    const sorted = [...this.#terms.keys()].sort((a, b) => (a < b ? -1 : 1));
    let unitCount = 0;
    let byteCount = 0;
    for (const [term, postings] of this.#terms) {
      unitCount += term.length;
      byteCount += postings.size + numberLength * (fields.length + 1);
    }
    const termUnits = new Uint16Array(unitCount);
    const termStarts = new Uint32Array(sorted.length + 1);
    const postingStarts = new Uint32Array(sorted.length + 1);
    const out = { bytes: new Uint8Array(byteCount), size: 0 };
    let unit = 0;
    sorted.forEach((term, index) => {
      termStarts[index] = unit;
      postingStarts[index] = out.size;
      for (let at = 0; at < term.length; at += 1) termUnits[unit++] = term.charCodeAt(at);
      const postings = this.#terms.get(term);
      if (!postings) return;
      for (const count of postings.fieldCounts) writeNumber(out, count);
      writeNumber(out, postings.count);
      out.bytes.set(postings.bytes.subarray(0, postings.size), out.size);
      out.size += postings.size;
    });
    termStarts[sorted.length] = unit;
    postingStarts[sorted.length] = out.size;
    return {
      pages: this.#pages,
      termUnits,
      termStarts,
      postingStarts,
      postings: out.bytes.slice(0, out.size),
      lengths: Uint16Array.from(this.#lengths),
    };
  }
}

/**
 * One posting: the step from the last document, doubled; odd when the term stands once, in the body only.
 * Else a byte with a bit for each field that holds it, then the frequency in each of those.
 */
function encodePosting(to: TermPostings, document: number, frequencies: ArrayLike<number>): void {
  const step = document - to.lastDocument;
  to.lastDocument = document;
  to.count += 1;
  let mask = 0;
  for (let field = 0; field < fields.length; field += 1) {
    if ((frequencies[field] ?? 0) === 0) continue;
    mask |= 1 << field;
    to.fieldCounts[field] = (to.fieldCounts[field] ?? 0) + 1;
  }
  if (mask === 1 << bodyField && frequencies[bodyField] === 1) {
    reserve(to, numberLength);
    writeNumber(to, step * 2 + 1);
    return;
  }
  reserve(to, numberLength * (fields.length + 1) + 1);
  writeNumber(to, step * 2);
  to.bytes[to.size++] = mask;
  for (let field = 0; field < fields.length; field += 1) {
    if (mask & (1 << field)) writeNumber(to, frequencies[field] ?? 0);
  }
}

/** A copy: V8 cuts strings of 13 units and more as views that keep the whole page in memory. */
function detached(term: string): string {
  return term.length < 13 ? term : Buffer.from(term, 'utf16le').toString('utf16le');
}

function reserve(to: TermPostings, more: number): void {
  if (to.size + more <= to.bytes.length) return;
  const grown = new Uint8Array(Math.max(to.bytes.length * 2, to.size + more));
  grown.set(to.bytes.subarray(0, to.size));
  to.bytes = grown;
}

function writeNumber(to: { bytes: Uint8Array; size: number }, value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    to.bytes[to.size++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  to.bytes[to.size++] = rest;
}
