import type {
  Break,
  Emphasis,
  FootnoteDefinition,
  Heading,
  Nodes,
  Parents,
  Strong,
  Table,
} from 'mdast';
import { takesOptions } from '../directives.ts';
import { longestColons } from '../syntax/closed-directives.ts';
import type { Directive } from '../syntax/directive-syntax.ts';
import type { Math, TextMark } from '../syntax/writers-syntax.ts';
import { gfmToMarkdown } from 'mdast-util-gfm';
import {
  defaultHandlers,
  toMarkdown,
  type AttentionInfo,
  type ConstructName,
  type Handle,
  type Handlers,
  type Info,
  type Options,
  type State,
} from 'mdast-util-to-markdown';
import type { Block } from './blocks.ts';
import { definition, linkReference } from './serialise-references.ts';
import { listHandlers, needsLineAbove } from './list-lines.ts';
import type { Style } from './style.ts';
import { withPipesEscaped } from './table-cells.ts';
import { delimiterOf, rowLine } from './table-lines.ts';
import { nodeOfBlock, type RawSource } from './to-mdast.ts';

declare module 'mdast-util-to-markdown' {
  interface ConstructNameMap {
    directive: 'directive';
    textMark: 'textMark';
  }
}

// Where signs mean nothing though they stand in a line.
const whole: ConstructName[] = [
  'autolink',
  'destinationLiteral',
  'destinationRaw',
  'reference',
  'titleQuote',
  'titleApostrophe',
];

const otherBullet = { '-': '*', '*': '-', '+': '-' } as const;
const otherRule = { '-': '*', '*': '-', _: '*' } as const;
const otherDelimiter = { '.': ')', ')': '.' } as const;

// Without the part that escapes bare URLs and addresses: the parser links them, escaped or not.
const gfm = (gfmToMarkdown().extensions ?? []).filter(
  (extension) => extension.unsafe?.some((pattern) => pattern.character === '@') !== true,
);

const isInCell = (state: State): boolean => state.stack.includes('tableCell');

const raw = (node: RawSource, _: unknown, state: State): string =>
  isInCell(state) ? withPipesEscaped(node.value) : node.value;

// Cells as wide as their text: a column that is lined up anew changes every line.
function table(node: Table, _: unknown, state: State, info: Info): string {
  const [header = '', ...rows] = node.children.map((row) =>
    rowLine(row.children.map((cell) => state.handle(cell, row, state, info))),
  );
  const delimiters = rowLine((node.align ?? []).map((align) => delimiterOf(align ?? null, 3)));
  return [header, delimiters, ...rows].join('\n');
}

// Its label as it was written: escapes that need not be there are a part of it.
function footnoteDefinition(
  node: FootnoteDefinition,
  _: unknown,
  state: State,
  info: Info,
): string {
  const mark = `[^${node.label ?? node.identifier}]:`;
  const tracker = state.createTracker(info);
  tracker.move(mark);
  tracker.shift(4);
  const exit = state.enter('footnoteDefinition');
  const content = state.containerFlow(node, tracker.current());
  exit();
  if (content === '') return mark;
  const lines = state.indentLines(content, (line, index, isBlank) =>
    index === 0 || isBlank ? line : `    ${line}`,
  );
  return `${mark} ${lines}`;
}

// Longer than all in it, so that every program ends it where we do.
function directive(node: Directive, _: unknown, state: State, info: Info): string {
  const exit = state.enter('directive');
  const content = state.containerFlow(node, state.createTracker(info).current());
  exit();
  const fence = ':'.repeat(Math.max(3, longestColons(content) + 1));
  // A first line such as `:tada:` would be an option.
  const [line = ''] = node.head.split('\n');
  const space = takesOptions(line) && content.startsWith(':') ? [''] : [];
  return [fence + node.head, ...(content === '' ? [] : [...space, content]), fence].join('\n');
}

const formula = (node: Math): string => (node.value === '' ? '$$\n$$' : `$$\n${node.value}\n$$`);

function textMark(node: TextMark, _: unknown, state: State, info: Info): string {
  const tracker = state.createTracker(info);
  const exit = state.enter('textMark');
  const sign = tracker.move('==');
  const words = state.containerPhrasing(node, { ...tracker.current(), before: sign, after: '=' });
  exit();
  return `${sign}${tracker.move(words)}${tracker.move(sign)}`;
}
// Which characters beside it must not stay as they are is worked out as for a strike-through.
textMark.attention = () => ({ construct: 'textMark', markers: ['='], sizes: [2] }) as const;
textMark.peek = () => '=';

const sizeOf = { emphasis: 1, strong: 2 } as const;

/** Writes a mark with the sign asked for, and with asterisks where only they are one: between two letters. */
function markHandler(construct: 'emphasis' | 'strong', sign: '*' | '_'): Handle {
  const write = defaultHandlers[construct].bind(null);
  return Object.assign(write, {
    attention: ({ data }: Emphasis | Strong): AttentionInfo => ({
      construct,
      markers: sign === '*' || data?.isInWord === true ? ['*', '_'] : ['_', '*'],
      sizes: [sizeOf[construct]],
    }),
    peek: () => sign,
  });
}

/** @param isInside what is written can hold a rule among other blocks */
function optionsOf(style: Style, isInside = false): Options {
  const handlers: Partial<Handlers> = {
    rawSource: raw,
    emphasis: markHandler('emphasis', style.emphasis),
    strong: markHandler('strong', style.strong),
    directive,
    math: formula,
    textMark,
    table,
    ...listHandlers(style),
    heading: (node: Heading, parent, state, info) => {
      const text = defaultHandlers.heading(node, parent, state, info);
      if (style.underline === 0) return text;
      return text.replace(/\n([=-])+$/, (_, sign: string) => `\n${sign.repeat(style.underline)}`);
    },
    footnoteDefinition,
    definition,
    linkReference: linkReference(style.isCollapsed),
    break: (node: Break, parent: Parents | undefined, state: State) => {
      if (isInCell(state)) return '<br>';
      const siblings: readonly Nodes[] = parent?.children ?? [];
      // A line of nothing but spaces would end the paragraph.
      const isAfterBreak = siblings[siblings.indexOf(node) - 1]?.type === 'break';
      return style.breaksWithSpaces && !isAfterBreak ? '  \n' : '\\\n';
    },
  };
  return {
    bullet: style.bullet,
    bulletOther: otherBullet[style.bullet],
    bulletOrdered: style.delimiter,
    fence: style.fence,
    fences: true,
    // Of the same sign a rule that an item begins with would change the bullets of the whole list.
    rule: isInside && style.rule === style.bullet ? otherRule[style.rule] : style.rule,
    setext: style.isSetext,
    resourceLink: false,
    extensions: gfm,
    handlers,
    // What stands as source may begin or end with anything: keep a blank line around it.
    join: [
      (left, right) => (left.type === 'rawSource' || right.type === 'rawSource' ? 1 : undefined),
      (left, right) =>
        left.type === 'paragraph' && right.type === 'list' && needsLineAbove(right) ? 1 : undefined,
      // Definitions stand on lines that follow each other, apart from all else.
      (left, right) => {
        const count = [left, right].filter(({ type }) => type === 'definition').length;
        return count === 0 ? undefined : count === 1 ? 1 : 0;
      },
    ],
    // Text that begins like something we keep as source.
    unsafe: [
      { atBreak: true, character: ':', after: '::' },
      { character: '$', inConstruct: 'phrasing', notInConstruct: whole },
      { character: '=', inConstruct: 'phrasing', notInConstruct: whole },
      // The colon behind a name may be the one before the next.
      {
        character: ':',
        after: '(?=[a-z0-9_+-]+:)',
        inConstruct: 'phrasing',
        notInConstruct: whole,
      },
      // `[^1]:` and `[label]:` begin a note and a definition.
      { character: ':', before: ']', inConstruct: 'phrasing', notInConstruct: whole },
      { character: '%', after: '%', inConstruct: 'phrasing', notInConstruct: whole },
      { character: '%', before: '%', inConstruct: 'phrasing', notInConstruct: whole },
      // A destination that begins with `<` would be taken for one in brackets.
      { character: '<', inConstruct: 'destinationRaw' },
    ],
  };
}

/** One normalised block as markdown, without a line end at its end; escaped more than need be. */
export function serialiseBlock(block: Block, style: Style): string {
  if (block.kind === 'opaque') return block.source;
  const text = toMarkdown(
    { type: 'root', children: [nodeOfBlock(block, style.isLoose)] },
    optionsOf(style, block.kind !== 'rule'),
  );
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** The same style with the other list markers: a list after a list would join it otherwise. */
export function alternateMarkers(style: Style): Style {
  return {
    ...style,
    bullet: otherBullet[style.bullet],
    delimiter: otherDelimiter[style.delimiter],
  };
}
