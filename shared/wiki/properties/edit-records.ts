import { isMap, isScalar, isSeq } from 'yaml';
import { itemLines } from './edit-lists.ts';
import { endOfPair, lineStart, nextLine, tokenOf, type Entry } from './parse-entries.ts';
import type { Splice } from './splice.ts';
import { quotingOf, scalarSource } from './write-scalar.ts';

/** Edits of a list whose items have names of their own, such as a page's sources. */
export type RecordChange =
  | {
      readonly kind: 'addRecord';
      readonly key: string;
      readonly field: string;
      readonly text: string;
    }
  | { readonly kind: 'removeRecord'; readonly key: string; readonly index: number }
  /** An empty text takes the field away. A lone text gets names: it is the `url`. */
  | {
      readonly kind: 'setField';
      readonly key: string;
      readonly index: number;
      readonly field: string;
      readonly text: string;
    };

interface Around {
  readonly yaml: string;
  readonly eol: string;
  readonly indent: string;
}

const block = (text: string): string => scalarSource(text, 'plain', 'block');

export function changeRecords(edit: RecordChange, entry: Entry, around: Around): Splice[][] {
  const { yaml, eol, indent } = around;
  const node = entry.pair.value;
  if (edit.kind === 'addRecord') {
    const [first] = isSeq(node) ? itemLines(node, yaml) : [];
    const dash = first?.indent ?? `${indent}  `;
    const text = `${dash}- ${block(edit.field)}: ${block(edit.text)}${eol}`;
    // An emptied list has its brackets still.
    const isEmptied = isSeq(node) && node.flow === true && node.items.length === 0;
    const brackets: Splice[] =
      isEmptied && node.range[0] > entry.colonTo - 1
        ? [{ from: entry.colonTo, to: node.range[1], text: '' }]
        : [];
    return [[...brackets, { from: entry.contentTo, to: entry.contentTo, text, isLine: true }]];
  }
  if (!isSeq(node) || node.flow === true) return [];
  const item = node.items[edit.index];
  const lines = itemLines(node, yaml);
  const line = lines[edit.index];
  if (item === undefined || line === undefined) return [];
  if (edit.kind === 'removeRecord') {
    if (lines.length > 1) return [[{ ...line, text: '' }]];
    return [
      [
        { from: entry.colonTo, to: entry.colonTo, text: ' []' },
        { ...line, text: '' },
      ],
    ];
  }
  if (isScalar(item)) {
    if (edit.field === '') {
      const text = scalarSource(edit.text, quotingOf(item), 'block');
      return [[{ from: item.range[0], to: item.range[1], text }]];
    }
    const inside = `${line.indent}  `;
    const url = yaml.slice(item.range[0], item.range[1]);
    const added = `${inside}${block(edit.field)}: ${block(edit.text)}${eol}`;
    return [
      [
        { from: item.range[0], to: item.range[1], text: `url: ${url}` },
        { from: line.to, to: line.to, text: added, isLine: true },
      ],
    ];
  }
  if (!isMap(item)) return [];
  const found = item.items.find(({ key }) => isScalar(key) && key.value === edit.field);
  const last = item.items.at(-1);
  if (last === undefined) return [];
  if (found === undefined) {
    const column = item.range[0] - lineStart(yaml, item.range[0]);
    const text = `${' '.repeat(column)}${block(edit.field)}: ${block(edit.text)}${eol}`;
    const at = nextLine(yaml, endOfPair(last));
    return edit.text === '' ? [[]] : [[{ from: at, to: at, text, isLine: true }]];
  }
  const colon = tokenOf(found.srcToken?.sep, 'map-value-ind');
  if (colon === null) return [];
  const after = colon.offset + 1;
  const end = endOfPair(found);
  if (edit.text === '') {
    // The first stands behind the dash: it keeps its name.
    const isFirst = found === item.items[0];
    if (isFirst) return [[{ from: after, to: end, text: '' }]];
    return [[{ from: lineStart(yaml, found.key.range[0]), to: nextLine(yaml, end), text: '' }]];
  }
  const value = found.value;
  if (value === null || end === after) {
    return [[{ from: after, to: after, text: ` ${block(edit.text)}` }]];
  }
  const text = scalarSource(edit.text, quotingOf(value), 'block');
  return [[{ from: value.range[0], to: value.range[1], text }]];
}
