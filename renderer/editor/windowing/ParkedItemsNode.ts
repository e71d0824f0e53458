import { ListItemNode, type SerializedListItemNode } from '@lexical/list';
import {
  $applyNodeReplacement,
  type LexicalNode,
  type LexicalUpdateJSON,
  type Spread,
} from 'lexical';
import type { ListItem } from '../../../shared/markdown/model/blocks.ts';
import { parkedBox } from './parked-box.ts';

type SerializedParkedItems = Spread<
  { readonly items: readonly ListItem[]; readonly heightPx: number },
  SerializedListItemNode
>;

// What another page of the browser put on the clipboard must not become items unseen.
const parkedHere = new WeakSet<readonly ListItem[]>();

/** Items of a long list that are far from what is looked at, as models. Never changed in place. */
export class ParkedItemsNode extends ListItemNode {
  __items: readonly ListItem[] = [];
  __heightPx = 0;

  static override getType(): string {
    return 'parked-items';
  }

  static override clone(node: ParkedItemsNode): ParkedItemsNode {
    return new ParkedItemsNode(node.__value, node.__checked, node.__key);
  }

  static override importJSON(json: SerializedParkedItems): ParkedItemsNode {
    return $createParkedItemsNode([], 0).updateFromJSON(json);
  }

  override afterCloneFrom(before: this): void {
    super.afterCloneFrom(before);
    this.__items = before.__items;
    this.__heightPx = before.__heightPx;
  }

  override updateFromJSON(json: LexicalUpdateJSON<SerializedParkedItems>): this {
    const items = parkedHere.has(json.items) ? json.items : [];
    return super.updateFromJSON(json).setItems(items, json.heightPx);
  }

  /** For the same window only: the items go along by reference. */
  override exportJSON(): SerializedParkedItems {
    return { ...super.exportJSON(), items: this.__items, heightPx: this.__heightPx };
  }

  override createDOM(): HTMLElement {
    return parkedBox('li', this.__heightPx);
  }

  override updateDOM(): boolean {
    return false;
  }

  override canBeEmpty(): true {
    return true;
  }

  override canIndent(): false {
    return false;
  }

  /** The same array as long as the node lives. */
  getItems(): readonly ListItem[] {
    return this.getLatest().__items;
  }

  getHeightPx(): number {
    return this.getLatest().__heightPx;
  }

  setItems(items: readonly ListItem[], heightPx: number): this {
    const writable = this.getWritable();
    writable.__items = items;
    writable.__heightPx = heightPx;
    parkedHere.add(items);
    return writable;
  }
}

export function $createParkedItemsNode(
  items: readonly ListItem[],
  heightPx: number,
): ParkedItemsNode {
  return $applyNodeReplacement(new ParkedItemsNode()).setItems(items, heightPx);
}

export function $isParkedItemsNode(node: LexicalNode | null | undefined): node is ParkedItemsNode {
  return node instanceof ParkedItemsNode;
}
