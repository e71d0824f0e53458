/**
 * Cuts a page into blocks whose concatenation is the page, unit for unit.
 *
 * This is no markdown parser: it only finds places where a page can be cut so that each piece can be
 * merged by itself and the joined pieces mean what they meant. List items and table rows are cut
 * flat, with their indentation and marks in their text.
 */

export type BlockKind =
  'frontmatter' | 'heading' | 'paragraph' | 'item' | 'row' | 'quote' | 'rule' | 'code' | 'raw';

export interface Block {
  readonly kind: BlockKind;
  /** Whole lines, without the end of the last one. */
  readonly text: string;
  /** The end of the last line, and the blank lines up to the next block. */
  readonly gap: string;
}

export interface SplitPage {
  /** What stands before the first block: a byte order mark, blank lines. */
  readonly lead: string;
  readonly blocks: readonly Block[];
}

const byteOrderMark = '\ufeff';
const heading = /^ {0,3}#{1,6}(?:\s|$)/;
const setextUnderline = /^ {0,3}(?:=+|-+)\s*$/;
const rule = /^ {0,3}([-*_])(?:[ \t]*\1){2,}\s*$/;
const item = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|\s*$)/;
// CommonMark: what may end a paragraph without a blank line. A line that begins with "1986." may not.
const interruptingItem = /^ {0,3}(?:[-*+]|1[.)])[ \t]+\S/;
const quote = /^ {0,3}>/;
const fence = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})/;
const indentedCode = /^(?: {4}|\t)/;
const html = /^ {0,3}<(?:\/?[a-z][a-z0-9-]*(?:[\s/>]|$)|[!?])/i;
const delimiterRow = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?\s*$/;

export function splitBlocks(text: string): SplitPage {
  const bom = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  const splitter = new Splitter(text.slice(bom.length).match(/[^\n]*\n|[^\n]+$/g) ?? []);
  return { lead: bom + splitter.lead, blocks: splitter.split() };
}

class Splitter {
  lead = '';
  readonly #lines: readonly string[];
  readonly #blocks: Block[] = [];
  #next = 0;
  #isInList = false;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    while (this.#next < lines.length && this.#isBlank(this.#next)) {
      this.lead += this.#line(this.#next);
      this.#next += 1;
    }
  }

  split(): Block[] {
    if (this.lead === '') this.#takeFrontmatter();
    while (this.#next < this.#lines.length) this.#takeBlock();
    return this.#blocks;
  }

  #line(index: number): string {
    return this.#lines[index] ?? '';
  }

  #isBlank(index: number): boolean {
    return this.#line(index).trim() === '';
  }

  /** Ends a block before line `end` and takes the blank lines after it as its gap. */
  #push(kind: BlockKind, end: number): void {
    const text = this.#lines.slice(this.#next, end).join('');
    const body = text.replace(/\r?\n$/, '');
    let gap = text.slice(body.length);
    let next = end;
    while (next < this.#lines.length && this.#isBlank(next)) {
      gap += this.#line(next);
      next += 1;
    }
    this.#blocks.push({ kind, text: body, gap });
    this.#next = next;
  }

  #takeFrontmatter(): void {
    if (!/^---[ \t]*\r?\n$/.test(this.#line(0))) return;
    for (let end = 1; end < this.#lines.length; end += 1) {
      if (/^(?:---|\.\.\.)[ \t]*(?:\r?\n)?$/.test(this.#line(end))) {
        this.#push('frontmatter', end + 1);
        return;
      }
    }
  }

  #takeBlock(): void {
    const start = this.#next;
    const line = this.#line(start);
    if (this.#isInList && !/^[ \t]/.test(line) && !item.test(line)) this.#isInList = false;
    const opening = this.#fenceOf(start);
    if (opening !== null) {
      this.#push('code', this.#endOfFence(start, opening));
    } else if (heading.test(line)) {
      this.#push('heading', start + 1);
    } else if (rule.test(line)) {
      this.#push('rule', start + 1);
    } else if (this.#isItem(line)) {
      this.#isInList = true;
      this.#push('item', this.#endOfLazyLines(start + 1));
    } else if (quote.test(line)) {
      this.#push('quote', this.#endOfQuote(start + 1));
    } else if (this.#isTableAt(start)) {
      this.#takeTable(start);
    } else if (!this.#isInList && indentedCode.test(line)) {
      this.#push(
        'raw',
        this.#endWhile(start + 1, (next) => indentedCode.test(next)),
      );
    } else {
      this.#takeParagraphOrRaw(start);
    }
  }

  #takeParagraphOrRaw(start: number): void {
    const line = this.#line(start).trim();
    const closing = closingOfRaw(line);
    if (closing !== null) {
      const end = this.#endAfter(start, closing);
      if (end !== null) {
        this.#push('raw', end);
        return;
      }
    }
    if (html.test(this.#line(start)) || line.startsWith(':::')) {
      this.#push(
        'raw',
        this.#endWhile(start + 1, () => true),
      );
      return;
    }
    const end = this.#endOfLazyLines(start + 1);
    if (end < this.#lines.length && setextUnderline.test(this.#line(end))) {
      this.#push('heading', end + 1);
    } else {
      this.#push('paragraph', end);
    }
  }

  #isItem(line: string): boolean {
    const match = item.exec(line);
    return match !== null && (this.#isInList || !/^(?: {4}|\t)/.test(match[1] ?? ''));
  }

  #fenceOf(index: number): string | null {
    const line = this.#line(index);
    if (!this.#isInList && indentedCode.test(line)) return null;
    return fence.exec(line)?.[1] ?? null;
  }

  #endOfFence(start: number, opening: string): number {
    const closing = new RegExp(`^[ \\t]*${opening[0] ?? '`'}{${opening.length},}\\s*$`);
    for (let end = start + 1; end < this.#lines.length; end += 1) {
      if (closing.test(this.#line(end))) return end + 1;
    }
    return this.#endWithoutBlankTail();
  }

  #endWithoutBlankTail(): number {
    let end = this.#lines.length;
    while (this.#isBlank(end - 1)) end -= 1;
    return end;
  }

  #endWhile(from: number, isPart: (line: string) => boolean): number {
    let end = from;
    while (end < this.#lines.length && !this.#isBlank(end) && isPart(this.#line(end))) end += 1;
    return end;
  }

  /** The end of lines that belong to the paragraph or item before them. */
  #endOfLazyLines(from: number): number {
    let end = from;
    while (end < this.#lines.length && !this.#isBlank(end)) {
      const line = this.#line(end);
      if (heading.test(line) || quote.test(line) || this.#fenceOf(end) !== null) break;
      if (setextUnderline.test(line) || rule.test(line)) break;
      if (this.#isInList ? this.#isItem(line) : interruptingItem.test(line)) break;
      if (this.#isTableAt(end)) break;
      end += 1;
    }
    return end;
  }

  #endOfQuote(from: number): number {
    let end = from;
    while (end < this.#lines.length && !this.#isBlank(end)) {
      if (!quote.test(this.#line(end)) && this.#endOfLazyLines(end) === end) break;
      end += 1;
    }
    return end;
  }

  /** The line after the first one, `start` included, that holds the closing mark. */
  #endAfter(start: number, closing: RegExp): number | null {
    for (let end = start; end < this.#lines.length; end += 1) {
      const line = this.#line(end);
      if (closing.test(end === start ? line.trimStart().slice(2) : line)) return end + 1;
    }
    return null;
  }

  #isTableAt(index: number): boolean {
    const next = this.#line(index + 1);
    return this.#line(index).includes('|') && next.includes('|') && delimiterRow.test(next);
  }

  #takeTable(start: number): void {
    this.#push('row', start + 1);
    if (this.#next === start + 1) this.#push('row', start + 2);
    while (this.#next < this.#lines.length && this.#blocks.at(-1)?.gap.match(/\n/g)?.length === 1) {
      const line = this.#line(this.#next);
      if (heading.test(line) || quote.test(line) || rule.test(line)) break;
      if (this.#fenceOf(this.#next) !== null || interruptingItem.test(line)) break;
      this.#push('row', this.#next + 1);
    }
  }
}

/** Raw blocks that may hold blank lines, by what ends them. */
function closingOfRaw(line: string): RegExp | null {
  if (line.startsWith('$$')) return /\$\$/;
  if (line.startsWith('<!--')) return /-->/;
  const tag = /^<(script|pre|style|textarea)(?:[\s>]|$)/i.exec(line)?.[1];
  return tag === undefined ? null : new RegExp(`</${tag}>`, 'i');
}

/** Whether `next` right below `previous`, with no blank line, could become part of it. */
export function needsBlankLine(previous: BlockKind, next: Block): boolean {
  if (next.kind === 'heading') return previous === 'raw' || !heading.test(next.text);
  const opensAnywhere = next.kind === 'item' || next.kind === 'code' || next.kind === 'quote';
  switch (previous) {
    case 'frontmatter':
    case 'heading':
    case 'rule':
    case 'code':
      return false;
    case 'raw':
      return true;
    case 'row':
      return !opensAnywhere && next.kind !== 'row' && next.kind !== 'rule';
    case 'item':
      return !opensAnywhere && next.kind !== 'rule';
    case 'paragraph':
      return !opensAnywhere;
    case 'quote':
      return !opensAnywhere || next.kind === 'quote';
  }
}
