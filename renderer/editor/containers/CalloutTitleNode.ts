import { $createQuoteNode } from '@lexical/rich-text';
import {
  $applyNodeReplacement,
  $createParagraphNode,
  ElementNode,
  type LexicalNode,
  type ParagraphNode,
  type RangeSelection,
  type SerializedElementNode,
} from 'lexical';
import { $goOnFrom } from '../nodes/node-states.ts';

/** The line at the top of a callout. */
export class CalloutTitleNode extends ElementNode {
  static override getType(): string {
    return 'callout-title';
  }

  static override clone(node: CalloutTitleNode): CalloutTitleNode {
    return new CalloutTitleNode(node.__key);
  }

  static override importJSON(json: SerializedElementNode): CalloutTitleNode {
    return $createCalloutTitleNode().updateFromJSON(json);
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'callout-title';
    return element;
  }

  override updateDOM(): boolean {
    return false;
  }

  /** Enter goes to the body. */
  override insertNewAfter(_selection: RangeSelection, restoreSelection?: boolean): ParagraphNode {
    const paragraph = $createParagraphNode();
    this.insertAfter(paragraph, restoreSelection);
    return paragraph;
  }

  /** Backspace at its start makes a quote of the callout. */
  override collapseAtStart(): boolean {
    $makeQuote(this);
    return true;
  }
}

export function $createCalloutTitleNode(): CalloutTitleNode {
  return $applyNodeReplacement(new CalloutTitleNode());
}

export function $isCalloutTitleNode(
  node: LexicalNode | null | undefined,
): node is CalloutTitleNode {
  return node instanceof CalloutTitleNode;
}

/** Makes a quote of the title's callout; its title is the first paragraph. */
export function $makeQuote(title: CalloutTitleNode): void {
  const callout = title.getParent();
  if (callout === null) return;
  const quote = $createQuoteNode({ shadowRoot: true });
  $goOnFrom(quote, callout);
  const rest = title.getNextSiblings();
  const first = title.isEmpty() && rest.length > 0 ? [] : [$createParagraphNode()];
  first[0]?.append(...title.getChildren());
  callout.insertBefore(quote);
  quote.append(...first, ...rest);
  callout.remove();
  quote.selectStart();
}
