import { fingerprintOf, type Block, type List } from './blocks.ts';
import { blockOfNode } from './from-mdast.ts';
import { parseMarkdownSafely } from '../parse.ts';
import { serialiseBlock } from './serialise.ts';
import { defaultStyle } from './style.ts';

const hasTail = (list: List): boolean =>
  list.items.some((item) => item.tail !== '' || item.lists.some(hasTail));

/**
 * Whether a list whose items hold further blocks comes back as it was when written anew.
 * (Their source was cut out by its margin, which tabs and lazy lines can make ambiguous.)
 */
export function isStableList(model: Block): boolean {
  if (model.kind !== 'list' || !hasTail(model)) return true;
  const text = serialiseBlock(model, defaultStyle);
  const parsed = parseMarkdownSafely(text);
  if (parsed.kind !== 'ok' || parsed.root.children.length !== 1) return false;
  const [node] = parsed.root.children;
  if (node === undefined) return false;
  return fingerprintOf(blockOfNode(node, text, new Map(), text)) === fingerprintOf(model);
}
