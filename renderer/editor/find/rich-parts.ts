import {
  $getRoot,
  $isDecoratorNode,
  $isElementNode,
  $isLineBreakNode,
  $isTextNode,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { $foundInParked } from '../bridge/look-through.ts';
import { createMadeBefore } from '../bridge/made-before.ts';
import { titleOfDirective } from '../../../shared/markdown/directives.ts';
import { $isDirectiveNode } from '../containers/DirectiveNode.ts';
import { $isInlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { $isParked, type ParkedNode } from '../windowing/park.ts';
import { blockTexts, textOfAtom } from './block-texts.ts';

/** A node's stretch of the text of its part. */
export interface Piece {
  readonly key: NodeKey;
  /** An atom moves as one and is never changed in part. */
  readonly kind: 'text' | 'break' | 'atom' | 'title';
  readonly from: number;
  readonly text: string;
}

/** What a reader sees of one block: a paragraph, an item, a cell, a block kept as source. */
export interface Part {
  readonly text: string;
  /** None where it is parked. */
  readonly pieces: readonly Piece[];
  /** The node that stands for it and others; null where it has nodes of its own. */
  readonly parked: NodeKey | null;
}

const $partsBefore = createMadeBefore<readonly Part[]>();

/** The text of the page as it is shown: a wikilink by its words, not by its source. Parking changes none of it. */
export function $partsOf(): Part[] {
  return $getRoot()
    .getChildren()
    .flatMap((top) => $partsBefore(top, () => $partsOfTop(top, $partsInParked)));
}

function $partsInParked(node: ParkedNode): Part[] {
  const parked = node.getKey();
  return $foundInParked(blockTexts, node).map((text) => ({ text, pieces: [], parked }));
}

/** The parts of a child of the root. @param $inParked those of what is parked there */
export function $partsOfTop(
  top: LexicalNode,
  $inParked: (node: ParkedNode) => readonly Part[],
): Part[] {
  const parts: Part[] = [];
  let pieces: Piece[] = [];
  let length = 0;
  const push = (node: LexicalNode, kind: Piece['kind'], text: string) => {
    pieces.push({ key: node.getKey(), kind, from: length, text });
    length += text.length;
  };
  const endPart = () => {
    const text = pieces.map((piece) => piece.text).join('');
    if (length > 0) parts.push({ text, pieces, parked: null });
    pieces = [];
    length = 0;
  };
  const $collect = (node: LexicalNode) => {
    if ($isParked(node)) {
      endPart();
      parts.push(...$inParked(node));
    } else if ($isTextNode(node)) push(node, 'text', node.getTextContent());
    else if ($isLineBreakNode(node)) push(node, 'break', '\n');
    else if ($isInlineAtomNode(node)) {
      push(node, 'atom', textOfAtom(node.getAtomType(), node.getSource()));
    } else if ($isElementNode(node)) {
      if (!node.isInline()) endPart();
      if ($isDirectiveNode(node)) {
        push(node, 'title', titleOfDirective(node.getHead()));
        endPart();
      }
      for (const child of node.getChildren()) $collect(child);
      if (!node.isInline()) endPart();
    } else if ($isDecoratorNode(node)) {
      endPart();
      push(node, 'atom', node.getTextContent().trim());
      endPart();
    }
  };
  $collect(top);
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
  const start = spotIn(editor, first, from - first.from, 'start');
  const end = spotIn(editor, last, to - last.from, 'end');
  if (start === null || end === null) return null;
  range.setStart(...start);
  range.setEnd(...end);
  return range;
}

function spotIn(
  editor: LexicalEditor,
  piece: Piece,
  offset: number,
  side: 'start' | 'end',
): [Node, number] | null {
  const whole = editor.getElementByKey(piece.key);
  const isTitle = piece.kind === 'title';
  const element = isTitle ? (whole?.querySelector('[data-directive-head] > span') ?? null) : whole;
  if (element === null) return null;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) {
    if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  }
  // A block kept as source shows it among other words, such as its kind.
  const exact = texts.find((text) => text.data.trim() === piece.text.trim());
  const shown = exact === undefined ? texts : [exact];
  // What shows something else than its words, such as a drawn formula, is meant as a whole.
  const all = shown.map(({ data }) => data).join('');
  if (piece.kind === 'atom' && !all.trim().startsWith(piece.text.trim()))
    return [element, side === 'start' ? 0 : element.childNodes.length];
  let left = Math.max(0, Math.min(offset, piece.text.length));
  for (const text of shown) {
    if (left <= text.length) return [text, left];
    left -= text.length;
  }
  return [element, 0];
}
