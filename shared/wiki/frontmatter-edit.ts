import { isCollection, isMap, isScalar, isSeq, parseDocument, stringify, type Pair } from 'yaml';
import { listValue, readYaml, splitFrontmatter } from './frontmatter.ts';

/** What we write into frontmatter; null removes the key. */
export type NewValue = string | number | boolean | readonly string[] | null;

const yamlOptions = { schema: 'core', prettyErrors: false, logLevel: 'silent' } as const;

/**
 * Sets keys of a page's frontmatter and leaves every other byte of the page alone: comments, order,
 * quotes, unknown keys. Frontmatter is made when there is none.
 *
 * @returns the page's new text; null when its frontmatter can't be read, so nothing can be set safely
 */
export function setFrontmatterValues(
  text: string,
  changes: Readonly<Record<string, NewValue>>,
): string | null {
  let next: string | null = text;
  for (const [key, value] of Object.entries(changes)) {
    if (next !== null) next = setValue(next, key, value);
  }
  return next;
}

/** Adds one more name to a page's `aliases`; the same contract as `setFrontmatterValues`. */
export function addAlias(text: string, alias: string): string | null {
  const { values, problem } = readYaml(splitFrontmatter(text).yaml);
  if (problem !== null) return null;
  const aliases = listValue(values, 'aliases');
  if (aliases.includes(alias.normalize('NFC').trim())) return text;
  return setValue(text, 'aliases', [...aliases, alias], alias);
}

function setValue(text: string, key: string, value: NewValue, added?: string): string | null {
  const { bom, raw, yaml, yamlOffset: yamlStart, body } = splitFrontmatter(text);
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const lines = value === null ? '' : entryLines(key, value, newline);
  if (raw === '') {
    return value === null ? text : `${bom}---${newline}${lines}---${newline}${body}`;
  }
  if (readYaml(yaml).problem !== null) return null;
  const yamlEnd = yamlStart + yaml.length;
  const splice = (from: number, to: number, insert: string) =>
    text.slice(0, yamlStart + from) + insert + text.slice(yamlStart + to);
  const found = findEntry(yaml, key);
  if (found === 'unknown') return null;
  if (found === null) {
    if (value === null) return text;
    const gap = yaml === '' || /[\r\n]$/.test(yaml) ? '' : newline;
    return checked(splice(yaml.length, yaml.length, gap + lines), text, key, value);
  }
  if (added !== undefined && found.itemsEnd !== null) {
    const item = `${found.itemIndent}- ${scalarLine(added)}${newline}`;
    const insert = /[\r\n]$/.test(text.slice(0, yamlStart + found.itemsEnd))
      ? item
      : newline + item;
    const appended = splice(found.itemsEnd, found.itemsEnd, insert);
    const result = checked(appended, text, key, value);
    if (result !== null) return result;
  }
  const isLast = yamlStart + found.end >= yamlEnd;
  const entry = isLast && lines !== '' && !/[\r\n]$/.test(yaml) ? lines.trimEnd() : lines;
  return checked(splice(found.start, found.end, entry), text, key, value);
}

function scalarLine(value: string): string {
  return stringify(value, { lineWidth: 0, schema: 'core' }).trimEnd();
}

function entryLines(key: string, value: Exclude<NewValue, null>, newline: string): string {
  return stringify({ [key]: value }, { lineWidth: 0, schema: 'core' }).replaceAll('\n', newline);
}

interface Entry {
  /** The whole lines of the entry, from its key to the line after its value. */
  readonly start: number;
  readonly end: number;
  /** Where one more item of a block list goes; null for any other value. */
  readonly itemsEnd: number | null;
  readonly itemIndent: string;
}

function findEntry(yaml: string, key: string): Entry | 'unknown' | null {
  const document = parseDocument(yaml, yamlOptions);
  const map = document.contents;
  if (map === null) return null;
  // `{a: 1}` on one line has no lines of its own to set.
  if (!isMap(map) || map.flow === true) return 'unknown';
  const pair = map.items.find((each) => isScalar(each.key) && each.key.value === key);
  if (pair === undefined) return null;
  const start = isScalar(pair.key) ? pair.key.range[0] : undefined;
  if (start === undefined || (start > 0 && yaml[start - 1] !== '\n')) return 'unknown';
  const valueEnd = endOf(pair) ?? start;
  const rest = /\r\n|\n/.exec(yaml.slice(Math.max(start, valueEnd - 1)));
  const endsAtBreak = valueEnd > start && yaml[valueEnd - 1] === '\n';
  const end = endsAtBreak
    ? valueEnd
    : rest === null
      ? yaml.length
      : Math.max(start, valueEnd - 1) + rest.index + rest[0].length;
  const value = pair.value;
  if (isSeq(value) && value.flow !== true) {
    const lineStart = yaml.lastIndexOf('\n', value.range[0] - 1) + 1;
    const itemIndent = ' '.repeat(yaml.slice(lineStart).search(/[^ ]|$/));
    return { start, end, itemsEnd: end, itemIndent };
  }
  return { start, end, itemsEnd: null, itemIndent: '' };
}

function endOf(pair: Pair): number | null {
  const { value, key } = pair;
  if (isCollection(value) && value.flow !== true) {
    const last = value.items.at(-1);
    if (last !== undefined && isScalar(last)) return last.range?.[1] ?? null;
    return value.range?.[1] ?? null;
  }
  if (isScalar(value) || isCollection(value)) return value.range?.[1] ?? null;
  return isScalar(key) ? (key.range?.[1] ?? null) : null;
}

// The result must say exactly what was asked, and everything else as before.
function checked(next: string, before: string, key: string, value: NewValue): string | null {
  const was = splitFrontmatter(before);
  const is = splitFrontmatter(next);
  const wanted: Record<string, unknown> = { ...readYaml(was.yaml).values };
  if (value === null) Reflect.deleteProperty(wanted, key);
  else wanted[key] = value;
  const after = readYaml(is.yaml);
  if (is.body !== was.body || after.problem !== null) return null;
  return canonical(after.values) === canonical(wanted) ? next : null;
}

function canonical(values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
