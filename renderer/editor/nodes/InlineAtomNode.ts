import {
  $applyNodeReplacement,
  DecoratorNode,
  type LexicalNode,
  type LexicalUpdateJSON,
  type NodeKey,
  type SerializedLexicalNode,
  type Spread,
} from 'lexical';
import type { InlineAtomType } from '../../../shared/markdown/model/blocks.ts';
import { drawMedia } from '../pictures/draw-media.ts';
import { formulaOf } from '../../../shared/markdown/formulas.ts';
import { drawFormula } from '../../article/formula/formula-drawing.ts';
import { describeAtom } from './describe-atom.ts';

type SerializedInlineAtom = Spread<
  { readonly atomType: InlineAtomType; readonly source: string; readonly marks: number },
  SerializedLexicalNode
>;

/**
 * Something inline that is kept as its markdown source and moves as one: a wikilink, a picture, a tag.
 *
 * Drawn in `createDOM`: a page can hold hundreds, and a React portal for each doubled the memory.
 */
export class InlineAtomNode extends DecoratorNode<null> {
  __atomType: InlineAtomType;
  __source: string;
  /** Bold, italic and strike around it, as in `**[[Page]]**`. */
  __marks: number;

  static override getType(): string {
    return 'inline-atom';
  }

  static override clone(node: InlineAtomNode): InlineAtomNode {
    return new InlineAtomNode(node.__atomType, node.__source, node.__marks, node.__key);
  }

  static override importJSON(json: SerializedInlineAtom): InlineAtomNode {
    return $createInlineAtomNode(json.atomType, json.source, json.marks).updateFromJSON(json);
  }

  constructor(atomType: InlineAtomType = 'other', source = '', marks = 0, key?: NodeKey) {
    super(key);
    this.__atomType = atomType;
    this.__source = source;
    this.__marks = marks;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedInlineAtom>): this {
    return super.updateFromJSON(json);
  }

  override exportJSON(): SerializedInlineAtom {
    return {
      ...super.exportJSON(),
      atomType: this.__atomType,
      source: this.__source,
      marks: this.__marks,
    };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('span');
    const { kind, text, hint } = describeAtom(this.__atomType, this.__source);
    element.className = `cp-atom cp-atom-${kind}`;
    if ((this.__marks & 1) !== 0) element.classList.add('cp-mark-bold');
    if ((this.__marks & 2) !== 0) element.classList.add('cp-mark-italic');
    if ((this.__marks & 4) !== 0) element.classList.add('cp-mark-strike');
    if ((this.__marks & 128) !== 0) element.classList.add('cp-mark-highlight');
    if (kind === 'media') drawMedia(element, this.__source, text);
    else element.textContent = text;
    const formula = this.__atomType === 'formula' ? formulaOf(this.__source) : null;
    if (formula !== null) drawFormula(element, formula);
    // What a wikilink leads to is shown in a card.
    if (kind !== 'link' && kind !== 'media') element.title = hint;
    element.dataset['atom'] = this.__atomType;
    if (this.__atomType === 'footnote') element.dataset['footnoteMark'] = text;
    return element;
  }

  override updateDOM(before: this, element: HTMLElement): boolean {
    if (before.__marks !== this.__marks || before.__atomType !== this.__atomType) return true;
    if (before.__source === this.__source) return false;
    if (this.__atomType !== 'formula') return true;
    // The form it is written in stays beside it.
    drawFormula(element, formulaOf(this.__source));
    element.title = describeAtom(this.__atomType, this.__source).hint;
    return false;
  }

  override decorate(): null {
    return null;
  }

  override isInline(): boolean {
    return true;
  }

  override isKeyboardSelectable(): boolean {
    return true;
  }

  /** What a plain-text copy holds: the source, so that pasting it gives the same thing. */
  override getTextContent(): string {
    return this.getLatest().__source;
  }

  getAtomType(): InlineAtomType {
    return this.getLatest().__atomType;
  }

  getSource(): string {
    return this.getLatest().__source;
  }

  setSource(source: string): this {
    const writable = this.getWritable();
    writable.__source = source;
    return writable;
  }

  getMarks(): number {
    return this.getLatest().__marks;
  }
}

export function $createInlineAtomNode(
  type: InlineAtomType,
  source: string,
  marks: number,
): InlineAtomNode {
  return $applyNodeReplacement(new InlineAtomNode(type, source, marks));
}

export function $isInlineAtomNode(node: LexicalNode | null | undefined): node is InlineAtomNode {
  return node instanceof InlineAtomNode;
}
