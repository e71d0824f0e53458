import { isSeq, type ParsedNode, type YAMLSeq } from 'yaml';
import { endOfNode, lineStart, nextLine, tokenOf, type Entry } from './parse-entries.ts';
import type { Splice } from './splice.ts';
import { quotingOf, scalarSource } from './write-scalar.ts';

/** Makes a list say other items; those before and after what changed keep their bytes. */
export interface ListChange {
  readonly kind: 'changeList';
  readonly key: string;
  readonly items: readonly string[];
}

interface Around {
  readonly yaml: string;
  readonly eol: string;
  readonly entries: readonly Entry[];
  readonly indent: string;
}

export function changeList({ items }: ListChange, entry: Entry, around: Around): Splice[][] {
  const { yaml } = around;
  const node = entry.pair.value;
  if (!isSeq(node)) return [wholeList(items, entry, around)];
  const before = node.items.map((item) => textOf(item, yaml));
  const { start, endBefore, endNow } = changed(before, items);
  const added = items.slice(start, endNow);
  const first = node.items[start];
  // One item is another: only its own bytes change.
  if (endBefore - start === 1 && added.length === 1 && isRanged(first)) {
    const [from, to] = first.range;
    const place = node.flow === true ? 'flow' : 'block';
    const quoting = quotingOf(first);
    return [[{ from, to, text: scalarSource(added[0] ?? '', quoting, place) }]];
  }
  if (items.length === 0) return [emptied(node, entry)];
  return node.flow === true
    ? [flowChange(node, start, endBefore, added)]
    : [blockChange(node, start, endBefore, added, around)];
}

function isRanged(node: unknown): node is ParsedNode {
  return typeof node === 'object' && node !== null && 'range' in node && node.range !== null;
}

function textOf(node: unknown, yaml: string): string {
  if (!isRanged(node)) return '';
  if ('value' in node && typeof node.value === 'string') return node.value;
  return yaml.slice(node.range[0], node.range[1]);
}

/** Where two lists differ, from both ends. */
function changed(before: readonly string[], now: readonly string[]) {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === now.at(-1 - same)) same += 1;
  return { start, endBefore: before.length - same, endNow: now.length - same };
}

function emptied(node: YAMLSeq.Parsed, entry: Entry): Splice[] {
  const [from, to] = node.range;
  if (node.flow === true) return [{ from, to, text: '[]' }];
  return [
    { from: entry.colonTo, to: entry.colonTo, text: ' []' },
    { from: lineStartOfItems(node), to: entry.contentTo, text: '' },
  ];
}

function lineStartOfItems(node: YAMLSeq.Parsed): number {
  return node.range[0];
}

function flowChange(
  node: YAMLSeq.Parsed,
  start: number,
  endBefore: number,
  added: readonly string[],
): Splice[] {
  const written = added.map((item) => scalarSource(item, 'plain', 'flow')).join(', ');
  const ranges = node.items.filter(isRanged).map(({ range }) => range);
  const previous = ranges[start - 1];
  const next = ranges[endBefore];
  const inside = node.range[0] + 1;
  if (added.length === 0) {
    const from = next === undefined ? (previous?.[1] ?? inside) : (ranges[start]?.[0] ?? inside);
    const to = next?.[0] ?? ranges.at(-1)?.[1] ?? inside;
    return [{ from, to, text: '' }];
  }
  if (endBefore > start) {
    const from = ranges[start]?.[0] ?? inside;
    return [{ from, to: ranges[endBefore - 1]?.[1] ?? from, text: written }];
  }
  if (previous !== undefined) return [{ from: previous[1], to: previous[1], text: `, ${written}` }];
  const from = next?.[0] ?? inside;
  return [{ from, to: from, text: next === undefined ? written : `${written}, ` }];
}

function blockChange(
  node: YAMLSeq.Parsed,
  start: number,
  endBefore: number,
  added: readonly string[],
  { yaml, eol }: Around,
): Splice[] {
  const lines = itemLines(node, yaml);
  const [first] = lines;
  const dash = first === undefined ? '  - ' : `${first.indent}- `;
  const text = added.map((item) => dash + scalarSource(item, 'plain', 'block') + eol).join('');
  const removed = lines.slice(start, endBefore);
  const from = removed[0]?.from ?? lines[start]?.from ?? lines.at(-1)?.to ?? node.range[1];
  if (removed.length === 0) return [{ from, to: from, text, isLine: true }];
  // Comments between what goes stay.
  return removed.map((line, index) => ({
    ...line,
    text: index === 0 ? text : '',
    isLine: true,
  }));
}

/** The whole lines of each item of a block list, from its dash. */
export function itemLines(
  node: YAMLSeq.Parsed,
  yaml: string,
): readonly { readonly from: number; readonly to: number; readonly indent: string }[] {
  const token = node.srcToken;
  if (token?.type !== 'block-seq') return [];
  const dashes = token.items.flatMap(({ start }) => tokenOf(start, 'seq-item-ind') ?? []);
  return dashes.map(({ offset }, index) => {
    const item = node.items[index];
    const end = isRanged(item) && item.range[1] > offset ? endOfNode(item) : offset + 1;
    const from = lineStart(yaml, offset);
    return { from, to: nextLine(yaml, end), indent: yaml.slice(from, offset) };
  });
}

/** A list in the place of a lone value or of nothing. */
function wholeList(items: readonly string[], entry: Entry, around: Around): Splice[] {
  const { yaml, eol, entries, indent } = around;
  const node = entry.pair.value;
  const flow = `[${items.map((item) => scalarSource(item, 'plain', 'flow')).join(', ')}]`;
  if (node !== null && node.range[1] > node.range[0]) {
    const [from, to] = node.range;
    const isLines = yaml[to - 1] === '\n';
    const [only = ''] = items;
    const text = items.length === 1 ? scalarSource(only, quotingOf(node), 'block') : flow;
    return [{ from, to, text: isLines ? text + eol : text }];
  }
  const isFlow = entries.some(({ pair }) => isSeq(pair.value) && pair.value.flow === true);
  if (items.length === 0 || isFlow) {
    return [{ from: entry.colonTo, to: entry.colonTo, text: ` ${flow}` }];
  }
  const lines = items.map((item) => `${indent}  - ${scalarSource(item, 'plain', 'block')}${eol}`);
  return [{ from: entry.contentTo, to: entry.contentTo, text: lines.join(''), isLine: true }];
}
