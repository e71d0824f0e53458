import type {
  Alignment,
  Block,
  Cell,
  Inline,
  List,
  ListItem,
} from '../../../shared/markdown/model/blocks.ts';
import { flattenBlocks } from '../bridge/flatten-blocks.ts';
import type { HtmlReader } from './blocks-of-html.ts';
import type { Around } from './html-lines.ts';
import { isDropped, styleOf } from './html-marks.ts';

type Reader = Pick<HtmlReader, 'blocks'>;

const isList = (element: Element): boolean => /^(?:UL|OL|MENU)$/.test(element.tagName);

export function listOf(element: Element, reader: Reader, around: Around): List {
  const items: ListItem[] = [];
  for (const child of element.children) {
    if (isDropped(child)) continue;
    const owner = items.at(-1);
    // Some programs put a nested list beside its item, not in it.
    if (isList(child) && owner !== undefined) {
      items[items.length - 1] = {
        ...owner,
        lists: [...owner.lists, listOf(child, reader, around)],
      };
    } else items.push(itemOf(reader.blocks(child.childNodes, around), taskOf(child)));
  }
  const start = Number.parseInt(element.getAttribute('start') ?? '1', 10);
  return {
    kind: 'list',
    isOrdered: element.tagName === 'OL',
    start: Number.isNaN(start) ? 1 : start,
    items,
  };
}

function itemOf(blocks: readonly Block[], checked: boolean | null): ListItem {
  const [first, ...others] = blocks;
  const hasText = first?.kind === 'paragraph' || first?.kind === 'heading';
  const children = hasText ? first.children : [];
  return { checked, children, lists: [], body: hasText ? others : blocks };
}

function taskOf(item: Element): boolean | null {
  const box = item.querySelector('input[type="checkbox" i]');
  if (box?.closest('li') === item) return box.hasAttribute('checked');
  const state = item.getAttribute('aria-checked');
  return state === null ? null : state === 'true';
}

interface WordItem {
  readonly level: number;
  readonly isOrdered: boolean;
  readonly item: ListItem;
}

/** The list that begins at one of the nodes: Word writes one as paragraphs with a level. Null: no list. */
export function wordList(
  nodes: readonly Node[],
  from: number,
  reader: Reader,
  around: Around,
): { readonly list: List; readonly count: number } | null {
  const items: WordItem[] = [];
  let count = 0;
  for (let node = nodes[from]; node !== undefined; node = nodes[from + count]) {
    const item = wordItem(node, reader, around);
    if (item !== null) items.push(item);
    else if (
      items.length === 0 ||
      node.nodeType === Node.ELEMENT_NODE ||
      (node.textContent ?? '').trim() !== ''
    )
      break;
    count += 1;
  }
  const list = items.length === 0 ? undefined : nestedLists(items)[0];
  return list === undefined ? null : { list, count };
}

function wordItem(node: Node, reader: Reader, around: Around): WordItem | null {
  if (!(node instanceof Element) || !/^(?:P|H\d)$/.test(node.tagName)) return null;
  const level = /level(\d)/.exec(styleOf(node).get('mso-list') ?? '')?.[1];
  if (level === undefined) return null;
  const sign = [...node.querySelectorAll('[style]')].find(
    (element) => styleOf(element).get('mso-list') === 'ignore',
  );
  return {
    level: Number(level),
    isOrdered: /^\s*[\da-z]+[.)]/i.test(sign?.textContent ?? ''),
    item: itemOf(reader.blocks(node.childNodes, around), null),
  };
}

/** Lists of items by level; more than one where the kind changes, of which all but the first join it. */
function nestedLists(items: readonly WordItem[]): List[] {
  const [first] = items;
  if (first === undefined) return [];
  const made: ListItem[] = [];
  let below: WordItem[] = [];
  const close = () => {
    const owner = made.pop();
    if (owner !== undefined) made.push({ ...owner, lists: nestedLists(below) });
    below = [];
  };
  for (const each of items) {
    if (each.level > first.level) below.push(each);
    else {
      close();
      made.push(each.item);
    }
  }
  close();
  return [{ kind: 'list', isOrdered: first.isOrdered, start: 1, items: made }];
}

const maxColumns = 100;
const maxRows = 2000;

/** A table with the words before it; null for one that only lays out a page. */
export function tableOf(element: Element, reader: Reader, around: Around): readonly Block[] | null {
  const rows = [...element.querySelectorAll('tr')].filter(
    (row) => row.closest('table') === element && !isDropped(row),
  );
  const isLayout =
    element.getAttribute('role') === 'presentation' ||
    rows.every((row) => row.children.length <= 1) ||
    element.querySelector('table') !== null;
  if (rows.length === 0 || rows.length > maxRows || isLayout) return null;
  const grid: Cell[][] = rows.map(() => []);
  const align: Alignment[] = [];
  rows.forEach((row, at) => {
    let column = 0;
    for (const cell of row.children) {
      if (!/^T[DH]$/.test(cell.tagName) || isDropped(cell)) continue;
      while (grid[at]?.[column] !== undefined) column += 1;
      if (column >= maxColumns) break;
      const inlines: readonly Inline[] = flattenBlocks(reader.blocks(cell.childNodes, around));
      const [wide, high] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')];
      for (let down = 0; down < high && at + down < rows.length; down += 1) {
        for (let right = 0; right < wide && column + right < maxColumns; right += 1) {
          const target = grid[at + down];
          if (target !== undefined) target[column + right] = down + right === 0 ? inlines : [];
        }
      }
      align[column] ??= alignmentOf(cell);
      column += wide;
    }
  });
  const columns = Math.max(...grid.map((row) => row.length));
  const caption = element.querySelector('caption');
  const before = caption === null ? [] : reader.blocks(caption.childNodes, around);
  const places = Array.from({ length: columns }, (_, column) => column);
  return [
    ...before,
    {
      kind: 'table',
      align: places.map((column) => align[column] ?? null),
      rows: grid.map((row) => places.map((column) => row[column] ?? [])),
    },
  ];
}

function spanOf(cell: Element, name: 'colspan' | 'rowspan'): number {
  const span = Number.parseInt(cell.getAttribute(name) ?? '1', 10);
  return Math.min(Math.max(1, Number.isNaN(span) ? 1 : span), maxColumns);
}

function alignmentOf(cell: Element): Alignment {
  const align = styleOf(cell).get('text-align') ?? cell.getAttribute('align')?.toLowerCase();
  return align === 'center' || align === 'right' || align === 'left' ? align : null;
}
