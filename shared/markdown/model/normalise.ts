import type { Block, Cell, Inline, List, ListItem, Table } from './blocks.ts';
import { isCalloutType } from '../callouts.ts';
import { cleanHead } from '../directives.ts';
import { parseMarkdownSafely } from '../parse.ts';
import { normaliseDefinition } from './clean-definition.ts';
import { cleanLines, wellFormed } from './clean-text.ts';
import {
  normaliseCell,
  normaliseInlines,
  normaliseText,
  withoutBreaks,
} from './normalise-inlines.ts';
import { createOnce, type Once } from './once.ts';
import { serialiseBlock } from './serialise.ts';
import { defaultStyle } from './style.ts';

/** The one form of what markdown can say: no space at edges, no mark on a space at its edge, no empty run. */
export function normaliseBlock(block: Block): Block {
  switch (block.kind) {
    case 'paragraph':
      return { kind: 'paragraph', children: normaliseInlines(block.children) };
    case 'heading':
      return {
        kind: 'heading',
        level: block.level,
        children: normaliseInlines(withoutBreaks(block.children)),
      };
    case 'list':
      return normaliseList(block);
    case 'quote':
      return { kind: 'quote', children: normaliseBlocks(block.children) };
    case 'callout':
      return {
        kind: 'callout',
        type: isCalloutType(block.type) ? block.type : 'note',
        fold: block.fold,
        title: normaliseInlines(withoutBreaks(block.title)),
        children: normaliseBlocks(block.children),
      };
    case 'footnote':
      return {
        kind: 'footnote',
        label: cleanLabel(block.label),
        children: withinLastNote(normaliseBlocks(block.children)),
      };
    case 'directive':
      return {
        kind: 'directive',
        head: cleanHead(wellFormed(block.head)),
        children: normaliseBlocks(block.children),
      };
    case 'code':
      return { kind: 'code', info: cleanInfo(block.info), text: cleanLines(block.text) };
    case 'formula':
      return { kind: 'formula', text: cleanFormula(block.text) };
    case 'definition':
      return normaliseDefinition(block);
    case 'rule':
      return { kind: 'rule' };
    case 'table':
      return normaliseTable(block);
    case 'opaque':
      return { kind: 'opaque', source: closed(cleanLines(block.source)) };
  }
}

/** Normalises each block and leaves out empty paragraphs, which markdown can't hold. */
function normaliseBlocks(blocks: readonly Block[]): Block[] {
  return blocks.map(normaliseChild).filter((block) => !isBlank(block));
}

// Of what is long an editor and the parser hand over the same objects, but for what somebody changed. What
// is normal already is its own normal form.
const childOnce = createOnce<Block>();
const itemOnce = createOnce<ListItem>();

function normaliseChild(child: Block): Block {
  return childOnce(child, () => {
    const block = normaliseBlock(child);
    const source = block.kind === 'paragraph' ? htmlOf(block.children) : null;
    return source === null ? block : { kind: 'opaque', source: closed(source) };
  });
}

// To the parser all that follows a footnote in a footnote belongs to the inner one.
function withinLastNote(children: readonly Block[]): Block[] {
  const index = children.findIndex(({ kind }) => kind === 'footnote');
  const inner = children[index];
  if (inner?.kind !== 'footnote') return [...children];
  const taken = withinLastNote([...inner.children, ...children.slice(index + 1)]);
  return [...children.slice(0, index), { ...inner, children: taken }];
}

/** Whether markdown has no way to write the (normalised) block. */
export function isBlank(block: Block): boolean {
  if (block.kind === 'paragraph') return block.children.length === 0;
  if (block.kind === 'list') return block.items.length === 0;
  if (block.kind === 'table') return block.align.length === 0 || block.rows.length === 0;
  if (block.kind === 'definition') return block.label === '';
  return block.kind === 'opaque' && block.source.trim() === '';
}

function normaliseList(list: List): List {
  return {
    kind: 'list',
    isOrdered: list.isOrdered,
    start: list.isOrdered ? Math.min(Math.max(0, Math.trunc(list.start)), 999_999_999) : 1,
    items: list.items.map((item) => itemOnce(item, () => normaliseItem(item))),
  };
}

function normaliseItem({ checked, children, lists, body }: ListItem): ListItem {
  const text = normaliseText(children);
  const html = checked === null ? htmlOf(text) : null;
  if (html !== null) {
    const block: Block = { kind: 'opaque', source: html };
    return normaliseItem({ checked, children: [], lists, body: [block, ...body] });
  }
  const below = normaliseBlocks([...body, ...lists]);
  // An item's first paragraph is its text.
  const [first, ...others] = below;
  const isText = text.length === 0 && checked === null && first?.kind === 'paragraph';
  const rest = isText ? others : below;
  const only = rest.filter((block) => block.kind === 'list');
  const isOnlyLists = only.length === rest.length;
  return {
    checked,
    children: isText ? first.children : text,
    lists: isOnlyLists ? only : [],
    body: isOnlyLists ? [] : rest,
  };
}

/** The source of a line that begins with a tag where markdown reads it as a block of HTML; else null. */
function htmlOf(children: readonly Inline[]): string | null {
  const [first] = children;
  if (first?.kind !== 'atom' || first.type !== 'html') return null;
  const source = serialiseBlock({ kind: 'paragraph', children }, defaultStyle);
  const parsed = parseMarkdownSafely(source);
  return parsed.kind === 'ok' && parsed.root.children[0]?.type === 'html' ? source : null;
}

function normaliseTable({ align, rows }: Table): Table {
  return {
    kind: 'table',
    align: [...align],
    rows: rows.map((row) => normaliseRow(row, align.length)),
  };
}

const rowsOnce = new Map<number, Once<readonly Cell[]>>();

function normaliseRow(row: readonly Cell[], columns: number): readonly Cell[] {
  const once = rowsOnce.get(columns) ?? createOnce<readonly Cell[]>();
  rowsOnce.set(columns, once);
  const makeRow = () => Array.from({ length: columns }, (_, at) => normaliseCell(row[at] ?? []));
  return once(row, makeRow);
}

const openings: readonly (readonly [begins: RegExp, ends: RegExp, end: string])[] = [
  [/^ {0,3}<!--/, /-->/, '-->'],
  [/^ {0,3}<\?/, /\?>/, '?>'],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/, ']]>'],
  [/^ {0,3}<![a-z]/i, />/, '>'],
  [/^ {0,3}<script(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</script>'],
  [/^ {0,3}<pre(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</pre>'],
  [/^ {0,3}<style(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</style>'],
  [/^ {0,3}<textarea(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i, '</textarea>'],
];

/** HTML that would take in all that follows it, with its end. */
function closed(source: string): string {
  const open = openings.find(([begins, ends]) => begins.test(source) && !ends.test(source));
  return open === undefined ? source : `${source}\n${open[2]}`;
}

// Two dollars in it would end it.
function cleanFormula(text: string): string {
  return cleanLines(text)
    .replace(/\${2,}/g, (run) => `${'$ '.repeat(run.length - 1)}$`)
    .trim();
}

function cleanLabel(label: string): string {
  if (/^(?:[^\s[\]\\]|\\[\\[\]])+$/.test(label)) return label;
  return label.replace(/[\s[\]\\]/g, '-') || '1';
}

function cleanInfo(info: string): string {
  return wellFormed(info)
    .replace(/[\r\n]+/g, ' ')
    .trim();
}
