import { isScalar, isSeq } from 'yaml';
import { splitFrontmatter } from '../frontmatter.ts';
import { changeList, type ListChange } from './edit-lists.ts';
import { changeRecords, type RecordChange } from './edit-records.ts';
import { type Entry, isNothing, parseEntries, type ParsedEntries } from './parse-entries.ts';
import { valueOf, type PropertyValue } from './read-properties.ts';
import { splice, type Splice } from './splice.ts';
import { literalBlock, literalIndent, quotingOf, scalarSource } from './write-scalar.ts';

/** What a form writes after a name. */
export type NewValue =
  | { readonly kind: 'text'; readonly text: string }
  /** A number, a date or a truth value, as it is written. */
  | { readonly kind: 'bare'; readonly source: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'record'; readonly field: string; readonly text: string }
  | { readonly kind: 'empty' };

export type PropertyEdit =
  | { readonly kind: 'add'; readonly key: string; readonly value: NewValue }
  | { readonly kind: 'set'; readonly key: string; readonly value: NewValue }
  | { readonly kind: 'remove'; readonly key: string }
  | { readonly kind: 'rename'; readonly key: string; readonly to: string }
  /** Puts it before another; null: at the end. */
  | { readonly kind: 'move'; readonly key: string; readonly before: string | null }
  | ListChange
  | RecordChange;

/**
 * Makes one edit and leaves every other byte alone: comments, order, quotes, blank lines, other names.
 *
 * @param yaml what stands between the fences
 * @param eol what new lines end with
 * @returns null where that can't be done without touching more: then only the source can be edited
 */
export function editProperties(yaml: string, edit: PropertyEdit, eol: string): string | null {
  const parsed = parseEntries(yaml);
  if (parsed.kind === 'unreadable') return null;
  const { entries } = parsed;
  const entry = entries.find(({ key }) => key === edit.key);
  if (edit.kind === 'add' ? entry !== undefined : entry === undefined) return null;
  for (const candidate of candidatesOf(edit, { yaml, eol, parsed, entry })) {
    const next = splice(yaml, candidate);
    if (next !== null && isRightSafely(next, edit, parsed, yaml)) return next;
  }
  return null;
}

interface Work {
  readonly yaml: string;
  readonly eol: string;
  readonly parsed: Extract<ParsedEntries, { kind: 'entries' }>;
  readonly entry: Entry | undefined;
}

/** Ways to make an edit, the best first. */
function candidatesOf(edit: PropertyEdit, { yaml, eol, parsed, entry }: Work): Splice[][] {
  const { entries, indent } = parsed;
  if (edit.kind === 'add') {
    const key = scalarSource(edit.key, 'plain', 'block');
    const lines = `${indent}${key}:${writtenValue(edit.value, { yaml, eol, entries, indent })}`;
    const line = lines.endsWith(eol) ? lines : lines + eol;
    const at = entries.at(-1)?.contentTo ?? yaml.length;
    const isBlankBelow = yaml.slice(at).trim() === '';
    return (isBlankBelow ? [at, yaml.length] : [yaml.length, at]).map((from) => [
      { from, to: from, text: line, isLine: true },
    ]);
  }
  if (entry === undefined) return [];
  switch (edit.kind) {
    case 'remove':
      return [[{ from: entry.from, to: entry.contentTo, text: '' }]];
    case 'rename':
      return [
        [
          {
            from: entry.keyFrom,
            to: entry.keyTo,
            text: scalarSource(edit.to, quotingOf(entry.pair.key), 'block'),
          },
        ],
      ];
    case 'move':
      return moved(yaml, entry, edit.before, entries);
    case 'set':
      return setValue(edit.value, entry, { yaml, eol, entries, indent });
    case 'changeList':
      return changeList(edit, entry, { yaml, eol, entries, indent });
    case 'addRecord':
    case 'removeRecord':
    case 'setField':
      return changeRecords(edit, entry, { yaml, eol, indent });
  }
}

interface Around {
  readonly yaml: string;
  readonly eol: string;
  readonly entries: readonly Entry[];
  readonly indent: string;
}

/** What follows the colon of a new name. */
function writtenValue(value: NewValue, { yaml, eol, entries, indent }: Around): string {
  switch (value.kind) {
    case 'empty':
      return '';
    case 'bare':
      return ` ${value.source}`;
    case 'text': {
      const literal = value.text.includes('\n')
        ? literalBlock(value.text, indent + literalIndent, eol)
        : null;
      return ` ${literal ?? scalarSource(value.text, 'plain', 'block')}`;
    }
    case 'list': {
      if (value.items.length === 0) return ' []';
      // As the page writes its other lists.
      const isFlow = entries.some(({ pair }) => isSeq(pair.value) && pair.value.flow === true);
      if (isFlow)
        return ` [${value.items.map((item) => scalarSource(item, 'plain', 'flow')).join(', ')}]`;
      const isFlush = entries.some((entry) => /^\r?\n- /.test(yaml.slice(entry.colonTo)));
      const dash = `${indent}${isFlush ? '' : '  '}- `;
      const items = value.items.map((item) => dash + scalarSource(item, 'plain', 'block') + eol);
      return eol + items.join('');
    }
    case 'record': {
      const field = `${scalarSource(value.field, 'plain', 'block')}: ${scalarSource(value.text, 'plain', 'block')}`;
      return `${eol}${indent}  - ${field}${eol}`;
    }
  }
}

function setValue(value: NewValue, entry: Entry, around: Around): Splice[][] {
  const { yaml, eol, indent } = around;
  const node = entry.pair.value;
  const after = entry.colonTo;
  if (node === null || isNothing(node)) {
    const written = writtenValue(value, around);
    if (!written.endsWith(eol)) return [[{ from: after, to: after, text: written }]];
    // Lines of its own: a comment on the line of the name stays there.
    if (!written.startsWith(eol)) {
      return [[{ from: after, to: entry.contentTo, text: written }]];
    }
    const text = written.slice(eol.length);
    return [[{ from: entry.contentTo, to: entry.contentTo, text, isLine: true }]];
  }
  if (!isScalar(node)) return [];
  const [from, to] = node.range;
  if (value.kind === 'text' && value.text !== '' && value.text.includes('\n')) {
    const literal = literalBlock(value.text, indent + literalIndent, eol);
    const isBlock = yaml[to - 1] === '\n';
    if (literal !== null && isBlock) return [[{ from, to, text: literal }]];
    if (literal !== null) return [[{ from, to: entry.contentTo, text: literal }]];
  }
  const text = oneLine(value, entry);
  if (text === null) return [];
  if (text === '') return [[{ from: after, to, text: yaml[to - 1] === '\n' ? eol : '' }]];
  return [[{ from, to, text: yaml[to - 1] === '\n' ? text + eol : text }]];
}

function oneLine(value: NewValue, { pair }: Entry): string | null {
  switch (value.kind) {
    case 'text':
      return scalarSource(value.text, quotingOf(pair.value), 'block');
    case 'bare':
      return value.source;
    case 'empty':
      return '';
    case 'list':
    case 'record':
      return null;
  }
}

function moved(
  yaml: string,
  entry: Entry,
  before: string | null,
  entries: readonly Entry[],
): Splice[][] {
  const goal = before === null ? undefined : entries.find(({ key }) => key === before);
  if (before !== null && goal === undefined) return [];
  const at = goal?.from ?? entries.at(-1)?.contentTo ?? yaml.length;
  if (at >= entry.from && at <= entry.contentTo) return [[]];
  const text = yaml.slice(entry.from, entry.contentTo);
  return [
    [
      { from: entry.from, to: entry.contentTo, text: '' },
      { from: at, to: at, text, isLine: true },
    ],
  ];
}

function isRightSafely(...args: Parameters<typeof isRight>): boolean {
  try {
    return isRight(...args);
  } catch (error) {
    // An alias that leads nowhere any more, or more of them than we follow.
    if (error instanceof ReferenceError) return false;
    throw error;
  }
}

/** Whether a text says what it said, but for the edit. */
function isRight(next: string, edit: PropertyEdit, before: Work['parsed'], yaml: string): boolean {
  const parsed = parseEntries(next);
  if (parsed.kind === 'unreadable') return false;
  if (splitFrontmatter(`---\n${next}---\n`).yaml !== next) return false;
  const { entries } = parsed;
  const newKey = edit.kind === 'rename' ? edit.to : edit.key;
  const expected = before.entries.map(({ key }) => (key === edit.key ? newKey : key));
  if (edit.kind === 'add') expected.push(newKey);
  if (edit.kind === 'remove') expected.splice(expected.indexOf(newKey), 1);
  if (edit.kind === 'move') {
    expected.splice(expected.indexOf(newKey), 1);
    const at = edit.before === null ? -1 : expected.indexOf(edit.before);
    expected.splice(at === -1 ? expected.length : at, 0, newKey);
  }
  if (JSON.stringify(entries.map(({ key }) => key)) !== JSON.stringify(expected)) return false;
  const was = new Map(before.entries.map((entry) => [entry.key, entry]));
  const saidBefore = saidBy(before);
  const saidNow = saidBy(parsed);
  const isSame = (left: Entry, right: Entry) => saidBefore.get(left.key) === saidNow.get(right.key);
  return entries.every((entry) => {
    const source = was.get(entry.key === newKey ? edit.key : entry.key);
    const isChanged = entry.key === newKey && edit.kind !== 'rename' && edit.kind !== 'move';
    if (!isChanged) return source !== undefined && isSame(source, entry);
    return isAsked(valueOf(entry, next), edit, source === undefined ? null : valueOf(source, yaml));
  });
}

const maxAliasCount = 20;

/** What stands after each name, as text that is the same when it is. */
function saidBy({ document }: Work['parsed']): ReadonlyMap<string, string> {
  const value: unknown = document.toJS({ maxAliasCount, mapAsMap: true });
  if (!(value instanceof Map)) return new Map();
  const flat = (_: string, part: unknown): unknown => (part instanceof Map ? [...part] : part);
  return new Map([...value].map(([key, said]) => [String(key), JSON.stringify(said, flat)]));
}

function isAsked(now: PropertyValue, edit: PropertyEdit, before: PropertyValue | null): boolean {
  switch (edit.kind) {
    case 'add':
    case 'set':
      return isValue(now, edit.value);
    case 'changeList':
      return JSON.stringify(itemsOf(now)) === JSON.stringify(edit.items);
    case 'addRecord':
    case 'removeRecord':
    case 'setField': {
      const records = before?.kind === 'records' ? [...before.items] : recordsOf(before);
      if (edit.kind === 'removeRecord') records.splice(edit.index, 1);
      if (edit.kind === 'addRecord') records.push(new Map([[edit.field, edit.text]]));
      if (edit.kind === 'setField') {
        const record = new Map(records[edit.index]);
        if (edit.field !== '' && record.has('')) {
          record.set('url', record.get('') ?? '');
          record.delete('');
        }
        record.set(edit.field, edit.text);
        records[edit.index] = record;
      }
      const plain = (all: readonly ReadonlyMap<string, string>[]) =>
        JSON.stringify(all.map((record) => [...record].filter(([, text]) => text !== '').sort()));
      return plain(recordsOf(now)) === plain(records);
    }
    case 'remove':
    case 'rename':
    case 'move':
      return true;
  }
}

function recordsOf(value: PropertyValue | null): ReadonlyMap<string, string>[] {
  if (value?.kind === 'records') return [...value.items];
  return value === null ? [] : itemsOf(value).map((item) => new Map([['', item]]));
}

function isValue(now: PropertyValue, wanted: NewValue): boolean {
  switch (wanted.kind) {
    case 'empty':
      return now.kind === 'empty';
    case 'bare':
      return (
        (now.kind === 'checkbox' && String(now.isOn) === wanted.source.toLowerCase()) ||
        ((now.kind === 'number' || now.kind === 'date') && now.text === wanted.source)
      );
    case 'text':
      return (now.kind === 'text' || now.kind === 'date') && now.text === wanted.text;
    case 'list':
      return JSON.stringify(itemsOf(now)) === JSON.stringify(wanted.items);
    case 'record':
      return now.kind === 'records' && now.items[0]?.get(wanted.field) === wanted.text;
  }
}

/** What a value is as a list: nothing is a list of nothing, a lone value a list of one. */
function itemsOf(value: PropertyValue): readonly string[] {
  switch (value.kind) {
    case 'list':
      return value.items;
    case 'text':
    case 'number':
    case 'date':
      return [value.text];
    case 'checkbox':
      return [String(value.isOn)];
    case 'empty':
    case 'records':
    case 'source':
      return [];
  }
}
