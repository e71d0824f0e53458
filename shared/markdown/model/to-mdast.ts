import type {
  BlockContent,
  Blockquote,
  Definition,
  FootnoteDefinition,
  Heading,
  List,
  ListItem,
  Literal,
  PhrasingContent,
  Table,
} from 'mdast';
import {
  aroundMarks as attention,
  mark,
  type Block,
  type Callout,
  type Directive as DirectiveModel,
  type Footnote,
  type Inline,
  type LineBreak,
  type LinkPart,
  type List as ListModel,
  type ListItem as ItemModel,
  type Table as TableModel,
} from './blocks.ts';
import type { Directive } from '../syntax/directive-syntax.ts';

/** Written as it stands. */
export interface RawSource extends Literal {
  type: 'rawSource';
}

declare module 'mdast' {
  interface PhrasingContentMap {
    rawSource: RawSource;
  }
  interface RootContentMap {
    rawSource: RawSource;
  }
  interface BlockContentMap {
    rawSource: RawSource;
  }
  interface EmphasisData {
    /** One of its signs stands between two letters, where only an asterisk is a mark. */
    isInWord?: boolean;
  }
  interface StrongData {
    isInWord?: boolean;
  }
}

/** The tree of a normalised block, for the serialiser. `isLoose` puts blank lines between list items. */
export function nodeOfBlock(
  block: Block,
  isLoose: boolean,
): BlockContent | FootnoteDefinition | Definition {
  switch (block.kind) {
    case 'paragraph':
      return { type: 'paragraph', children: phrasing(block.children) };
    case 'heading': {
      const depth = Math.min(6, Math.max(1, block.level)) as Heading['depth'];
      return { type: 'heading', depth, children: phrasing(block.children) };
    }
    case 'list':
      return listNode(block, isLoose);
    case 'quote': {
      const quote: Blockquote = {
        type: 'blockquote',
        children: block.children.map((child) => nodeOfBlock(child, isLoose)),
      };
      return quote;
    }
    case 'callout':
      return calloutNode(block, isLoose);
    case 'footnote':
      return footnoteNode(block, isLoose);
    case 'directive':
      return directiveNode(block, isLoose);
    case 'code':
      return { type: 'code', ...infoParts(block.info), value: block.text };
    case 'formula':
      return { type: 'math', value: block.text };
    case 'definition': {
      const { label, title, url } = block;
      return { type: 'definition', identifier: label, label, url, title: title || null };
    }
    case 'rule':
      return { type: 'thematicBreak' };
    case 'table':
      return tableNode(block);
    case 'opaque':
      return { type: 'rawSource', value: block.source };
  }
}

// A paragraph goes on right below the head line, as people write it.
function calloutNode({ type, fold, title, children }: Callout, isLoose: boolean): Blockquote {
  const [first, ...others] = children;
  const body = first?.kind === 'paragraph' ? phrasing(first.children) : [];
  const rest = first?.kind === 'paragraph' ? others : children;
  const head: PhrasingContent[] = [
    { type: 'rawSource', value: `[!${type}]${fold ?? ''}${title.length === 0 ? '' : ' '}` },
    ...phrasing(title),
  ];
  if (body.length > 0) head.push({ type: 'rawSource', value: '\n' }, ...body);
  return {
    type: 'blockquote',
    children: [
      { type: 'paragraph', children: head },
      ...rest.map((child) => nodeOfBlock(child, isLoose)),
    ],
  };
}

function footnoteNode({ label, children }: Footnote, isLoose: boolean): FootnoteDefinition {
  return {
    type: 'footnoteDefinition',
    identifier: label,
    label,
    children: children.map((child) => nodeOfBlock(child, isLoose)),
  };
}

function directiveNode({ head, children }: DirectiveModel, isLoose: boolean): Directive {
  return {
    type: 'directive',
    head,
    isClosed: true,
    children: children.map((child) => nodeOfBlock(child, isLoose)),
  };
}

function tableNode({ align, rows }: TableModel): Table {
  return {
    type: 'table',
    align: [...align],
    children: rows.map((row) => ({
      type: 'tableRow',
      children: row.map((cell) => ({ type: 'tableCell', children: phrasing(cell) })),
    })),
  };
}

function infoParts(info: string): { lang: string | null; meta: string | null } {
  const space = info.search(/\s/);
  if (info === '') return { lang: null, meta: null };
  if (space === -1) return { lang: info, meta: null };
  return { lang: info.slice(0, space), meta: info.slice(space).trimStart() };
}

function listNode(list: ListModel, isLoose: boolean): List {
  return {
    type: 'list',
    ordered: list.isOrdered,
    start: list.isOrdered ? list.start : null,
    spread: isLoose,
    children: list.items.map((item) => itemNode(item, isLoose)),
  };
}

function itemNode(item: ItemModel, isLoose: boolean): ListItem {
  const children: ListItem['children'] = [];
  const text = phrasing(item.children);
  if (item.checked !== null) {
    const box = item.checked ? '[x]' : '[ ]';
    const value = text.length === 0 ? box : `${box} `;
    children.push({ type: 'paragraph', children: [{ type: 'rawSource', value }, ...text] });
  } else if (text.length > 0) children.push({ type: 'paragraph', children: text });
  children.push(...item.body.map((block) => nodeOfBlock(block, isLoose)));
  for (const nested of item.lists) children.push(listNode(nested, isLoose));
  return { type: 'listItem', spread: isLoose || item.body.length > 0, children };
}

interface Piece {
  readonly inline: Inline;
  readonly marks: number;
}

const nested = [
  [mark.bold, 'strong'],
  [mark.italic, 'emphasis'],
  [mark.strike, 'delete'],
  [mark.highlight, 'textMark'],
] as const;

function phrasing(inlines: readonly Inline[]): PhrasingContent[] {
  return nest(
    inlines.map((inline, index) => ({ inline, marks: marksAt(inlines, index) })),
    0,
  );
}

function marksAt(inlines: readonly Inline[], index: number): number {
  const inline = inlines[index];
  if (inline === undefined) return 0;
  if (inline.kind === 'break') {
    return breakless(inlines, index, -1) & breakless(inlines, index, 1);
  }
  return ownMarks(inline);
}

// A break has no marks of its own: it stays inside what surrounds it.
function breakless(inlines: readonly Inline[], from: number, step: 1 | -1): number {
  let index = from + step;
  while (inlines[index]?.kind === 'break') index += step;
  const inline = inlines[index];
  return inline === undefined || inline.kind === 'break' ? 0 : ownMarks(inline);
}

function ownMarks(inline: Exclude<Inline, LineBreak>): number {
  if (inline.kind !== 'link') return inline.marks & attention;
  return inline.children
    .filter((child): child is Exclude<LinkPart, LineBreak> => child.kind !== 'break')
    .reduce((marks, child) => marks & ownMarks(child), attention);
}

/** Marks become nodes: at each place the mark that runs longest goes outside. */
function nest(pieces: readonly Piece[], applied: number): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  let index = 0;
  while (index < pieces.length) {
    let length = 0;
    let outer: (typeof nested)[number] | undefined;
    for (const candidate of nested) {
      const [bit] = candidate;
      if ((applied & bit) !== 0) continue;
      let end = index;
      while (((pieces[end]?.marks ?? 0) & bit) !== 0) end += 1;
      while (end > index && isBreak(pieces[end - 1])) end -= 1;
      if (end - index > length) {
        length = end - index;
        outer = candidate;
      }
    }
    const piece = pieces[index];
    // A mark's sign beside a line's end is none.
    if (outer !== undefined && !isBreak(piece)) {
      const [bit, type] = outer;
      const children = nest(pieces.slice(index, index + length), applied | bit);
      const end = index + length;
      const isInWord =
        (endsInWord(pieces[index - 1], applied) && beginsInWord(pieces[index], applied | bit)) ||
        (endsInWord(pieces[end - 1], applied | bit) && beginsInWord(pieces[end], applied));
      nodes.push(markNode(type, children, isInWord));
      index += length;
    } else {
      if (piece !== undefined) nodes.push(...leaves(piece.inline, pieces[index - 1], applied));
      index += 1;
    }
  }
  return nodes;
}

function markNode(
  type: (typeof nested)[number][1],
  children: PhrasingContent[],
  isInWord: boolean,
): PhrasingContent {
  const isPlain = type === 'delete' || type === 'textMark';
  return isPlain ? { type, children } : { type, children, data: { isInWord } };
}

// With other marks than those it has a sign of theirs stands there.
const endsInWord = (piece: Piece | undefined, marks: number): boolean =>
  piece !== undefined && piece.marks === marks && /[^\s\p{P}\p{S}]$/u.test(wordsOf(piece));
const beginsInWord = (piece: Piece | undefined, marks: number): boolean =>
  piece !== undefined && piece.marks === marks && /^[^\s\p{P}\p{S}]/u.test(wordsOf(piece));
const wordsOf = ({ inline }: Piece): string =>
  inline.kind === 'text' && (inline.marks & mark.code) === 0 ? inline.text : '';

const isBreak = (piece: Piece | undefined): boolean => piece?.inline.kind === 'break';

// Right after a formula a digit would make its last dollar one of an amount.
function leaves(inline: Inline, before: Piece | undefined, applied: number): PhrasingContent[] {
  const node = leaf(inline, applied);
  const isAfterFormula = before?.inline.kind === 'atom' && before.inline.type === 'formula';
  if (!isAfterFormula || node.type !== 'text' || !/^\d/.test(node.value)) return [node];
  const digit: RawSource = { type: 'rawSource', value: `&#${node.value.charCodeAt(0)};` };
  return [digit, { ...node, value: node.value.slice(1) }];
}

const mailHost = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

// A pipe can't be escaped there, and hosts of addresses hold less than where no signs stand around them.
function mayStandInAngles(url: string): boolean {
  if (url.includes('|')) return false;
  const hosts = /^mailto:[^@]*@(.*)$/is.exec(url)?.[1];
  return hosts?.split('.').every((host) => mailHost.test(host)) ?? true;
}

function leaf(inline: Inline, applied: number): PhrasingContent {
  switch (inline.kind) {
    case 'text':
      return (inline.marks & mark.code) === 0
        ? { type: 'text', value: inline.text }
        : { type: 'inlineCode', value: inline.text };
    case 'atom':
      return { type: 'rawSource', value: inline.source };
    case 'break':
      return { type: 'break' };
    case 'link': {
      const pieces = inline.children.map((child, index) => ({
        inline: child,
        marks: marksAt(inline.children, index),
      }));
      const children = nest(pieces, applied);
      const title = inline.title === '' ? null : inline.title;
      // With a second child it isn't written between `<` and `>`.
      if (inline.reference === undefined && !mayStandInAngles(inline.url))
        children.push({ type: 'text', value: '' });
      // Links hold no links, as the model's types say.
      if (inline.reference === undefined) return { type: 'link', url: inline.url, title, children };
      const label = inline.reference;
      return { type: 'linkReference', identifier: label, label, referenceType: 'full', children };
    }
  }
}
