/** A text node's stretch of the text of its part. */
interface Piece {
  readonly node: Text;
  readonly from: number;
}

/** What a reader sees of one block: a paragraph, an item, a cell. */
export interface ArticlePart {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

const blocks =
  'p, li, h1, h2, h3, h4, h5, h6, td, th, pre, dt, dd, summary, figcaption, blockquote, details, div, section, article';
// Said to screen readers only, or a button's name.
const unseen = 'button, .sr-only, [hidden], script, style';

/** The words of an article, block by block, in order. */
export function articleParts(article: Element): ArticlePart[] {
  const parts: ArticlePart[] = [];
  let block: Element | null = null;
  let pieces: Piece[] = [];
  let text = '';
  const endPart = () => {
    if (text.trim() !== '') parts.push({ text, pieces });
    pieces = [];
    text = '';
  };
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text)) {
      if (node instanceof HTMLBRElement) text += '\n';
      continue;
    }
    const parent = node.parentElement;
    if (parent === null || parent.closest(unseen) !== null) continue;
    const around = parent.closest(blocks);
    if (around !== block) endPart();
    block = around;
    pieces.push({ node, from: text.length });
    // A line of the source goes on on the next one: a reader sees a space.
    text += around?.matches('pre') === true ? node.data : node.data.replace(/\s/g, ' ');
  }
  endPart();
  return parts;
}

/** A stretch of a part on the screen; null when it is not there any more. */
export function rangeIn({ pieces }: ArticlePart, from: number, to: number): Range | null {
  const first = pieces.findLast((piece) => piece.from <= from);
  const last = pieces.findLast((piece) => piece.from < to);
  if (first === undefined || last === undefined || !first.node.isConnected) return null;
  const range = document.createRange();
  range.setStart(first.node, Math.min(from - first.from, first.node.length));
  range.setEnd(last.node, Math.min(to - last.from, last.node.length));
  return range;
}
