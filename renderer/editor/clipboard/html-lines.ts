import { sourceOfFormula } from '../../../shared/markdown/formulas.ts';
import type { Block, Inline, LinkPart } from '../../../shared/markdown/model/blocks.ts';

interface LinkTarget {
  readonly url: string;
  readonly title: string;
}

/** What surrounds a piece of text. */
export interface Around {
  readonly marks: number;
  readonly link: LinkTarget | null;
  readonly depth: number;
}

interface Piece {
  readonly part: LinkPart;
  readonly link: LinkTarget | null;
}

/** Gathers inlines into lines, and lines with the blocks between them into blocks. */
export class HtmlLines {
  readonly #blocks: Block[] = [];
  #line: Piece[] = [];

  text(text: string, { marks, link }: Around): void {
    const last = this.#line.at(-1)?.part;
    const isAtSpace =
      last === undefined || last.kind === 'break' || (last.kind === 'text' && / $/.test(last.text));
    const collapsed = text.replace(/[\s\u200b]+/g, ' ');
    const shown = isAtSpace ? collapsed.trimStart() : collapsed;
    if (shown !== '') this.#line.push({ part: { kind: 'text', text: shown, marks }, link });
  }

  formula(tex: string, around: Around): void {
    const { marks, link } = around;
    // A dollar in it would end it.
    if (tex.trim() === '' || /\$|\\\s*$/.test(tex)) {
      this.text(tex, around);
      return;
    }
    const source = sourceOfFormula({ tex, isLarge: false });
    this.#line.push({ part: { kind: 'atom', type: 'formula', source, marks }, link });
  }

  lineBreak(): void {
    this.#line.push({ part: { kind: 'break' }, link: null });
  }

  block(block: Block): void {
    this.endLine();
    this.#blocks.push(block);
  }

  /** Ends the paragraph. */
  endLine(): void {
    const children = this.takeLine();
    if (children.length > 0) this.#blocks.push({ kind: 'paragraph', children });
  }

  /** What stands in the line so far, which begins anew. */
  takeLine(): Inline[] {
    const pieces = this.#line;
    this.#line = [];
    const hasWords = pieces.some(({ part }) => saysSomething(part));
    return hasWords ? inlinesOf(pieces) : [];
  }

  blocks(): readonly Block[] {
    this.endLine();
    return this.#blocks;
  }
}

function saysSomething(part: LinkPart): boolean {
  return part.kind === 'atom' || (part.kind === 'text' && part.text.trim() !== '');
}

function inlinesOf(pieces: readonly Piece[]): Inline[] {
  const inlines: Inline[] = [];
  let parts: LinkPart[] = [];
  pieces.forEach(({ part, link }, index) => {
    if (link === null) {
      inlines.push(part);
      return;
    }
    parts.push(part);
    if (pieces[index + 1]?.link === link) return;
    if (parts.some(saysSomething)) {
      inlines.push({ kind: 'link', ...link, children: parts });
    }
    parts = [];
  });
  return inlines;
}
