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
import type { Block } from '../../../shared/markdown/model/blocks.ts';
import { BlockAtomView } from '../BlockAtomView.tsx';

type SerializedBlockAtom = Spread<{ readonly source: string }, SerializedLexicalNode>;

/** A block kept as its markdown source: HTML, a definition. */
export class BlockAtomNode extends DecoratorNode<ReactNode> {
  __source: string;
  /** What the source says now, where a person is at it; null: itself. */
  __read: (() => readonly Block[]) | null = null;

  static override getType(): string {
    return 'block-atom';
  }

  static override clone(node: BlockAtomNode): BlockAtomNode {
    const made = new BlockAtomNode(node.__source, node.__key);
    made.__read = node.__read;
    return made;
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

  /** What it is to be written as. */
  getBlocks(): readonly Block[] {
    const { __read: read, __source: source } = this.getLatest();
    return read?.() ?? [{ kind: 'opaque', source }];
  }

  /** @param read what the source says, where that may be anything: asked when it is wanted */
  setSource(source: string, read: (() => readonly Block[]) | null): this {
    const writable = this.getWritable();
    writable.__source = source;
    writable.__read = read;
    return writable;
  }
}

export function $createBlockAtomNode(source: string): BlockAtomNode {
  return $applyNodeReplacement(new BlockAtomNode(source));
}

export function $isBlockAtomNode(node: LexicalNode | null | undefined): node is BlockAtomNode {
  return node instanceof BlockAtomNode;
}
