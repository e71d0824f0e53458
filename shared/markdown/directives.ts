import { familyOfKnown, titleOfCallout } from './callouts.ts';

/** What stands behind the colons that a directive begins with, in its parts. */
export interface DirectiveHead {
  /** Without signs around it; empty where only attributes are written. */
  readonly name: string;
  /** Without brackets around it; empty: none. */
  readonly title: string;
  /** As written, with their braces; empty: none. */
  readonly attributes: string;
}

const letters = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_.-]{0,60}`;
const begin = new RegExp(`^(${letters})(?=$|[ \\t[{])`, 'u');
// MyST: `{note .class} Title`, on lines below it `:key: value`. Its names may have a colon in them.
const inBraces =
  /^[ \t]*\{([\p{L}_][\p{L}\p{M}\p{N}_.:+-]{0,60})(?:[ \t]+([^\s{}][^{}\r\n]*))?\}(?=$|[ \t\n])/u;
const option = /^:[^\s:]+:.*$/;
// Pandoc: `{.note #id key="value"}`.
const attributeList = /^\{[ \t]*(?:[.#][^\s{}][^\r\n]*|[\p{L}_][^\s={}]*=[^\r\n]*)?\}$/u;
// More colons for the eye, as Pandoc lets them stand behind.
const colonsBehind = /[ \t]+:{3,}$/;
const maxHeadLength = 500;

/** A head with other parts, written as it was; null: they can't be written. */
export function withDirective(head: string, parts: DirectiveHead): string | null {
  const before = readDirective(head);
  if (before !== null && isSame(before, parts)) return head;
  const made = cleanHead(headWith(head, parts));
  const after = readDirective(made);
  return after !== null && isSame(after, parts) ? made : null;
}

/** The title that is written in a head; empty: none. */
export function titleOfDirective(head: string): string {
  return readDirective(head)?.title ?? '';
}

/** A head with another title; null: it can't be written. */
export function withTitle(head: string, title: string): string | null {
  const parts = readDirective(head);
  return parts === null ? null : withDirective(head, { ...parts, title: title.trim() });
}

function headWith(head: string, { attributes, name, title }: DirectiveHead): string {
  const margin = /^[ \t]*/.exec(head)?.[0] ?? '';
  const words = title === '' ? '' : ` ${title}`;
  if (takesOptions(head)) {
    const lines = attributes.split('\n');
    const inside = /^\{(.*)\}$/.exec(lines[0] ?? '')?.[1] ?? '';
    const below = inside === '' ? lines : lines.slice(1);
    const first = `${margin}{${name}${inside === '' ? '' : ` ${inside}`}}${words}`;
    return [first, ...below.filter((line) => line !== '')].join('\n');
  }
  if (name === '') return margin + attributes;
  // As in Docusaurus, where attributes stand right behind the name or the brackets.
  const isTight = /^[ \t]*[^\s[{]+[[{]/.test(head);
  const label = isTight && title !== '' ? `[${title}]` : words;
  const gap = attributes === '' || isTight ? '' : ' ';
  return margin + name + label + gap + attributes;
}

function isSame(one: DirectiveHead, other: DirectiveHead): boolean {
  return (
    one.name === other.name && one.title === other.title && one.attributes === other.attributes
  );
}

// What stands in these is no markdown.
const ofSource = new Set([
  ...['mermaid', 'plantuml', 'graphviz', 'math', 'code', 'code-block', 'code-cell', 'sourcecode'],
  ...['eval-rst', 'toctree', 'csv-table', 'literalinclude', 'bibliography', 'query-table'],
]);

/** Whether what stands in it is no markdown: a diagram, a formula, code. */
export function holdsSource(head: string): boolean {
  const name = readDirective(head)?.name.toLowerCase() ?? '';
  return ofSource.has(name) || (name === 'raw' && takesOptions(head));
}

/** The head as it can be written. One that none can begin with is the title of a note. */
export function cleanHead(head: string): string {
  const lines = head.split(/[\r\n]+/).map((line) => line.trimEnd());
  const text = takesOptions(head) ? lines.join('\n') : lines.join(' ').trimEnd();
  if (readDirective(text) !== null && !holdsSource(text)) return text;
  const title = lines
    .join(' ')
    .replaceAll(/[[\]{}]|:{3,}/g, '')
    .trim()
    .slice(0, 400);
  return title === '' ? 'note' : `note ${title}`;
}

/** Whether lines of options may stand below. */
export function takesOptions(head: string): boolean {
  return inBraces.test(head);
}

/** The parts of a directive's head; null: no directive begins so. */
export function readDirective(head: string): DirectiveHead | null {
  const [line = '', ...options] = head.split('\n');
  const text = line.replace(/^[ \t]+|[ \t]+$/g, '');
  if (text.length > maxHeadLength || text.includes('\r')) return null;
  if (options.length > 0 && !(takesOptions(text) && options.every((each) => option.test(each)))) {
    return null;
  }
  const plain = text.replace(colonsBehind, '');
  if (attributeList.test(plain)) return { name: '', title: '', attributes: plain };
  if (plain !== text) return begin.exec(plain)?.[1] === plain ? headOf(plain) : null;
  // One line that is all there is of it: `:::image source="a.png":::`.
  if (text.endsWith(':::')) return null;
  const [braces = '', inside = '', more = ''] = inBraces.exec(text) ?? [];
  if (braces !== '') {
    const lines = more === '' ? options : [`{${more.trim()}}`, ...options];
    return headOf(inside, text.slice(braces.length), lines.join('\n'));
  }
  const name = begin.exec(text)?.[1];
  return name === undefined ? null : behindName(name, text.slice(name.length));
}

function headOf(name: string, title = '', attributes = ''): DirectiveHead {
  return { name, title: title.trim(), attributes };
}

function behindName(name: string, rest: string): DirectiveHead | null {
  const at = rest.endsWith('}') ? rest.lastIndexOf('{') : -1;
  const attributes = at === -1 ? '' : rest.slice(at);
  const title = (at === -1 ? rest : rest.slice(0, at)).trim();
  if (rest.startsWith('[')) {
    return title.endsWith(']') ? headOf(name, title.slice(1, -1), attributes) : null;
  }
  // A brace right behind the name is one of attributes.
  return rest.startsWith('{') && title !== '' ? null : headOf(name, title, attributes);
}

/** How a directive is shown to readers. */
export interface DirectiveLook {
  /** The callouts that it looks like; null: like none. */
  readonly family: string | null;
  /** What stands above it. */
  readonly label: string;
  /** Readers open it first. */
  readonly isFolding: boolean;
}

const folding = new Set(['details', 'spoiler', 'dropdown', 'collapse', 'toggle']);

/** How a directive is shown, by its name or the first class that it has. */
export function lookOfDirective(head: string): DirectiveLook {
  const parts = readDirective(head);
  if (parts === null) return { family: null, label: head, isFolding: false };
  const { attributes, name, title } = parts;
  // MyST's `{admonition}` is of the kind that its class says.
  const isNamed = name !== '' && name !== 'admonition';
  const named = isNamed ? name : (classIn(attributes) ?? name);
  const kind = named.replace(/^(?:callout|admonition)-(?=.)/i, '');
  const words = title === '' ? titleIn(attributes) : title;
  const isFolding = folding.has(kind.toLowerCase());
  return {
    family: isFolding ? 'quote' : familyOfKnown(kind),
    label: words !== '' ? words : kind === '' ? withoutBraces(attributes) : titleOfCallout(kind),
    isFolding,
  };
}

function classIn(attributes: string): string | undefined {
  const [, written, option] =
    /(?:^\{|\s)\.([^\s{}.#]+)|^:class:[ \t]*(\S+)/m.exec(attributes) ?? [];
  return written ?? option;
}

function titleIn(attributes: string): string {
  const [, double, single] = /(?:^\{|\s)title=(?:"([^"]*)"|'([^']*)')/.exec(attributes) ?? [];
  return (double ?? single ?? '').trim();
}

// Pandoc's `{}` groups without saying why.
const withoutBraces = (attributes: string): string =>
  /^\{(.*)\}$/.exec(attributes)?.[1]?.trim() || 'Group';
