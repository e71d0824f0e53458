import {
  $applyNodeReplacement,
  type LexicalNode,
  type LexicalUpdateJSON,
  type NodeKey,
  type SerializedElementNode,
  setDOMUnmanaged,
  type Spread,
} from 'lexical';
import { familyOfCallout, titleOfCallout } from '../../../shared/markdown/callouts.ts';
import type { Fold } from '../../../shared/markdown/model/blocks.ts';
import { ContainerNode, createContainerContent } from './ContainerNode.ts';

type SerializedCallout = Spread<
  { readonly calloutType: string; readonly fold: Fold },
  SerializedElementNode
>;

/** A callout: its title first, then any blocks, as in a quote. */
export class CalloutNode extends ContainerNode {
  __calloutType: string;
  __fold: Fold;

  static override getType(): string {
    return 'callout';
  }

  static override clone(node: CalloutNode): CalloutNode {
    return new CalloutNode(node.__calloutType, node.__fold, node.__key);
  }

  static override importJSON(json: SerializedCallout): CalloutNode {
    return $createCalloutNode(json.calloutType, json.fold).updateFromJSON(json);
  }

  constructor(type = 'note', fold: Fold = null, key?: NodeKey) {
    super(key);
    this.__calloutType = type;
    this.__fold = fold;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedCallout>): this {
    return super.updateFromJSON(json);
  }

  override exportJSON(): SerializedCallout {
    return { ...super.exportJSON(), calloutType: this.__calloutType, fold: this.__fold };
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'callout cp-callout';
    element.setAttribute('role', 'group');
    const tools = document.createElement('div');
    tools.className = 'cp-callout-tools';
    tools.contentEditable = 'false';
    tools.append(toolButton('kind'), toolButton('fold'));
    setDOMUnmanaged(tools);
    element.append(tools, createContainerContent('cp-callout-content'));
    this.#show(element);
    return element;
  }

  override updateDOM(before: this, element: HTMLElement): boolean {
    if (before.__calloutType !== this.__calloutType || before.__fold !== this.__fold)
      this.#show(element);
    return false;
  }

  getCalloutType(): string {
    return this.getLatest().__calloutType;
  }

  setCalloutType(type: string): this {
    const self = this.getWritable();
    self.__calloutType = type;
    return self;
  }

  getFold(): Fold {
    return this.getLatest().__fold;
  }

  setFold(fold: Fold): this {
    const self = this.getWritable();
    self.__fold = fold;
    return self;
  }

  // The kind stands for a missing title, drawn by the style sheet.
  #show(element: HTMLElement): void {
    const name = titleOfCallout(this.__calloutType);
    element.dataset['callout'] = familyOfCallout(this.__calloutType);
    element.dataset['fold'] = this.__fold ?? '';
    element.ariaLabel = `Callout: ${name}`;
    element.style.setProperty('--callout-name', JSON.stringify(name));
    const [kind, fold] = element.querySelectorAll(':scope > .cp-callout-tools > button');
    if (kind !== undefined) kind.ariaLabel = `Kind of callout: ${name}`;
    if (fold !== undefined)
      fold.ariaLabel = `Readers find it ${this.__fold === '-' ? 'closed' : 'open'}`;
  }
}

// For the pointer; by keyboard the same is in the toolbar.
function toolButton(name: 'kind' | 'fold'): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.tabIndex = -1;
  button.className = `cp-callout-${name}`;
  button.dataset['calloutTool'] = name;
  return button;
}

export function $createCalloutNode(type: string, fold: Fold): CalloutNode {
  return $applyNodeReplacement(new CalloutNode(type, fold));
}

export function $isCalloutNode(node: LexicalNode | null | undefined): node is CalloutNode {
  return node instanceof CalloutNode;
}
