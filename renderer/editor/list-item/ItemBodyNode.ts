import { $applyNodeReplacement, type LexicalNode, type SerializedElementNode } from 'lexical';
import { ContainerNode } from '../containers/ContainerNode.ts';

/** What a list item holds below its text: its last child, with any blocks in it. */
export class ItemBodyNode extends ContainerNode {
  static override getType(): string {
    return 'item-body';
  }

  static override clone(node: ItemBodyNode): ItemBodyNode {
    return new ItemBodyNode(node.__key);
  }

  static override importJSON(json: SerializedElementNode): ItemBodyNode {
    return $createItemBodyNode().updateFromJSON(json);
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'cp-item-body';
    return element;
  }

  override updateDOM(): boolean {
    return false;
  }
}

export function $createItemBodyNode(): ItemBodyNode {
  return $applyNodeReplacement(new ItemBodyNode());
}

export function $isItemBodyNode(node: LexicalNode | null | undefined): node is ItemBodyNode {
  return node instanceof ItemBodyNode;
}
