import { isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { isNothing, parseEntries, type Entry, type Unreadable } from './parse-entries.ts';

/** What stands after a name, as a form shows it. */
export type PropertyValue =
  | { readonly kind: 'empty' }
  /** `isLong`: it is written over several lines. */
  | { readonly kind: 'text'; readonly text: string; readonly isLong: boolean }
  /** As written. */
  | { readonly kind: 'number'; readonly text: string }
  /** `2026-01-31`. */
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'checkbox'; readonly isOn: boolean }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** A list whose items have names of their own; an item that is a lone text has the name ''. */
  | { readonly kind: 'records'; readonly items: readonly PropertyRecord[] }
  /** Anything else, as written, from its name on. */
  | { readonly kind: 'source'; readonly source: string };

export type PropertyRecord = ReadonlyMap<string, string>;

export interface Property {
  readonly key: string;
  readonly value: PropertyValue;
  /** Line of the page, from 1. */
  readonly line: number;
}

type Properties =
  { readonly kind: 'properties'; readonly properties: readonly Property[] } | Unreadable;

/** The properties of a page in their order. @param yaml what stands between the fences */
export function readProperties(yaml: string): Properties {
  const parsed = parseEntries(yaml);
  if (parsed.kind === 'unreadable') return parsed;
  return {
    kind: 'properties',
    properties: parsed.entries.map((entry) => ({
      key: entry.key,
      value: valueOf(entry, yaml),
      line: yaml.slice(0, entry.keyFrom).split('\n').length + 1,
    })),
  };
}

const isoDate = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const plainNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

function isDate(text: string): boolean {
  return isoDate.test(text);
}

export function isNumber(text: string): boolean {
  return plainNumber.test(text);
}

export function valueOf(entry: Entry, yaml: string): PropertyValue {
  const node = entry.pair.value;
  if (node === null || isNothing(node)) return hasMarks(node) ? source() : { kind: 'empty' };
  if (isSeq(node)) {
    if (hasMarks(node)) return source();
    const items = node.items.map((item) => lineOf(item, yaml));
    if (node.flow === true && hasComment(node)) return source();
    if (items.every((item) => item !== null)) return { kind: 'list', items };
    if (node.flow === true) return source();
    const records = node.items.map((item) => recordOf(item, yaml));
    return records.every((record) => record !== null)
      ? { kind: 'records', items: records }
      : source();
  }
  if (!isScalar(node) || hasMarks(node)) return source();
  const { value } = node;
  const written = yaml.slice(...rangeOf(node));
  if (typeof value === 'boolean') return { kind: 'checkbox', isOn: value };
  if (typeof value === 'number') {
    return isNumber(written) ? { kind: 'number', text: written } : source();
  }
  if (value === null) return { kind: 'empty' };
  if (typeof value !== 'string') return source();
  if (isDate(value) && written === value) return { kind: 'date', text: value };
  // What ends in the comment or the name that follows is not for a text field.
  return { kind: 'text', text: value, isLong: /[\r\n]/.test(written) };

  function source(): PropertyValue {
    return { kind: 'source', source: yaml.slice(entry.keyFrom, entry.contentTo).trimEnd() };
  }
}

function rangeOf(node: ParsedNode): [number, number] {
  return [node.range[0], node.range[1]];
}

// Between brackets an edit would take comments along.
function hasComment(node: ParsedNode): boolean {
  const token = node.srcToken;
  if (token?.type !== 'flow-collection') return false;
  const closing = token.end.findIndex(({ type }) => type === 'flow-seq-end');
  const inside = [token.items, token.end.slice(0, closing)];
  return JSON.stringify(inside).includes('"type":"comment"');
}

/** Whether it has an anchor or a tag, which a form can't show. */
function hasMarks(node: ParsedNode | null): boolean {
  if (node === null) return false;
  const marks: readonly unknown[] = [Reflect.get(node, 'anchor'), Reflect.get(node, 'tag')];
  return marks.some((mark) => mark !== undefined);
}

/** The text of a scalar on one line; null for anything else. */
function lineOf(node: unknown, yaml: string): string | null {
  if (
    !isScalar(node) ||
    node.range === null ||
    node.range === undefined ||
    node.anchor !== undefined ||
    node.tag !== undefined
  ) {
    return null;
  }
  const { value } = node;
  const written = yaml.slice(node.range[0], node.range[1]);
  if (/[\r\n]/.test(written) || written === '') return null;
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? written : null;
}

function recordOf(node: unknown, yaml: string): PropertyRecord | null {
  const line = lineOf(node, yaml);
  if (line !== null) return new Map([['', line]]);
  if (!isMap(node) || node.flow === true || node.anchor !== undefined || node.tag !== undefined) {
    return null;
  }
  const fields = new Map<string, string>();
  for (const { key, value } of node.items) {
    const name = lineOf(key, yaml);
    const isEmpty = value === null || (isScalar(value) && value.value === null);
    const text = isEmpty ? '' : lineOf(value, yaml);
    if (name === null || text === null || name === '') return null;
    fields.set(name, text);
  }
  return fields;
}
