import {
  $getRoot,
  $isDecoratorNode,
  $isElementNode,
  $isLineBreakNode,
  $isTextNode,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';

/** A node's stretch of the text of its part. */
export interface Piece {
  readonly key: NodeKey;
  /** An atom moves as one and is never changed in part. */
  readonly kind: 'text' | 'break' | 'atom';
  readonly from: number;
  readonly text: string;
}

/** What a reader sees of one block: a paragraph, an item, a cell, a block kept as source. */
export interface Part {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** The text of the page as it is shown: a wikilink by its words, not by its source. */
export function $partsOf(editor: LexicalEditor): Part[] {
  const parts: Part[] = [];
  let pieces: Piece[] = [];
  let length = 0;
  const push = (node: LexicalNode, kind: Piece['kind'], text: string) => {
    pieces.push({ key: node.getKey(), kind, from: length, text });
    length += text.length;
  };
  const endPart = () => {
    if (length > 0) parts.push({ text: pieces.map(({ text }) => text).join(''), pieces });
    pieces = [];
    length = 0;
  };
  const $collect = (element: ElementNode) => {
    for (const child of element.getChildren()) {
      if ($isTextNode(child)) push(child, 'text', child.getTextContent());
      else if ($isLineBreakNode(child)) push(child, 'break', '\n');
      else if ($isElementNode(child)) {
        if (!child.isInline()) endPart();
        $collect(child);
        if (!child.isInline()) endPart();
      } else if ($isDecoratorNode(child) && child.isInline()) {
        push(child, 'atom', editor.getElementByKey(child.getKey())?.textContent ?? '');
      } else {
        endPart();
        push(child, 'atom', child.getTextContent().trim());
        endPart();
      }
    }
  };
  $collect($getRoot());
  endPart();
  return parts;
}

/** The pieces that a stretch of a part touches. */
export function piecesIn(part: Part, from: number, to: number): readonly Piece[] {
  return part.pieces.filter((piece) => piece.from < to && piece.from + piece.text.length > from);
}

/** The stretch on the screen; null when it is not drawn. */
export function rangeOf(editor: LexicalEditor, part: Part, from: number, to: number): Range | null {
  const pieces = piecesIn(part, from, to);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return null;
  const range = document.createRange();
  const start = spotIn(editor, first, from - first.from);
  const end = spotIn(editor, last, to - last.from);
  if (start === null || end === null) return null;
  range.setStart(...start);
  range.setEnd(...end);
  return range;
}

function spotIn(editor: LexicalEditor, piece: Piece, offset: number): [Node, number] | null {
  const element = editor.getElementByKey(piece.key);
  if (element === null) return null;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) {
    if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  }
  // A block kept as source shows it among other words, such as its kind.
  const exact = texts.find((text) => text.data.trim() === piece.text.trim());
  let left = Math.max(0, Math.min(offset, piece.text.length));
  for (const text of exact === undefined ? texts : [exact]) {
    if (left <= text.length) return [text, left];
    left -= text.length;
  }
  return [element, 0];
}
