import {
  $getRoot,
  $getSelection,
  $isElementNode,
  $isNodeSelection,
  $isRangeSelection,
  type LexicalEditor,
  type LexicalNode,
  type PointType,
  type SerializedLexicalNode,
} from 'lexical';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { type BlockNow, writePage } from '../../../shared/markdown/model/write-page.ts';
import { $exportBlocks } from '../bridge/export-blocks.ts';
import { unusedSign } from './sign.ts';

export interface Now {
  readonly page: PageModel;
  readonly blocks: readonly BlockNow[];
  readonly frontmatter: string;
  /** What these are written as. */
  readonly text: string;
}

/** A place in the editor: in text, or a node as a whole. */
type Spot = Pick<PointType, 'key' | 'offset' | 'type'>;

/** Where the ends of the selection stand in the written text; null when nothing is selected. */
export function selectionInText(
  editor: LexicalEditor,
  now: Now,
): { readonly anchor: number; readonly head: number } | null {
  const spots = editor.read($selectedSpots);
  if (spots === null) return null;
  const anchor = offsetOfSpot(editor, now, spots.anchor);
  const isCollapsed =
    spots.anchor.key === spots.head.key && spots.anchor.offset === spots.head.offset;
  return { anchor, head: isCollapsed ? anchor : offsetOfSpot(editor, now, spots.head) };
}

function $selectedSpots(): { readonly anchor: Spot; readonly head: Spot } | null {
  const selection = $getSelection();
  if ($isRangeSelection(selection)) return { anchor: selection.anchor, head: selection.focus };
  const [node] = selection?.getNodes() ?? [];
  if (!$isNodeSelection(selection) || node === undefined) return null;
  const spot = $spotBefore(node);
  return spot === null ? null : { anchor: spot, head: spot };
}

function $spotBefore(node: LexicalNode): Spot | null {
  const parent = node.getParent();
  if (parent === null) return null;
  return { key: parent.getKey(), offset: node.getIndexWithinParent(), type: 'element' };
}

/**
 * The page is written once more with a sign at the spot, and the sign looked for: whatever the writer
 * does with a block, it does with the sign in it.
 */
export function offsetOfSpot(editor: LexicalEditor, now: Now, spot: Spot): number {
  const sign = unusedSign(now.text);
  const signed = editor.read(() => $signedChild(spot, sign));
  if (signed === null) return 0;
  const state = editor.parseEditorState({
    root: {
      children: signed.json === null ? [] : [signed.json],
      type: 'root',
      version: 1,
      direction: null,
      format: '',
      indent: 0,
    },
  } as unknown as Parameters<LexicalEditor['parseEditorState']>[0]);
  const models = state.read(() => $exportBlocks(), { editor });
  const write = (blocks: readonly BlockNow[]) =>
    writePage(now.page, blocks, { frontmatter: now.frontmatter, isChecked: false }).text;
  const put = (made: readonly BlockNow[], count: number) =>
    write([...now.blocks.slice(0, signed.from), ...made, ...now.blocks.slice(signed.from + count)]);
  const inPlace = put(models, signed.count);
  if (signed.json !== null && inPlace.includes(sign)) return offsetOfSign(inPlace, now.text, sign);
  // A block that has no text to put it in: the sign stands before it, as a paragraph.
  const paragraph = {
    kind: 'paragraph',
    children: [{ kind: 'text', text: sign, marks: 0 }],
  } as const;
  return offsetOfSign(put([{ id: null, model: paragraph }], 0), now.text, sign);
}

interface Signed {
  /** The top node with the sign in it; null where it can take none. */
  readonly json: SerializedLexicalNode | null;
  /** Which of the blocks now it is, and how many it makes. */
  readonly from: number;
  readonly count: number;
}

function $signedChild(spot: Spot, sign: string): Signed | null {
  const children = $getRoot().getChildren();
  const isOfRoot = spot.key === 'root';
  const path: LexicalNode[] = [];
  const index = isOfRoot
    ? spot.offset
    : children.findIndex((child) => {
        path.length = 0;
        return $findWithin(child, spot.key, path);
      });
  if (index === -1) return null;
  const rest = $exportBlocks(index).length;
  const from = $exportBlocks().length - rest;
  const child = children[index];
  if (child === undefined || isOfRoot) return { json: null, from, count: 0 };
  const count = rest - $exportBlocks(index + 1).length;
  return { json: $jsonWithSign(child, spot, sign), from, count };
}

function $findWithin(node: LexicalNode, key: string, path: LexicalNode[]): boolean {
  path.push(node);
  if (node.getKey() === key) return true;
  if ($isElementNode(node)) {
    for (const child of node.getChildren()) if ($findWithin(child, key, path)) return true;
  }
  path.pop();
  return false;
}

function $jsonWithSign(node: LexicalNode, spot: Spot, sign: string): SerializedLexicalNode {
  const json = node.exportJSON();
  const isHere = node.getKey() === spot.key;
  if ('text' in json && typeof json.text === 'string' && isHere) {
    return {
      ...json,
      text: json.text.slice(0, spot.offset) + sign + json.text.slice(spot.offset),
    } as SerializedLexicalNode;
  }
  if (!$isElementNode(node)) return json;
  const children = node.getChildren().map((child) => $jsonWithSign(child, spot, sign));
  if (isHere) children.splice(spot.offset, 0, textJson(sign));
  return { ...json, children } as SerializedLexicalNode;
}

function textJson(text: string): SerializedLexicalNode {
  const json = { type: 'text', version: 1, text, format: 0, detail: 0, mode: 'normal', style: '' };
  return json;
}

/** Where the sign stands, were it not there. */
function offsetOfSign(signed: string, text: string, sign: string): number {
  const at = signed.indexOf(sign);
  if (at === -1) return 0;
  const before = signed.slice(0, at);
  if (text.startsWith(before)) return before.length;
  const after = signed.slice(at + sign.length);
  if (text.endsWith(after)) return text.length - after.length;
  let same = 0;
  while (same < before.length && before.charCodeAt(same) === text.charCodeAt(same)) same += 1;
  return same;
}
