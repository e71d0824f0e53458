import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { isBlank, normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import { type Around, HtmlLines } from './html-lines.ts';
import { isDropped, isPixel, marksIn, safeUrl, styleOf } from './html-marks.ts';
import { listOf, tableOf, wordList } from './html-structures.ts';

const maxDepth = 120;
const maxNodes = 60_000;

const blockTags = new Set(
  (
    'P DIV SECTION ARTICLE MAIN HEADER FOOTER ASIDE NAV FIGURE FIGCAPTION ADDRESS DL DT DD DETAILS ' +
    'SUMMARY FIELDSET FORM CENTER HGROUP BODY HTML LI TR TD TH TBODY THEAD TFOOT CAPTION LEGEND'
  ).split(' '),
);

/**
 * What copied HTML says, as blocks of a page: of its looks nothing stays, nothing in it runs and
 * nothing is loaded. Null: more than can be looked through at once.
 *
 * @param ownOrigin where this app is served from; links to it say nothing elsewhere
 */
export function blocksOfHtml(html: string, ownOrigin: string): readonly Block[] | null {
  // A document that is nowhere shown: scripts do not run in it, pictures are not fetched.
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  if (body.querySelectorAll('*').length > maxNodes) return null;
  const start: Around = { marks: 0, link: null, depth: 0 };
  return new HtmlReader(ownOrigin)
    .blocks(body.childNodes, start)
    .map(normaliseBlock)
    .filter((block) => !isBlank(block));
}

/** Reads the nodes of a document that was parsed from HTML. */
export class HtmlReader {
  readonly #ownOrigin: string;

  constructor(ownOrigin: string) {
    this.#ownOrigin = ownOrigin;
  }

  blocks(nodes: Iterable<Node>, around: Around): readonly Block[] {
    const lines = new HtmlLines();
    this.#readAll(nodes, around, lines);
    return lines.blocks();
  }

  #readAll(nodes: Iterable<Node>, around: Around, lines: HtmlLines): void {
    const all = [...nodes];
    for (let index = 0; index < all.length; index += 1) {
      const node = all[index];
      if (node === undefined) continue;
      const word = wordList(all, index, this, around);
      if (word !== null) {
        lines.block(word.list);
        index += word.count - 1;
      } else this.#read(node, around, lines);
    }
  }

  #read(node: Node, around: Around, lines: HtmlLines): void {
    if (node.nodeType === Node.TEXT_NODE) {
      lines.text(node.textContent ?? '', around);
    } else if (node instanceof Element && !isDropped(node)) {
      if (around.depth > maxDepth) lines.text(node.textContent, around);
      else this.#readElement(node, { ...around, depth: around.depth + 1 }, lines);
    }
  }

  #readElement(element: Element, around: Around, lines: HtmlLines): void {
    const tag = element.tagName.toUpperCase();
    const heading = headingLevel(element, tag);
    if (heading !== null) {
      lines.endLine();
      this.#readHeading(element, heading, around, lines);
      return;
    }
    switch (tag) {
      case 'BR':
        lines.lineBreak();
        return;
      case 'HR':
        lines.block({ kind: 'rule' });
        return;
      case 'PRE':
        lines.block(codeOf(element));
        return;
      case 'UL':
      case 'OL':
      case 'MENU':
        lines.block(listOf(element, this, around));
        return;
      case 'BLOCKQUOTE':
        lines.block({ kind: 'quote', children: this.blocks(element.childNodes, around) });
        return;
      case 'TABLE': {
        const table = tableOf(element, this, around);
        for (const block of table ?? this.blocks(element.childNodes, around)) lines.block(block);
        return;
      }
      case 'IMG':
        this.#readPicture(element, around, lines);
        return;
      case 'MATH': {
        const formula = element.querySelector('annotation[encoding="application/x-tex"]');
        if (formula === null) lines.text(element.textContent, around);
        else lines.formula(formula.textContent, around);
        return;
      }
      case 'A': {
        const url = safeUrl(element.getAttribute('href'), this.#ownOrigin);
        const link = url === null ? around.link : { url, title: '' };
        this.#readAll(element.childNodes, { ...around, link }, lines);
        return;
      }
      default: {
        const isBlock = blockTags.has(tag);
        if (isBlock) lines.endLine();
        const marks = marksIn(element, around.marks);
        this.#readAll(element.childNodes, { ...around, marks }, lines);
        if (isBlock) lines.endLine();
      }
    }
  }

  // A heading is bold by itself.
  #readHeading(element: Element, level: number, around: Around, lines: HtmlLines): void {
    for (const block of this.blocks(element.childNodes, { ...around, marks: 0 })) {
      if (block.kind !== 'paragraph') lines.block(block);
      else {
        const children = block.children.map((inline) =>
          inline.kind === 'text' ? { ...inline, marks: inline.marks & ~1 } : inline,
        );
        lines.block({ kind: 'heading', level, children });
      }
    }
  }

  // What is not in the wiki is not shown: whoever serves it would learn who reads the page.
  #readPicture(image: Element, around: Around, lines: HtmlLines): void {
    const words = (image.getAttribute('alt') ?? '').trim();
    const url = isPixel(image) ? null : safeUrl(image.getAttribute('src'), this.#ownOrigin);
    if (url === null || !/^http/i.test(url)) {
      if (!isPixel(image)) lines.text(words, around);
      return;
    }
    const link = around.link ?? { url, title: '' };
    lines.text(words === '' ? 'Picture' : words, { ...around, link });
  }
}

function headingLevel(element: Element, tag: string): number | null {
  const level = /^H([1-6])$/.exec(tag)?.[1];
  if (level !== undefined) return Number(level);
  return tag === 'P' && element.classList.contains('MsoTitle') ? 1 : null;
}

function codeOf(element: Element): Block {
  const names = [element, element.querySelector('code'), element.parentElement]
    .map((each) => each?.getAttribute('class') ?? '')
    .join(' ');
  const info = /(?:^|\s)(?:language|lang|highlight-source)-([\w+#.-]+)/.exec(names)?.[1] ?? '';
  const lines = element.cloneNode(true);
  if (lines instanceof Element) {
    for (const end of lines.querySelectorAll('br')) end.replaceWith('\n');
  }
  const text = (lines.textContent ?? '').replace(/\u00a0/g, ' ').replace(/^\n|\n$/g, '');
  return { kind: 'code', info, text };
}

/** Whether a browser drew the HTML around a plain text, or a program of code its colours. */
export function isPlainAtHeart(html: string, types: readonly string[]): boolean {
  if (types.includes('vscode-editor-data')) return true;
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const [only, ...others] = [...body.children].filter(({ tagName }) => tagName !== 'META');
  return (
    only?.tagName === 'PRE' &&
    others.length === 0 &&
    styleOf(only).get('white-space') === 'pre-wrap'
  );
}
