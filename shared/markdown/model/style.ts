import type { Nodes, RootContent } from 'mdast';

/** How a text is written where markdown leaves a choice; undefined: it shows no such thing. */
export interface Style {
  readonly bullet: '-' | '*' | '+';
  readonly delimiter: '.' | ')';
  readonly emphasis: '*' | '_';
  readonly strong: '*' | '_';
  readonly fence: '`' | '~';
  readonly rule: '-' | '*' | '_';
  readonly isLoose: boolean;
  /** Blanks between a marker and its text. */
  readonly bulletGap: number;
  readonly numberGap: number;
  /** The same of each item of the outermost list, where they differ; 0, or none: as above. */
  readonly itemGaps: readonly number[];
  /** How far a list stands in from the item that it belongs to; 0: as far as that one's text. */
  readonly belowBullet: number;
  readonly belowNumber: number;
  /** `1. 2. 3.` rather than `1. 1. 1.` */
  readonly isCounting: boolean;
  readonly isSetext: boolean;
  /** How long the line under such a heading is; 0: as its text. */
  readonly underline: number;
  /** Hard breaks as two spaces rather than a backslash. */
  readonly breaksWithSpaces: boolean;
  /** A link whose words are its label as `[label][]` rather than `[label]`. */
  readonly isCollapsed: boolean;
}

export const defaultStyle: Style = {
  bullet: '-',
  delimiter: '.',
  emphasis: '*',
  strong: '*',
  fence: '`',
  rule: '-',
  isLoose: false,
  bulletGap: 1,
  numberGap: 1,
  itemGaps: [],
  belowBullet: 0,
  belowNumber: 0,
  isCounting: true,
  isSetext: false,
  underline: 0,
  breaksWithSpaces: false,
  isCollapsed: false,
};

type Found = { -readonly [Key in keyof Style]?: Style[Key] };

/** The style that nodes show, first use first; `otherwise` for what they don't show. */
export function styleOf(nodes: readonly RootContent[], text: string, otherwise: Style): Style {
  const found: Found = {};
  for (const node of nodes) lookOnce(node, text, found);
  return { ...otherwise, ...found };
}

// Most of a page is the same nodes as when it was read last.
const foundIn = new WeakMap<Nodes, Found>();
const lasting = new Set<Nodes['type']>(['listItem', 'tableRow', 'paragraph', 'blockquote']);

function lookOnce(node: Nodes, text: string, found: Found): void {
  if (!lasting.has(node.type)) {
    look(node, text, found);
    return;
  }
  let own = foundIn.get(node);
  if (own === undefined) {
    own = {};
    look(node, text, own);
    foundIn.set(node, own);
  }
  for (const [key, value] of Object.entries(own)) {
    if (!(key in found)) Object.assign(found, { [key]: value });
  }
}

function look(node: Nodes, text: string, found: Found): void {
  const start = node.position?.start.offset ?? 0;
  const first = text.charAt(start);
  switch (node.type) {
    case 'list':
      lookAtList(node, text, found);
      break;
    case 'emphasis':
      if (first === '*' || first === '_') found.emphasis ??= first;
      break;
    case 'strong':
      if (first === '*' || first === '_') found.strong ??= first;
      break;
    case 'code':
      if (first === '`' || first === '~') found.fence ??= first;
      break;
    case 'thematicBreak':
      if (first === '-' || first === '*' || first === '_') found.rule ??= first;
      break;
    case 'heading':
      if (node.depth <= 2) lookAtHeading(node, text, found);
      break;
    case 'linkReference':
      if (node.referenceType !== 'full') found.isCollapsed ??= node.referenceType === 'collapsed';
      break;
    case 'break':
      found.breaksWithSpaces ??= first === ' ';
      break;
    default:
  }
  if ('children' in node) for (const child of node.children) lookOnce(child, text, found);
}

function lookAtHeading({ position }: Nodes, text: string, found: Found): void {
  const source = text.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
  const underline = /[\r\n][^\r\n=-]*(=+|-+)[ \t]*$/.exec(source)?.[1];
  found.isSetext ??= underline !== undefined;
  if (underline !== undefined) found.underline ??= underline.length;
}

function lookAtList(list: Extract<Nodes, { type: 'list' }>, text: string, found: Found): void {
  const markers = list.children.map((item) => {
    const start = item.position?.start.offset ?? 0;
    return /^(?:[-*+]|(\d+)([.)]))/.exec(text.slice(start, start + 12));
  });
  lookAtIndents(list, text, found);
  const marker = markers[0]?.[0] ?? '';
  if (marker === '-' || marker === '*' || marker === '+') found.bullet ??= marker;
  const delimiter = markers[0]?.[2];
  if (delimiter === '.' || delimiter === ')') found.delimiter ??= delimiter;
  if (list.ordered === true && markers.length > 1) {
    found.isCounting ??= markers[0]?.[1] !== markers[1]?.[1];
  }
  if (list.children.length > 1) {
    found.isLoose ??= list.spread === true || list.children.some((item) => item.spread === true);
  }
}

function lookAtIndents(list: Extract<Nodes, { type: 'list' }>, text: string, found: Found): void {
  const [gap, below] =
    list.ordered === true
      ? (['numberGap', 'belowNumber'] as const)
      : (['bulletGap', 'belowBullet'] as const);
  for (const item of list.children) {
    const { start } = item.position ?? {};
    if (start?.offset === undefined) continue;
    const source = text.slice(start.offset, start.offset + 20);
    const blanks = /^(?:[-*+]|\d+[.)])( {1,4})(?=[^ \t\r\n])/.exec(source)?.[1]?.length;
    if (blanks !== undefined) found[gap] ??= blanks;
    const nested = item.children.find((child) => child.type === 'list')?.position?.start;
    if (nested?.offset === undefined || nested.line === start.line) continue;
    const before = text.slice(nested.offset - nested.column + 1, nested.offset);
    if (!before.includes('\t')) found[below] ??= nested.column - start.column;
  }
}
