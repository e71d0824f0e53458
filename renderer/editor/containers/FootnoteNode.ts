import {
  $applyNodeReplacement,
  $createParagraphNode,
  type LexicalNode,
  type LexicalUpdateJSON,
  type NodeKey,
  type SerializedElementNode,
  setDOMUnmanaged,
  type Spread,
} from 'lexical';
import { ContainerNode, createContainerContent } from './ContainerNode.ts';

type SerializedFootnote = Spread<{ readonly label: string }, SerializedElementNode>;

/** What a footnote's mark leads to: any blocks, as in a quote. */
export class FootnoteNode extends ContainerNode {
  __label: string;

  static override getType(): string {
    return 'footnote';
  }

  static override clone(node: FootnoteNode): FootnoteNode {
    return new FootnoteNode(node.__label, node.__key);
  }

  static override importJSON(json: SerializedFootnote): FootnoteNode {
    return $createFootnoteNode(json.label).updateFromJSON(json);
  }

  constructor(label = '1', key?: NodeKey) {
    super(key);
    this.__label = label;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedFootnote>): this {
    return super.updateFromJSON(json);
  }

  override exportJSON(): SerializedFootnote {
    return { ...super.exportJSON(), label: this.__label };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'cp-footnote';
    element.setAttribute('role', 'group');
    element.dataset['footnote'] = this.__label;
    const back = document.createElement('button');
    back.type = 'button';
    back.tabIndex = -1;
    back.className = 'cp-footnote-back';
    back.contentEditable = 'false';
    back.dataset['footnoteBack'] = '';
    setDOMUnmanaged(back);
    element.append(back, createContainerContent('cp-footnote-content'));
    return element;
  }

  override updateDOM(before: this): boolean {
    return before.__label !== this.__label;
  }

  getLabel(): string {
    return this.getLatest().__label;
  }

  setLabel(label: string): this {
    const self = this.getWritable();
    self.__label = label;
    return self;
  }
}

/** A footnote without text, with a place to write it. */
export function $createEmptyFootnote(label: string): FootnoteNode {
  return $createFootnoteNode(label).append($createParagraphNode());
}

export function $createFootnoteNode(label: string): FootnoteNode {
  return $applyNodeReplacement(new FootnoteNode(label));
}

export function $isFootnoteNode(node: LexicalNode | null | undefined): node is FootnoteNode {
  return node instanceof FootnoteNode;
}
