import {
  atxHeading,
  closingHashes,
  footnote,
  htmlStart,
  listMarker,
  loneTag,
  matchAt,
  setextUnderline,
  thematicBreak,
  type Container,
  type Fence,
  type Indent,
} from './block-patterns.ts';

/**
 * Finds the stretches of a body that hold inline markdown, without building a tree: made for reading
 * 41,000 pages. It follows CommonMark's block rules closely enough that links, headings and tags
 * come out as the real parser has them (the tests compare the two).
 */

export interface BlockVisitor {
  /** Inline content from `start` to `end`; it may span lines, which then keep their `>` and indent. */
  onText(start: number, end: number, line: number): void;
  /** Code, raw HTML, comments. */
  onVerbatim?(start: number, end: number): void;
  /** A heading; its content is announced by `onText` too. */
  onHeading?(level: number, start: number, end: number, line: number): void;
}

const isSpace = (code: number) => code === 32 || code === 9 || code === 13;

/** Visits the blocks of `text` from `from` (after the frontmatter). Lines are counted from 1. */
export function scanBlocks(text: string, from: number, visitor: BlockVisitor): void {
  new BlockScan(text, visitor).run(from);
}

class BlockScan {
  readonly #text: string;
  readonly #visitor: BlockVisitor;
  #containers: Container[] = [];
  #paragraph: { start: number; end: number; line: number } | null = null;
  #fence: Fence | null = null;
  #html: { end: RegExp | null; depth: number } | null = null;
  #line = 1;
  // Where the reading of the current line stands.
  #at = 0;
  #column = 0;
  #lineEnd = 0;

  constructor(text: string, visitor: BlockVisitor) {
    this.#text = text;
    this.#visitor = visitor;
  }

  run(from: number): void {
    const text = this.#text;
    for (let index = text.indexOf('\n'); index !== -1 && index < from;) {
      this.#line += 1;
      index = text.indexOf('\n', index + 1);
    }
    for (let start = from; start < text.length; start = this.#lineEnd + 1) {
      const newline = text.indexOf('\n', start);
      this.#lineEnd = newline === -1 ? text.length : newline;
      this.#readLine(start);
      this.#line += 1;
    }
    this.#endParagraph();
  }

  #readLine(start: number): void {
    this.#at = start;
    this.#column = 0;
    const matched = this.#matchContainers();
    const indent = this.#indent();
    const isBlank = this.#isBlankAt(indent.at);
    if (this.#fence !== null && matched >= this.#fence.depth) {
      this.#readFenced(indent, this.#fence, start);
      return;
    }
    if (this.#html !== null && matched >= this.#html.depth) {
      this.#readHtml(start, isBlank, this.#html.end);
      return;
    }
    const isCut = matched < this.#containers.length && !isBlank;
    if (isCut && this.#paragraph !== null && !this.#startsBlock(indent)) {
      this.#paragraph.end = this.#lineEnd; // a lazy continuation
      return;
    }
    this.#fence = null;
    this.#html = null;
    if (matched < this.#containers.length) {
      this.#endParagraph();
      this.#containers.length = matched;
    }
    if (isBlank) {
      this.#endParagraph();
      return;
    }
    this.#openBlocks();
  }

  // Matches the line against the open containers; returns how many go on.
  #matchContainers(): number {
    let count = 0;
    for (const container of this.#containers) {
      const indent = this.#indent();
      if (container.kind === 'quote') {
        if (indent.width > 3 || this.#text.charCodeAt(indent.at) !== 62) break;
        this.#eatQuoteMark(indent);
      } else if (!this.#isBlankAt(indent.at)) {
        if (indent.width < container.indent) break;
        this.#eatColumns(container.indent);
      }
      count += 1;
    }
    return count;
  }

  #openBlocks(): void {
    for (;;) {
      const indent = this.#indent();
      const { at } = indent;
      if (this.#isBlankAt(at)) return;
      if (indent.width >= 4) {
        if (this.#paragraph === null) this.#visitor.onVerbatim?.(this.#at, this.#lineEnd);
        else this.#paragraph.end = this.#lineEnd;
        return;
      }
      const code = this.#text.charCodeAt(at);
      if (code === 62) {
        this.#endParagraph();
        this.#eatQuoteMark(indent);
        this.#containers.push({ kind: 'quote' });
      } else if (!this.#openFootnote(at, code) && !this.#openItem(indent, code)) {
        this.#openLeaf(at, code);
        return;
      }
    }
  }

  // Whether the rest of the line begins something that ends a paragraph.
  #startsBlock({ at, width }: Indent): boolean {
    if (width >= 4) return false;
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (code === 62) return true;
    if (code === 35) return matchAt(atxHeading, text, at) !== null;
    if (code === 96 || code === 126) return this.#fenceAt(at) !== null;
    if (code === 60) return matchAt(htmlStart, text, at) !== null;
    if (this.#isBreakAt(at)) return true;
    return this.#markerAt(at) !== null;
  }

  #openLeaf(at: number, code: number): void {
    const text = this.#text;
    if (code === 35) {
      const marks = matchAt(atxHeading, text, at);
      if (marks !== null) {
        this.#endParagraph();
        this.#heading(marks[0].length, at + marks[0].length);
        return;
      }
    }
    if (code === 96 || code === 126) {
      const fence = this.#fenceAt(at);
      if (fence !== null) {
        this.#endParagraph();
        this.#fence = fence;
        this.#visitor.onVerbatim?.(at, this.#lineEnd);
        return;
      }
    }
    if (code === 60 && this.#openHtml(at)) return;
    if (this.#paragraph !== null && (code === 61 || code === 45)) {
      const underline = this.#onLine(setextUnderline, at);
      if (underline !== null) {
        const { start, end, line } = this.#paragraph;
        this.#visitor.onHeading?.(code === 61 ? 1 : 2, start, end, line);
        this.#endParagraph();
        return;
      }
    }
    if (this.#isBreakAt(at)) {
      this.#endParagraph();
      return;
    }
    this.#paragraph ??= { start: at, end: at, line: this.#line };
    this.#paragraph.end = this.#lineEnd;
  }

  #heading(level: number, from: number): void {
    const text = this.#text;
    let start = from;
    while (start < this.#lineEnd && isSpace(text.charCodeAt(start))) start += 1;
    const content = text.slice(start, this.#lineEnd).trimEnd().replace(closingHashes, '');
    const end = start + content.length;
    this.#visitor.onHeading?.(level, start, end, this.#line);
    if (end > start) this.#visitor.onText(start, end, this.#line);
  }

  // A footnote's definition holds blocks as an item does; its later lines are indented by four.
  #openFootnote(at: number, code: number): boolean {
    const label =
      code === 91 && this.#paragraph === null ? matchAt(footnote, this.#text, at) : null;
    if (label === null) return false;
    this.#at = at + label[0].length;
    this.#column = 0;
    this.#containers.push({ kind: 'item', indent: 4 });
    return true;
  }

  #openItem(indent: Indent, code: number): boolean {
    const isCandidate = code === 45 || code === 42 || code === 43 || (code >= 48 && code <= 57);
    if (!isCandidate || this.#isBreakAt(indent.at)) return false;
    if (this.#paragraph !== null && code === 45 && this.#onLine(setextUnderline, indent.at)) {
      return false;
    }
    const marker = this.#markerAt(indent.at);
    if (marker === null) return false;
    this.#endParagraph();
    const markerWidth = indent.width + marker.length;
    this.#at = indent.at + marker.length;
    this.#column = indent.column + marker.length;
    const after = this.#indent();
    const isEmpty = this.#isBlankAt(after.at);
    const padding = isEmpty || after.width > 4 ? 1 : after.width; // beyond four it is code
    this.#containers.push({ kind: 'item', indent: markerWidth + padding });
    if (!isEmpty) this.#eatColumns(padding);
    else this.#at = after.at;
    return true;
  }

  // A list marker here; one that may not interrupt an open paragraph is none.
  #markerAt(at: number): string | null {
    const marker = matchAt(listMarker, this.#text, at);
    if (marker === null) return null;
    const isInItem = this.#containers.at(-1)?.kind === 'item';
    if (this.#paragraph !== null && !isInItem) {
      if (this.#isBlankAt(at + marker[0].length)) return null;
      if (marker[1] !== undefined && Number(marker[1]) !== 1) return null;
    }
    return marker[0];
  }

  #fenceAt(at: number): Fence | null {
    const char = this.#text.charCodeAt(at);
    let end = at;
    while (this.#text.charCodeAt(end) === char) end += 1;
    if (end - at < 3) return null;
    // An info string after backticks holds none, else the line is inline code.
    if (char === 96 && this.#text.slice(end, this.#lineEnd).includes('`')) return null;
    return { char, length: end - at, depth: this.#containers.length };
  }

  #readFenced({ at, width }: Indent, fence: Fence, lineStart: number): void {
    this.#visitor.onVerbatim?.(lineStart, this.#lineEnd);
    if (width > 3 || this.#text.charCodeAt(at) !== fence.char) return;
    let end = at;
    while (this.#text.charCodeAt(end) === fence.char) end += 1;
    if (end - at >= fence.length && this.#isBlankAt(end)) this.#fence = null;
  }

  #openHtml(at: number): boolean {
    const text = this.#text;
    const start = matchAt(htmlStart, text, at);
    let end: RegExp | null = null;
    if (start !== null) {
      if (start[1] !== undefined) end = /<\/(?:script|pre|style|textarea)>/i;
      else if (start[2] !== undefined) end = /-->/;
      else if (start[3] !== undefined) end = /\?>/;
      else if (start[4] !== undefined) end = />/;
      else if (start[5] !== undefined) end = /\]\]>/;
    } else if (this.#paragraph !== null || this.#onLine(loneTag, at) === null) {
      return false;
    }
    this.#endParagraph();
    this.#html = { end, depth: this.#containers.length };
    this.#readHtml(at, false, end);
    return true;
  }

  #readHtml(from: number, isBlank: boolean, end: RegExp | null): void {
    if (end === null) {
      if (isBlank) {
        this.#html = null;
        return;
      }
    } else if (end.test(this.#text.slice(from, this.#lineEnd))) {
      this.#html = null;
    }
    this.#visitor.onVerbatim?.(from, this.#lineEnd);
  }

  #endParagraph(): void {
    const paragraph = this.#paragraph;
    if (paragraph === null) return;
    this.#paragraph = null;
    this.#visitor.onText(paragraph.start, paragraph.end, paragraph.line);
  }

  #onLine(pattern: RegExp, at: number): RegExpExecArray | null {
    return matchAt(pattern, this.#text.slice(at, this.#lineEnd), 0);
  }

  #isBreakAt(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    if (code !== 45 && code !== 42 && code !== 95) return false;
    return this.#onLine(thematicBreak, at) !== null;
  }

  #isBlankAt(at: number): boolean {
    let index = at;
    while (index < this.#lineEnd && isSpace(this.#text.charCodeAt(index))) index += 1;
    return index === this.#lineEnd;
  }

  #indent(): Indent {
    let at = this.#at;
    let column = this.#column;
    for (; at < this.#lineEnd; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 32) column += 1;
      else if (code === 9) column += 4 - (column % 4);
      else break;
    }
    return { at, column, width: column - this.#column };
  }

  #eatQuoteMark(indent: Indent): void {
    this.#at = indent.at + 1;
    this.#column = indent.column + 1;
    if (this.#text.charCodeAt(this.#at) === 32 || this.#text.charCodeAt(this.#at) === 9) {
      this.#eatColumns(1);
    }
  }

  // Goes on by columns; a tab that is wider than what is left to eat stays, as columns still due.
  #eatColumns(columns: number): void {
    const goal = this.#column + columns;
    while (this.#column < goal && this.#at < this.#lineEnd) {
      const isTab = this.#text.charCodeAt(this.#at) === 9;
      const next = isTab ? this.#column + 4 - (this.#column % 4) : this.#column + 1;
      if (next > goal) break;
      this.#column = next;
      this.#at += 1;
    }
    this.#column = goal;
  }
}
