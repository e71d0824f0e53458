import type {
  BlockContent,
  Blockquote,
  Definition,
  DefinitionContent,
  FootnoteDefinition,
  Nodes,
  PhrasingContent,
  RootContent,
} from 'mdast';
import { readCallout } from '../callouts.ts';
import { holdsSource } from '../directives.ts';
import type { Directive } from '../syntax/directive-syntax.ts';
import {
  mark,
  type Block,
  type Cell,
  type Definition as DefinitionModel,
  type Inline,
  type InlineAtomType,
  type LinkPart,
  type List,
  type ListItem,
  type Table,
} from './blocks.ts';
import { labelAtStart } from './link-label.ts';
import { lineStart, withoutContainers, type Container } from './container-lines.ts';
import { normaliseBlock } from './normalise.ts';
import { createSaidBefore } from './said-before.ts';

/** Where link references lead, and their definition's label as written: by identifier. */
export type Targets = ReadonlyMap<string, Omit<DefinitionModel, 'kind'>>;

interface Context {
  readonly text: string;
  readonly targets: Targets;
  /** What the node stands in, outermost first: each puts something before every line. */
  readonly containers: readonly Container[];
}

/** Thrown inside a block that the model can't hold; the block is then kept as its source. */
class NotModelled extends Error {}

type Flow = RootContent | BlockContent | DefinitionContent;

/**
 * The model of one top-level node; opaque, with `source`, where there is no other.
 *
 * @param text what was parsed: the node's positions count in it
 */
export function blockOfNode(
  node: RootContent,
  text: string,
  targets: Targets,
  source: string,
): Block {
  if (node.type !== 'directive' && isOpaqueSource(source)) return opaque(source);
  try {
    return normaliseBlock(convert(node, { text, targets, containers: [] }));
  } catch (error) {
    if (error instanceof NotModelled) return opaque(source);
    throw error;
  }
}

function opaque(source: string): Block {
  return normaliseBlock({ kind: 'opaque', source });
}

// Of directives that are not closed: as paragraphs their lines would run together.
const opaqueStart = /^ {0,3}:::/;

function isOpaqueSource(source: string): boolean {
  return opaqueStart.test(source);
}

function convert(node: Flow, context: Context): Block {
  switch (node.type) {
    case 'paragraph':
      return { kind: 'paragraph', children: inlinesOf(node.children, 0, context) };
    case 'heading':
      return {
        kind: 'heading',
        level: node.depth,
        children: inlinesOf(node.children, 0, context),
      };
    case 'thematicBreak':
      return { kind: 'rule' };
    case 'code': {
      const meta = node.meta ?? '';
      return { kind: 'code', info: [node.lang ?? '', meta].join(' ').trim(), text: node.value };
    }
    case 'math':
      return { kind: 'formula', text: node.value };
    case 'blockquote':
      return quoteOf(node, { ...context, containers: [...context.containers, 'quote'] });
    case 'footnoteDefinition':
      return footnoteOf(node, { ...context, containers: [...context.containers, 'footnote'] });
    case 'directive':
      return directiveOf(node, context);
    case 'definition':
      return definitionOf(node, context);
    case 'list':
      return listOf(node, context);
    case 'table':
      return tableOf(node, context);
    default:
      throw new NotModelled(node.type);
  }
}

function quoteOf(node: Blockquote, context: Context): Block {
  const callout = readCallout(node, context.text);
  const inside = (callout ?? node).children.map((child) => convertInside(child, context));
  if (callout === null) return { kind: 'quote', children: inside };
  return {
    kind: 'callout',
    type: callout.type,
    fold: folds[callout.folding],
    title: inlinesOf(callout.title, 0, context),
    children: inside,
  };
}

const folds = { none: null, open: '+', closed: '-' } as const;

function footnoteOf(node: FootnoteDefinition, context: Context): Block {
  const label = /^\[\^((?:[^\]\\]|\\[\s\S])+)\]:/.exec(sourceOf(node, context))?.[1];
  if (label === undefined) throw new NotModelled('label');
  return {
    kind: 'footnote',
    label,
    children: node.children.map((child) => convertInside(child, context)),
  };
}

function directiveOf(node: Directive, context: Context): Block {
  if (!node.isClosed || holdsSource(node.head)) throw new NotModelled('directive');
  const start = node.position?.start.offset ?? 0;
  const indent = withoutContainers(
    context.text.slice(lineStart(context.text, start), start),
    context.containers,
    true,
  );
  // Its lines stand in as far as its first; behind a marker that is where the item's text begins.
  const width = indent === null ? null : /\S/.test(indent) ? 0 : indent.length;
  const inside = { ...context, containers: [...context.containers, { width }] };
  return {
    kind: 'directive',
    head: node.head,
    children: node.children.map((child) => convertInside(child, inside)),
  };
}

function definitionOf(node: Definition, context: Context): Block {
  const label = labelAtStart(linesOf(node, context) ?? '');
  if (label === null) throw new NotModelled('label');
  return { kind: 'definition', label, url: node.url, title: node.title ?? '' };
}

// Most of a long block is as it was when it was read last.
const insideBefore = createSaidBefore<Block>();
const itemBefore = createSaidBefore<ListItem>();
const rowBefore = createSaidBefore<readonly Cell[]>();

// What has no form here stands as source among what has one.
function convertInside(node: Flow, context: Context): Block {
  return insideBefore(node, context, () => convertNow(node, context));
}

function convertNow(node: Flow, context: Context): Block {
  const source = linesOf(node, context);
  const isDirective = node.type === 'directive';
  if (source !== null && !isDirective && isOpaqueSource(source)) return { kind: 'opaque', source };
  try {
    return convert(node, context);
  } catch (error) {
    if (!(error instanceof NotModelled) || source === null) throw error;
    return { kind: 'opaque', source };
  }
}

/** A block's source without what its containers put before each line; null where that is not clear. */
function linesOf(node: Flow, { text, containers }: Context): string | null {
  const { start, end } = node.position ?? {};
  if (start?.offset === undefined || end?.offset === undefined) return null;
  return withoutContainers(text.slice(start.offset, end.offset), containers);
}

function tableOf(node: Extract<Flow, { type: 'table' }>, context: Context): Table {
  const columns = node.children[0]?.children.length ?? 0;
  // What stands beyond the last column is shown to nobody, but it is somebody's text.
  if (node.children.some((row) => row.children.length > columns)) throw new NotModelled('cells');
  return {
    kind: 'table',
    align: Array.from({ length: columns }, (_, column) => node.align?.[column] ?? null),
    rows: node.children.map((row) =>
      rowBefore(row, context, () =>
        row.children.map((cell) => inlinesOf(cell.children, 0, context)),
      ),
    ),
  };
}

type ListNode = Extract<Flow, { type: 'list' }>;

function listOf(node: ListNode, context: Context): List {
  return {
    kind: 'list',
    isOrdered: node.ordered === true,
    start: node.start ?? 1,
    items: node.children.map((item) => itemBefore(item, context, () => itemOf(item, context))),
  };
}

const emptyTask = /^\[([ xX])\][ \t]*$/;

function itemOf(node: ListNode['children'][number], context: Context): ListItem {
  const [first, ...others] = node.children;
  // Behind a task's box nothing else can begin.
  const isTask = typeof node.checked === 'boolean';
  const hasText =
    first?.type === 'paragraph' && (isTask || !isOpaqueSource(sourceOf(first, context)));
  const rest = hasText ? others : node.children;
  const lists = rest.filter((child) => child.type === 'list');
  const isOnlyLists = lists.length === rest.length;
  let checked = node.checked ?? null;
  let children = hasText ? inlinesOf(first.children, 0, context) : [];
  // A task without text is none to GFM, but people write one to fill it in.
  const marker = hasText && checked === null ? emptyTask.exec(sourceOf(first, context)) : null;
  if (marker !== null) {
    checked = marker[1] !== ' ';
    children = [];
  }
  const inside = { ...context, containers: [...context.containers, itemContainer(node, context)] };
  return {
    checked,
    children,
    lists: isOnlyLists ? lists.map((list) => listOf(list, context)) : [],
    body: isOnlyLists ? [] : rest.map((child) => convertInside(child, inside)),
  };
}

function itemContainer(item: Nodes, context: Context): Container {
  const start = item.position?.start.offset;
  if (start === undefined) throw new NotModelled('position');
  const line = context.text.slice(lineStart(context.text, start), start);
  const indent = withoutContainers(line, context.containers, true);
  const [sign, marker = '', gap = ''] =
    /^([-*+]|\d{1,9}[.)])(\s*)/.exec(context.text.slice(start)) ?? [];
  if (indent === null || sign === undefined || /\t/.test(indent + gap)) return { width: null };
  // Below a marker on a line of its own, and before indented code, one space belongs to the marker.
  const isOne = /[\r\n]/.test(gap) || gap === '' || gap.length > 4;
  return { width: indent.length + marker.length + (isOne ? 1 : gap.length) };
}

function sourceOf(node: Nodes, context: Context): string {
  const { start, end } = node.position ?? {};
  if (start?.offset === undefined || end?.offset === undefined) throw new NotModelled('position');
  return context.text.slice(start.offset, end.offset);
}

function inlinesOf(nodes: readonly PhrasingContent[], marks: number, context: Context): Inline[] {
  return nodes.flatMap((node) => inlineOf(node, marks, context));
}

function inlineOf(node: PhrasingContent, marks: number, context: Context): Inline[] {
  switch (node.type) {
    case 'text':
      return [
        { kind: 'text', text: node.value.replace(/[ \t]*(?:\r\n|\r|\n)[ \t]*/g, ' '), marks },
      ];
    case 'emphasis':
      return inlinesOf(node.children, marks | mark.italic, context);
    case 'strong':
      return inlinesOf(node.children, marks | mark.bold, context);
    case 'delete':
      return inlinesOf(node.children, marks | mark.strike, context);
    case 'textMark':
      return inlinesOf(node.children, marks | mark.highlight, context);
    case 'inlineMath':
      return [atom('formula', node, marks, context)];
    case 'emoji':
      return [atom('emoji', node, marks, context)];
    case 'comment':
      return [atom('comment', node, marks, context)];
    case 'inlineCode': {
      const text = node.value.replace(/\r\n|\r|\n/g, ' ');
      // An empty run would vanish: a code span of nothing (only GFM tables allow it) stays source.
      if (text === '') return [atom('other', node, marks, context)];
      return [{ kind: 'text', text, marks: marks | mark.code }];
    }
    case 'break':
      return [{ kind: 'break' }];
    case 'link':
      return [linkOf(node, { url: node.url, title: node.title ?? '' }, marks, context)];
    case 'linkReference': {
      const target = context.targets.get(node.identifier);
      if (target === undefined) return [atom('other', node, marks, context)];
      return [linkOf(node, target, marks, context)];
    }
    case 'wikiLink':
      return [atom('wikilink', node, marks, context)];
    case 'embed':
      return [atom('embed', node, marks, context)];
    case 'image':
    case 'imageReference':
      return [atom('image', node, marks, context)];
    case 'footnoteReference':
      return [atom('footnote', node, marks, context)];
    case 'html':
      return [atom('html', node, marks, context)];
    default:
      return [atom('other', node, marks, context)];
  }
}

type LinkNode = Extract<PhrasingContent, { type: 'link' | 'linkReference' }>;

function linkOf(
  node: LinkNode,
  target: { readonly url: string; readonly title: string; readonly label?: string },
  marks: number,
  context: Context,
): Inline {
  const children = inlinesOf(node.children, marks, context);
  const parts = children.filter((child): child is LinkPart => child.kind !== 'link');
  const isShown = parts.some((part) => part.kind === 'atom' || part.kind === 'text');
  if (parts.length !== children.length || !isShown) return atom('other', node, marks, context);
  const { label, title, url } = target;
  const link = { kind: 'link', url, title, children: parts } as const;
  return label === undefined ? link : { ...link, reference: label };
}

function atom(
  type: InlineAtomType,
  node: PhrasingContent,
  marks: number,
  context: Context,
): Inline {
  const source = sourceOf(node, context);
  const lines = withoutContainers(source, context.containers);
  if (lines === null) throw new NotModelled('lines in a container');
  return { kind: 'atom', type, source: lines, marks };
}
