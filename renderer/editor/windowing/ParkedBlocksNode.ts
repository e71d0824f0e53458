import {
  $applyNodeReplacement,
  DecoratorNode,
  type LexicalNode,
  type NodeKey,
  type SerializedLexicalNode,
  type Spread,
} from 'lexical';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { parkedBox } from './parked-box.ts';

type SerializedParkedBlocks = Spread<
  { readonly blocks: readonly BlockNow[]; readonly heightPx: number },
  SerializedLexicalNode
>;

// What another page of the browser put on the clipboard must not become blocks unseen.
const parkedHere = new WeakSet<readonly BlockNow[]>();

/**
 * Blocks that are far from what is looked at, as models: the place of as many children of the root. It
 * draws an empty box. Never changed in place.
 */
export class ParkedBlocksNode extends DecoratorNode<null> {
  __blocks: readonly BlockNow[];
  __heightPx: number;

  static override getType(): string {
    return 'parked-blocks';
  }

  static override clone(node: ParkedBlocksNode): ParkedBlocksNode {
    return new ParkedBlocksNode(node.__blocks, node.__heightPx, node.__key);
  }

  static override importJSON(json: SerializedParkedBlocks): ParkedBlocksNode {
    const blocks = parkedHere.has(json.blocks) ? json.blocks : [];
    return $createParkedBlocksNode(blocks, json.heightPx).updateFromJSON(json);
  }

  constructor(blocks: readonly BlockNow[] = [], heightPx = 0, key?: NodeKey) {
    super(key);
    this.__blocks = blocks;
    this.__heightPx = heightPx;
    parkedHere.add(blocks);
  }

  /** For the same window only: the blocks go along by reference. */
  override exportJSON(): SerializedParkedBlocks {
    return { ...super.exportJSON(), blocks: this.__blocks, heightPx: this.__heightPx };
  }

  override createDOM(): HTMLElement {
    return parkedBox('div', this.__heightPx);
  }

  override updateDOM(): boolean {
    return false;
  }

  override decorate(): null {
    return null;
  }

  override isInline(): boolean {
    return false;
  }

  override isKeyboardSelectable(): boolean {
    return false;
  }

  /** The same array as long as the node lives. */
  getBlocks(): readonly BlockNow[] {
    return this.__blocks;
  }

  getHeightPx(): number {
    return this.__heightPx;
  }
}

export function $createParkedBlocksNode(
  blocks: readonly BlockNow[],
  heightPx: number,
): ParkedBlocksNode {
  return $applyNodeReplacement(new ParkedBlocksNode(blocks, heightPx));
}

export function $isParkedBlocksNode(
  node: LexicalNode | null | undefined,
): node is ParkedBlocksNode {
  return node instanceof ParkedBlocksNode;
}
