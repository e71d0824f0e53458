import { splitFrontmatter } from '../frontmatter.ts';
import { editProperties, type NewValue, type PropertyEdit } from './edit-properties.ts';
import { parseEntries } from './parse-entries.ts';

/** Frontmatter as it stands at the top of a page, taken apart; joined, the parts are its bytes. */
interface Fences {
  readonly head: string;
  readonly yaml: string;
  readonly foot: string;
  /** What follows it without belonging to it, such as a second byte order mark. */
  readonly rest: string;
}

const foot = /(?:^|(?<=[\r\n]))---[ \t]*(?:\r\n|\n|\r)?$/;

/** @param frontmatter with its fences; or empty */
export function fencesOf(frontmatter: string): Fences {
  const marks = /\ufeff*$/.exec(frontmatter)?.[0] ?? '';
  const fenced = frontmatter.slice(0, frontmatter.length - marks.length);
  const head = /^---[ \t]*(?:\r\n|\n|\r)/.exec(fenced)?.[0] ?? '';
  // The last fence, not the first: what a person types may hold another on the way.
  const closing = head === '' ? null : foot.exec(fenced.slice(head.length));
  if (closing === null) return { head: '', yaml: '', foot: '', rest: frontmatter };
  const end = head.length + closing.index;
  return { head, yaml: fenced.slice(head.length, end), foot: fenced.slice(end), rest: marks };
}

/** Frontmatter with other YAML in it; none when nothing is left. */
export function withYaml(frontmatter: string, yaml: string, eol: string): string {
  const { head, foot: end, rest } = fencesOf(frontmatter);
  if (yaml.trim() === '') return rest;
  return `${head || `---${eol}`}${yaml}${end || `---${eol}`}${rest}`;
}

/** Whether frontmatter is one: a line of dashes within would end it too early. */
export function isClosedOnce(frontmatter: string): boolean {
  return splitFrontmatter(frontmatter).yaml === fencesOf(frontmatter).yaml;
}

/** `editProperties` on frontmatter with its fences, which are made and taken away as need be. */
export function editFrontmatter(
  frontmatter: string,
  edit: PropertyEdit,
  eol: string,
): string | null {
  const { head, yaml } = fencesOf(frontmatter);
  const lineEnd = /\r\n|\n|\r/.exec(head)?.[0] ?? eol;
  const next = editProperties(yaml, edit, lineEnd);
  return next === null ? null : withYaml(frontmatter, next, lineEnd);
}

/** What is wanted of a name, whether it is there yet or not. */
export type WantedValue = Exclude<NewValue, { readonly kind: 'record' }>;

/** Gives a name a value; one that is not there stays away until its value is something. */
export function setProperty(
  frontmatter: string,
  key: string,
  value: WantedValue,
  eol: string,
): string | null {
  const parsed = parseEntries(fencesOf(frontmatter).yaml);
  if (parsed.kind === 'unreadable') return null;
  const entry = parsed.entries.find((each) => each.key === key);
  const isNothing =
    value.kind === 'empty' ||
    (value.kind === 'text' && value.text === '') ||
    (value.kind === 'list' && value.items.length === 0);
  if (entry === undefined) {
    return isNothing ? frontmatter : editFrontmatter(frontmatter, { kind: 'add', key, value }, eol);
  }
  if (value.kind === 'list') {
    return editFrontmatter(frontmatter, { kind: 'changeList', key, items: value.items }, eol);
  }
  const wanted = isNothing ? ({ kind: 'empty' } as const) : value;
  return editFrontmatter(frontmatter, { kind: 'set', key, value: wanted }, eol);
}

/** The first line of properties that nothing closes, in words a form can show; null: all is well. */
export function unclosedFrontmatter(text: string): { readonly lastLine: number } | null {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/, 200);
  if (!/^---[ \t]*$/.test(lines[0] ?? '') || splitFrontmatter(text).raw !== '') return null;
  let last = 0;
  for (let index = 1; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (/^(?:[\p{L}_][\p{L}\p{N}_ -]*:(?:\s|$)|\s+\S|- |#\s)/u.test(line)) last = index;
    else break;
  }
  return /^[\p{L}_][\p{L}\p{N}_ -]*:(?:\s|$)/u.test(lines[1] ?? '') ? { lastLine: last + 1 } : null;
}
