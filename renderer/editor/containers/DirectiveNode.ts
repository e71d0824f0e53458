import {
  $applyNodeReplacement,
  type LexicalNode,
  type LexicalUpdateJSON,
  type NodeKey,
  type SerializedElementNode,
  setDOMUnmanaged,
  type Spread,
} from 'lexical';
import { lookOfDirective } from '../../../shared/markdown/directives.ts';
import { ContainerNode, createContainerContent } from './ContainerNode.ts';

type SerializedDirective = Spread<{ readonly head: string }, SerializedElementNode>;

/** Blocks between `:::name` and `:::`, as in a quote. */
export class DirectiveNode extends ContainerNode {
  __head: string;

  static override getType(): string {
    return 'directive';
  }

  static override clone(node: DirectiveNode): DirectiveNode {
    return new DirectiveNode(node.__head, node.__key);
  }

  static override importJSON(json: SerializedDirective): DirectiveNode {
    return $createDirectiveNode(json.head).updateFromJSON(json);
  }

  constructor(head = 'note', key?: NodeKey) {
    super(key);
    this.__head = head;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedDirective>): this {
    return super.updateFromJSON(json);
  }

  override exportJSON(): SerializedDirective {
    return { ...super.exportJSON(), head: this.__head };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.setAttribute('role', 'group');
    const button = document.createElement('button');
    button.type = 'button';
    button.tabIndex = -1;
    button.contentEditable = 'false';
    button.dataset['directiveHead'] = '';
    button.append(document.createElement('span'), document.createElement('code'));
    setDOMUnmanaged(button);
    element.append(button, createContainerContent('cp-directive-content'));
    this.#show(element);
    return element;
  }

  override updateDOM(before: this, element: HTMLElement): boolean {
    if (before.__head !== this.__head) this.#show(element);
    return false;
  }

  getHead(): string {
    return this.getLatest().__head;
  }

  setHead(head: string): this {
    const self = this.getWritable();
    self.__head = head;
    return self;
  }

  // The head is whatever somebody wrote: it is shown as text, and its look is one of ours.
  #show(element: HTMLElement): void {
    const { family, label } = lookOfDirective(this.__head);
    element.className = family === null ? 'cp-directive' : 'cp-directive callout';
    if (family === null) delete element.dataset['callout'];
    else element.dataset['callout'] = family;
    element.ariaLabel = `Directive: ${label}`;
    const button = element.querySelector<HTMLElement>(':scope > [data-directive-head]');
    if (button === null) return;
    button.className = family === null ? 'cp-directive-head' : 'cp-directive-head callout-title';
    button.ariaLabel = `Name and title of this directive: ${label}`;
    const [words, written] = button.children;
    if (words !== undefined) words.textContent = label;
    if (written !== undefined) written.textContent = `:::${this.__head.trimEnd()}`;
  }
}

export function $createDirectiveNode(head: string): DirectiveNode {
  return $applyNodeReplacement(new DirectiveNode(head));
}

export function $isDirectiveNode(node: LexicalNode | null | undefined): node is DirectiveNode {
  return node instanceof DirectiveNode;
}
