import type { Block, Cell, ListItem } from './blocks.ts';

/** One of many things alike that a long block is made of. */
export type Part = ListItem | readonly Cell[] | Block;

/** A list's items, a table's rows, what stands in a quote; null: it is not made of parts. */
export function partsOf(block: Block): readonly Part[] | null {
  switch (block.kind) {
    case 'list':
      return block.items;
    case 'table':
      return block.rows;
    case 'quote':
    case 'footnote':
    case 'directive':
      return block.children;
    default:
      return null;
  }
}

/** The block with other parts, of its own kind. */
export function withParts(block: Block, parts: readonly Part[]): Block {
  switch (block.kind) {
    case 'list':
      return { ...block, items: parts.filter(isItem) };
    case 'table':
      return { ...block, rows: parts.filter(isRow) };
    case 'quote':
    case 'footnote':
    case 'directive':
      return { ...block, children: parts.filter(isBlock) };
    default:
      return block;
  }
}

const isRow = (part: Part): part is readonly Cell[] => Array.isArray(part);
const isItem = (part: Part): part is ListItem => 'checked' in part;
const isBlock = (part: Part): part is Block => 'kind' in part;

/** Whether two blocks are the same but for their parts, of which they have as many. */
export function areAlikeAround(left: Block, right: Block): boolean {
  return (
    partsOf(left)?.length === partsOf(right)?.length &&
    isEqual(withParts(left, []), withParts(right, []))
  );
}

/** Equal exactly when two models say the same. Both must be normalised. What is one object is not looked at. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (!isRecord(left) || !isRecord(right)) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((value, index) => isEqual(value, right[index]))
    );
  }
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && isEqual(left[key], right[key]))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * The block with each part as `change` leaves it, which is given the block with that part alone; each part
 * is asked about once. The same object where none is another.
 */
export function changeParts(
  block: Block,
  known: WeakMap<Part, Part>,
  change: (block: Block) => Block,
): Block {
  const parts = partsOf(block);
  if (parts === null) return change(block);
  const now = parts.map((part) => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const [made = part] = partsOf(change(withParts(block, [part]))) ?? [];
    known.set(part, made);
    return made;
  });
  return now.every((part, index) => part === parts[index]) ? block : withParts(block, now);
}
