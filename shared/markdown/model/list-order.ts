import type { List as ListNode, ListItem as ItemNode, Nodes } from 'mdast';
import { parseMarkdownSafely } from '../parse.ts';
import type { Block, List, ListItem } from './blocks.ts';

interface Reordered {
  readonly source: string;
  readonly model: Block;
}

/**
 * A block's source with the items of its list in the order that they have now, each with its own bytes
 * and an ordered one with the number of its new place. Null: none has moved, or it can't be said which.
 *
 * The caller checks that the source says the model: a number of more digits may need more indent.
 */
export function inNewOrder(
  source: string,
  before: Block | undefined,
  after: Block | undefined,
): Reordered | null {
  const moved = movedList(before, after);
  if (moved === null || before === undefined) return null;
  const parsed = parseMarkdownSafely(source);
  const [node, ...others] = parsed.kind === 'ok' ? parsed.root.children : [];
  if (node === undefined || others.length > 0) return null;
  const list = listsOf(node)[moved.place];
  const made = list === undefined ? null : reorder(list, moved.before, moved.after, source);
  if (list === undefined || made === null) return null;
  const start = lineStart(source, startOf(list));
  return {
    source: source.slice(0, start) + made.source + source.slice(endOf(list)),
    model: withList(before, moved.before, made.model),
  };
}

interface MovedList {
  readonly before: List;
  readonly after: List;
  /** Which of the block's lists. */
  readonly place: number;
}

/** The list in which items moved: the block itself, or the only such one right in it. */
function movedList(before: Block | undefined, after: Block | undefined): MovedList | null {
  const [old, now] = [listsIn(before), listsIn(after)];
  if (old.length !== now.length) return null;
  const moved = old.flatMap((list, place): MovedList[] => {
    const other = now[place];
    return other !== undefined && hasMoved(list, other)
      ? [{ before: list, after: other, place }]
      : [];
  });
  return moved.length === 1 ? (moved[0] ?? null) : null;
}

function listsIn(block: Block | undefined): readonly List[] {
  if (block?.kind === 'list') return [block];
  return isAround(block) ? block.children.filter((child) => child.kind === 'list') : [];
}

function isAround(
  block: Block | undefined,
): block is Extract<Block, { kind: 'quote' | 'callout' | 'footnote' | 'directive' }> {
  return block !== undefined && 'children' in block && around.has(block.kind);
}

const around = new Set<Block['kind']>(['quote', 'callout', 'footnote', 'directive']);

function listsOf(node: Nodes): readonly ListNode[] {
  if (node.type === 'list') return [node];
  switch (node.type) {
    case 'blockquote':
    case 'footnoteDefinition':
    case 'directive':
      return node.children.filter((child) => child.type === 'list');
    default:
      return [];
  }
}

function withList(block: Block, before: List, after: List): Block {
  if (block === before) return after;
  if (!isAround(block)) return block;
  return { ...block, children: block.children.map((child) => (child === before ? after : child)) };
}

/** For each item now, which one it was; null when some are new or gone. */
function originsOf(before: List, after: List): readonly number[] | null {
  if (before.items.length !== after.items.length || before.isOrdered !== after.isOrdered) {
    return null;
  }
  const places = new Map<string, number[]>();
  before.items.forEach((item, index) => {
    const key = JSON.stringify(item);
    const same = places.get(key);
    if (same === undefined) places.set(key, [index]);
    else same.push(index);
  });
  const found = after.items.map((item) => places.get(JSON.stringify(item))?.shift());
  const left = [...places.values()].flat().sort((one, other) => one - other);
  return found.map((origin) => origin ?? left.shift() ?? 0);
}

function hasMoved(before: List, after: List): boolean {
  return (
    originsOf(before, after)?.some((origin, index) => {
      if (origin !== index) return true;
      const was = before.items[origin]?.lists ?? [];
      const is = after.items[index]?.lists ?? [];
      return is.some((list, place) => {
        const old = was[place];
        return old !== undefined && hasMoved(old, list);
      });
    }) ?? false
  );
}

const startOf = (node: Nodes): number => node.position?.start.offset ?? 0;
const endOf = (node: Nodes): number => node.position?.end.offset ?? 0;

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function reorder(
  node: ListNode,
  before: List,
  after: List,
  source: string,
): { readonly source: string; readonly model: List } | null {
  const origins = originsOf(before, after);
  const starts = node.children.map((item) => lineStart(source, startOf(item)));
  const isOnLines = starts.every((start, index) => {
    const previous = node.children[index - 1];
    return previous === undefined || start >= endOf(previous);
  });
  if (origins === null || !isOnLines || starts.length !== origins.length) return null;
  const items: ListItem[] = [];
  let text = '';
  origins.forEach((origin, index) => {
    const was = before.items[origin];
    const is = after.items[index];
    const item = node.children[origin];
    const here = node.children[index];
    if (was === undefined || is === undefined || item === undefined || here === undefined) return;
    const made = reorderBelow(item, was, is, source);
    const end = starts[index + 1];
    items.push(made.item);
    text += before.isOrdered ? withNumber(made.source, source.slice(starts[index])) : made.source;
    text += end === undefined ? '' : source.slice(endOf(here), end);
  });
  return { source: text, model: { ...before, items } };
}

/** One item with what is below it. */
function reorderBelow(
  node: ItemNode,
  before: ListItem,
  after: ListItem,
  source: string,
): { readonly source: string; readonly item: ListItem } {
  const nested = node.children.filter((child) => child.type === 'list');
  const start = lineStart(source, startOf(node));
  const isAlike =
    nested.length === before.lists.length && before.lists.length === after.lists.length;
  if (!isAlike) return { source: source.slice(start, endOf(node)), item: before };
  let text = '';
  let at = start;
  const lists = before.lists.map((list, index) => {
    const child = nested[index];
    const now = after.lists[index];
    if (child === undefined || now === undefined || !hasMoved(list, now)) return list;
    const from = lineStart(source, startOf(child));
    // A list that begins on its item's own line can't be cut out.
    const made = from === start ? null : reorder(child, list, now, source);
    if (made === null) return list;
    text += source.slice(at, from) + made.source;
    at = endOf(child);
    return made.model;
  });
  return { source: text + source.slice(at, endOf(node)), item: { ...before, lists } };
}

function withNumber(item: string, place: string): string {
  const number = /\d+/.exec(place)?.[0];
  return number === undefined ? item : item.replace(/\d+/, number);
}
