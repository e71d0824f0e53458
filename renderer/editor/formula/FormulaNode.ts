import {
  $applyNodeReplacement,
  DecoratorNode,
  type LexicalNode,
  type LexicalUpdateJSON,
  type NodeKey,
  type SerializedLexicalNode,
  type Spread,
} from 'lexical';
import { drawFormula } from '../../article/formula/formula-drawing.ts';

type SerializedFormula = Spread<{ readonly text: string }, SerializedLexicalNode>;

/** A formula on lines of its own, drawn. */
export class FormulaNode extends DecoratorNode<null> {
  __text: string;

  static override getType(): string {
    return 'formula';
  }

  static override clone(node: FormulaNode): FormulaNode {
    return new FormulaNode(node.__text, node.__key);
  }

  static override importJSON(json: SerializedFormula): FormulaNode {
    return $createFormulaNode(json.text).updateFromJSON(json);
  }

  constructor(text = '', key?: NodeKey) {
    super(key);
    this.__text = text;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedFormula>): this {
    return super.updateFromJSON(json);
  }

  override exportJSON(): SerializedFormula {
    return { ...super.exportJSON(), text: this.__text };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'cp-formula-block';
    drawFormula(element, { tex: this.__text, isLarge: true });
    return element;
  }

  override updateDOM(before: this, element: HTMLElement): boolean {
    if (before.__text !== this.__text) drawFormula(element, { tex: this.__text, isLarge: true });
    return false;
  }

  override decorate(): null {
    return null;
  }

  override isInline(): boolean {
    return false;
  }

  override getTextContent(): string {
    return `$$\n${this.getText()}\n$$`;
  }

  getText(): string {
    return this.getLatest().__text;
  }

  setText(text: string): this {
    const writable = this.getWritable();
    writable.__text = text;
    return writable;
  }
}

export function $createFormulaNode(text: string): FormulaNode {
  return $applyNodeReplacement(new FormulaNode(text));
}

export function $isFormulaNode(node: LexicalNode | null | undefined): node is FormulaNode {
  return node instanceof FormulaNode;
}
