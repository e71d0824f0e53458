import { AppError } from '../../shared/contract/errors.ts';

/**
 * git's configuration files as text. Reading follows git's grammar; an edit replaces whole lines of
 * one setting and leaves every other byte where it was.
 *
 * The text is the file in Latin-1, one character a byte, so that no byte is lost on the way back.
 */
export interface ConfigEntry {
  /** `section.name` or `section.subsection.name`; section and name in lower case. */
  readonly key: string;
  /** In UTF-8 as a person means it; null for a name without `=`, which stands for true. */
  readonly value: string | null;
  readonly start: number;
  readonly end: number;
}

interface ConfigSection {
  readonly prefix: string;
  readonly start: number;
  /** After the last setting (or the header), where another one may be added. */
  insertAt: number;
  end: number;
}

interface ParsedConfig {
  readonly entries: readonly ConfigEntry[];
  readonly sections: readonly ConfigSection[];
}

const sectionHeader = /^[ \t]*\[([A-Za-z0-9.-]+)(?:[ \t]+"((?:[^"\\\n]|\\.)*)")?\][ \t]*/;
const nameStart = /^[ \t]*([A-Za-z][A-Za-z0-9-]*)[ \t]*(=)?/;

export function parseConfig(text: string): ParsedConfig {
  const entries: ConfigEntry[] = [];
  const sections: ConfigSection[] = [];
  let at = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
  while (at < text.length) {
    const lineStart = at;
    const lineEnd = endOfLine(text, at);
    const line = text.slice(at, lineEnd);
    const header = sectionHeader.exec(line);
    let rest = line;
    if (header !== null) {
      const last = sections.at(-1);
      if (last !== undefined) last.end = lineStart;
      sections.push({
        prefix: prefixOf(header[1] ?? '', header[2]),
        start: lineStart,
        insertAt: lineEnd,
        end: text.length,
      });
      at += header[0].length;
      rest = text.slice(at, lineEnd);
    }
    const section = sections.at(-1);
    const name = nameStart.exec(rest);
    if (name === null || section === undefined) {
      if (!/^\s*([#;][^]*)?$/.test(rest)) throw malformed(line);
      at = lineEnd;
      continue;
    }
    const key = `${section.prefix}.${(name[1] ?? '').toLowerCase()}`;
    const read =
      name[2] === undefined ? { value: null, end: lineEnd } : readValue(text, at + name[0].length);
    entries.push({ key, value: read.value, start: at, end: read.end });
    section.insertAt = read.end;
    at = read.end;
  }
  return { entries, sections };
}

/** Sets the last setting of that key, or adds one to its section, or adds the section at the end. */
export function withSetting(text: string, key: string, value: string): string {
  const { entries, sections } = parseConfig(text);
  const wanted = normaliseKey(key);
  const name = key.slice(key.lastIndexOf('.') + 1);
  const line = `\t${name} = ${quoteValue(value)}\n`;
  const entry = entries.findLast((candidate) => candidate.key === wanted);
  if (entry !== undefined) return splice(text, entry.start, entry.end, line);
  const prefix = wanted.slice(0, wanted.lastIndexOf('.'));
  const section = sections.findLast((candidate) => candidate.prefix === prefix);
  if (section !== undefined) return splice(text, section.insertAt, section.insertAt, line);
  return splice(text, text.length, text.length, `${headerOf(key)}\n${line}`);
}

/** Removes every setting of that key; its section stays. */
export function withoutSetting(text: string, key: string): string {
  const wanted = normaliseKey(key);
  return parseConfig(text)
    .entries.filter((entry) => entry.key === wanted)
    .reverse()
    .reduce((rest, entry) => splice(rest, entry.start, entry.end, ''), text);
}

/** Removes the sections of that name with all they hold. `prefix` is `remote.origin`. */
export function withoutSection(text: string, prefix: string): string {
  const wanted = normaliseKey(`${prefix}.x`).slice(0, -2);
  return parseConfig(text)
    .sections.filter((section) => section.prefix === wanted)
    .reverse()
    .reduce((rest, section) => splice(rest, section.start, section.end, ''), text);
}

/** The key with section and name in lower case; a subsection keeps its case. */
export function normaliseKey(key: string): string {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  if (first < 1 || last === key.length - 1) throw malformed(key);
  return key.slice(0, first).toLowerCase() + key.slice(first, last) + key.slice(last).toLowerCase();
}

function prefixOf(section: string, subsection: string | undefined): string {
  // The old form [section.Subsection] compares without case; the quoted form keeps it.
  if (subsection === undefined) return section.toLowerCase();
  return `${section.toLowerCase()}.${utf8Of(subsection.replace(/\\(.)/g, '$1'))}`;
}

function headerOf(key: string): string {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  const section = key.slice(0, first);
  if (first === last) return `[${section}]`;
  const subsection = latin1Of(key.slice(first + 1, last)).replace(/["\\]/g, '\\$&');
  return `[${section} "${subsection}"]`;
}

function readValue(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let pendingSpace = '';
  let isQuoted = false;
  let at = start;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\n') break;
    if (character === '\r' && text[at + 1] === '\n') continue;
    if (!isQuoted && (character === '#' || character === ';')) {
      at = text.indexOf('\n', at);
      if (at === -1) at = text.length;
      break;
    }
    if (!isQuoted && (character === ' ' || character === '\t')) {
      if (value !== '') pendingSpace += character;
      continue;
    }
    value += pendingSpace;
    pendingSpace = '';
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\') {
      at += text[at + 1] === '\r' && text[at + 2] === '\n' ? 2 : 1;
      value += unescape(text[at] ?? '');
    } else value += character;
  }
  if (isQuoted) throw malformed(text.slice(start, at));
  return { value: utf8Of(value), end: Math.min(at + 1, text.length) };
}

function unescape(character: string): string {
  const meaning: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    b: '\b',
    '"': '"',
    '\\': '\\',
    '\n': '',
  };
  const value = meaning[character];
  if (value === undefined) throw malformed(`\\${character}`);
  return value;
}

function quoteValue(value: string): string {
  if (value.includes('\0')) throw malformed('a value with a NUL character');
  const escaped = latin1Of(value)
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\b', '\\b');
  return /^\s|\s$|[#;\r]/.test(value) ? `"${escaped}"` : escaped;
}

function splice(text: string, start: number, end: number, insert: string): string {
  const before = text.slice(0, start);
  // The last line of the file, or a header with a setting on its own line, may lack its line end.
  const needsBreak = insert !== '' && before !== '' && !before.endsWith('\n');
  return before + (needsBreak ? '\n' : '') + insert + text.slice(end);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function utf8Of(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

function latin1Of(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function malformed(found: string): AppError {
  return new AppError(
    'REPO_DAMAGED',
    'A git configuration file of this repository cannot be read. Correct it in a text editor.',
    { found: found.trim().slice(0, 80) },
  );
}
