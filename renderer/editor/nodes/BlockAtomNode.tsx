import {
  $applyNodeReplacement,
  DecoratorNode,
  type LexicalNode,
  type LexicalUpdateJSON,
  type NodeKey,
  type SerializedLexicalNode,
  type Spread,
} from 'lexical';
import type { ReactNode } from 'react';
import { BlockAtomView } from '../BlockAtomView.tsx';

type SerializedBlockAtom = Spread<{ readonly source: string }, SerializedLexicalNode>;

/** A block kept as its markdown source: HTML, a definition. */
export class BlockAtomNode extends DecoratorNode<ReactNode> {
  __source: string;

  static override getType(): string {
    return 'block-atom';
  }

  static override clone(node: BlockAtomNode): BlockAtomNode {
    return new BlockAtomNode(node.__source, node.__key);
  }

  static override importJSON(json: SerializedBlockAtom): BlockAtomNode {
    return $createBlockAtomNode(json.source).updateFromJSON(json);
  }

  constructor(source = '', key?: NodeKey) {
    super(key);
    this.__source = source;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedBlockAtom>): this {
    return super.updateFromJSON(json);
  }

  override exportJSON(): SerializedBlockAtom {
    return { ...super.exportJSON(), source: this.__source };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'cp-block-atom';
    return element;
  }

  override updateDOM(): boolean {
    return false;
  }

  override decorate(): ReactNode {
    return <BlockAtomView nodeKey={this.__key} source={this.__source} />;
  }

  override isInline(): boolean {
    return false;
  }

  override getTextContent(): string {
    return this.getLatest().__source;
  }

  getSource(): string {
    return this.getLatest().__source;
  }
}

export function $createBlockAtomNode(source: string): BlockAtomNode {
  return $applyNodeReplacement(new BlockAtomNode(source));
}

export function $isBlockAtomNode(node: LexicalNode | null | undefined): node is BlockAtomNode {
  return node instanceof BlockAtomNode;
}
