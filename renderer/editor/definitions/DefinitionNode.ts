import {
  $applyNodeReplacement,
  DecoratorNode,
  type LexicalNode,
  type LexicalUpdateJSON,
  type NodeKey,
  type SerializedLexicalNode,
  type Spread,
} from 'lexical';
import type { Definition } from '../../../shared/markdown/model/blocks.ts';
import { serialiseBlock } from '../../../shared/markdown/model/serialise.ts';
import { defaultStyle } from '../../../shared/markdown/model/style.ts';

/** What a definition says. */
export type Address = Omit<Definition, 'kind'>;

type SerializedDefinition = Spread<Address, SerializedLexicalNode>;

/** Where the links lead that are written by a label: a quiet line. A page can hold hundreds: no React. */
export class DefinitionNode extends DecoratorNode<null> {
  __address: Address;

  static override getType(): string {
    return 'definition';
  }

  static override clone(node: DefinitionNode): DefinitionNode {
    return new DefinitionNode(node.__address, node.__key);
  }

  static override importJSON(json: SerializedDefinition): DefinitionNode {
    const { label, title, url } = json;
    return $createDefinitionNode({ label, url, title }).updateFromJSON(json);
  }

  constructor(address: Address = { label: '', url: '', title: '' }, key?: NodeKey) {
    super(key);
    this.__address = address;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedDefinition>): this {
    return super.updateFromJSON(json);
  }

  override exportJSON(): SerializedDefinition {
    return { ...super.exportJSON(), ...this.__address };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'cp-definition';
    element.setAttribute('role', 'group');
    draw(element, this.__address);
    return element;
  }

  override updateDOM(before: this, element: HTMLElement): boolean {
    if (before.__address !== this.__address) draw(element, this.__address);
    return false;
  }

  override decorate(): null {
    return null;
  }

  override isInline(): boolean {
    return false;
  }

  override getTextContent(): string {
    return serialiseBlock({ kind: 'definition', ...this.getAddress() }, defaultStyle);
  }

  getAddress(): Address {
    return this.getLatest().__address;
  }

  setAddress(address: Address): this {
    const writable = this.getWritable();
    writable.__address = address;
    return writable;
  }
}

function draw(element: HTMLElement, { label, title, url }: Address): void {
  const part = (name: string, text: string) => {
    const span = document.createElement('span');
    span.className = `cp-definition-${name}`;
    span.textContent = text;
    span.dir = 'auto';
    return span;
  };
  const arrow = part('arrow', '→');
  arrow.setAttribute('aria-hidden', 'true');
  const parts = [part('label', label), arrow, part('url', url)];
  element.replaceChildren(...parts, ...(title === '' ? [] : [part('title', title)]));
  element.setAttribute('aria-label', `Link address ${label}`);
}

export function $createDefinitionNode(address: Address): DefinitionNode {
  return $applyNodeReplacement(new DefinitionNode(address));
}

export function $isDefinitionNode(node: LexicalNode | null | undefined): node is DefinitionNode {
  return node instanceof DefinitionNode;
}
