import type { Nodes, RootContent } from 'mdast';
import { splitFrontmatter } from '../../wiki/frontmatter.ts';
import type { Block, Definition } from './blocks.ts';
import { blockOfNode, type Targets } from './from-mdast.ts';
import { identifierOf, labelAtStart } from './link-label.ts';
import { cleanDefinition } from './clean-definition.ts';
import { defaultStyle, styleOf, type Style } from './style.ts';
import { blocksIn, definitionsOf, mayDefine, parseInChunks, parsePart } from './parse-chunks.ts';
import { isLineEnd, lineStart } from './container-lines.ts';
import { isStable } from './stable.ts';

/** A page cut into parts that joined are its text, byte for byte, whatever the text is. */
export interface PageModel {
  readonly text: string;
  readonly bom: string;
  readonly eol: '\n' | '\r\n' | '\r';
  /** With its fences and last line end; empty when there is none. */
  readonly frontmatter: string;
  /** Not: too long or too deep for the parser. Then its body is one opaque block. */
  readonly isParsed: boolean;
  readonly blocks: readonly PageBlock[];
  /** What follows the last block: line ends and blank lines. */
  readonly tail: string;
  readonly scope: Scope;
  /** How this page writes what markdown leaves open. */
  readonly style: Style;
}

interface PageBlock {
  /** Unique among all pages read so far: a block pasted from another page is nobody's here. */
  readonly id: string;
  /** What stands between the block before and this one. */
  readonly separator: string;
  /** Whole lines, without the last line end. */
  readonly source: string;
  /** A block is changed when its model now has another fingerprint. */
  readonly model: Block;
}

/** What a block means depends on the page's definitions: its links' targets and its footnotes. */
export interface Scope {
  readonly targets: Targets;
  /** Definitions as markdown, to be parsed after a block on its own; empty when there are none. */
  readonly definitions: string;
}

/** A part of a text that was parsed, with what it says. */
interface ParsedBlock {
  readonly from: number;
  readonly to: number;
  readonly model: Block;
}

// Longer bodies are one opaque block: the editor opens them as source.
const maxModelledLength = 1_000_000;

// What one block does without being a habit of the page.
const { underline, bulletGap, numberGap, belowBullet, belowNumber } = defaultStyle;
const looseEnds = { underline, bulletGap, numberGap, belowBullet, belowNumber };

let pagesRead = 0;

interface ParsedBody {
  readonly body: string;
  /** null: too long or too deep for the parser. */
  readonly blocks: readonly ParsedBlock[] | null;
  readonly scope: Scope;
  readonly style: Style;
}

// What is written is read to compare, and then again to go on from there.
let lastBody: ParsedBody | null = null;

/** Reads a page. Every text is one: what markdown or the model can't hold becomes an opaque block. */
export function readPage(text: string): PageModel {
  const split = splitFrontmatter(text);
  // A second byte order mark would shift the parser's positions; it counts as frontmatter.
  const marks = /^\ufeff*/.exec(split.body)?.[0] ?? '';
  const frontmatter = split.raw + marks;
  const body = split.body.slice(marks.length);
  const parsed = parseBody(body);
  pagesRead += 1;
  const prefix = `${pagesRead.toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  let end = 0;
  const blocks = (parsed.blocks ?? wholeAsOpaque(body)).map(
    ({ from, to, model }, index): PageBlock => {
      const separator = body.slice(end, from);
      end = to;
      const source = body.slice(from, to);
      return { id: `${prefix}-${index}`, separator, source, model };
    },
  );
  return {
    text,
    bom: split.bom,
    eol: eolOf(text),
    frontmatter,
    isParsed: parsed.blocks !== null,
    blocks,
    tail: body.slice(end),
    scope: parsed.scope,
    style: parsed.style,
  };
}

function parseBody(body: string): ParsedBody {
  if (lastBody?.body === body) return lastBody;
  const nodes = parseNodes(body);
  const scope = scopeOf(nodes ?? [], body);
  lastBody = {
    body,
    blocks: nodes === null ? null : blocksOf(nodes, body, scope.targets),
    scope,
    style: { ...styleOf(nodes ?? [], body, defaultStyle), ...looseEnds },
  };
  return lastBody;
}

function parseNodes(body: string): RootContent[] | null {
  return body.length > maxModelledLength ? null : parseInChunks(body);
}

// On the way to its text a block is parsed several times, and again whenever its page is written.
const parsedIn = new WeakMap<Scope, Map<string, readonly ParsedBlock[] | null>>();
const maxKnown = 300;
const maxKnownLength = 5_000;
const maxKnownTargets = 50;

/**
 * What markdown says on its own, with a page's definitions and then its own; null if it can't be parsed
 * safely.
 */
export function parseBlocks(source: string, scope: Scope): readonly ParsedBlock[] | null {
  const known = parsedIn.get(scope) ?? new Map<string, readonly ParsedBlock[] | null>();
  parsedIn.set(scope, known);
  const before = known.get(source);
  if (before !== undefined) return before;
  const nodes = parseInScope(source, scope);
  const blocks = nodes === null ? null : blocksOf(nodes, source, targetsWith(nodes, source, scope));
  if (known.size >= maxKnown) known.clear();
  if (source.length <= maxKnownLength) known.set(source, blocks);
  return blocks;
}

function targetsWith(nodes: readonly RootContent[], source: string, { targets }: Scope): Targets {
  return mayDefine(source) ? interned(new Map([...targetsOf(nodes, source), ...targets])) : targets;
}

/** Where the definitions lead that stand anywhere in a source. */
export function targetsIn(source: string): Targets {
  const nodes = mayDefine(source) ? parseNodes(source) : null;
  return targetsOf(nodes ?? [], source);
}

/** The style that a source shows, else the page's. */
export function styleOfSource(source: string, page: PageModel): Style {
  const nodes = parseInScope(source, page.scope) ?? [];
  const own = styleOf(nodes, source, page.style);
  // Whether a list is loose is each list's own affair.
  return nodes.some((node) => node.type === 'list') ? own : { ...own, isLoose: page.style.isLoose };
}

function parseInScope(source: string, { definitions }: Scope): RootContent[] | null {
  if (source.length > maxModelledLength) return null;
  return definitions === '' ? parseInChunks(source) : parsePart(source, definitions);
}

function wholeAsOpaque(body: string): ParsedBlock[] {
  const to = body.replace(/(?:\r\n|\r|\n)$/, '').length;
  if (to === 0) return [];
  return [{ from: 0, to, model: { kind: 'opaque', source: body.slice(0, to) } }];
}

const startOf = (node: Nodes): number => node.position?.start.offset ?? 0;
const endOf = (node: Nodes): number => node.position?.end.offset ?? 0;

function scopeOf(nodes: readonly RootContent[], body: string): Scope {
  return { targets: targetsOf(nodes, body), definitions: definitionsOf(nodes, body) };
}

function targetsOf(nodes: readonly RootContent[], text: string): Targets {
  const targets = new Map<string, Omit<Definition, 'kind'>>();
  if (!mayDefine(text)) return noTargets;
  const visit = (node: Nodes): void => {
    if (node.type === 'definition' && !targets.has(node.identifier)) {
      const { identifier, title, url } = node;
      const written = labelAtStart(text.slice(startOf(node), endOf(node))) ?? '';
      // What stands before a line of a quote is no part of it.
      const label = identifierOf(written) === identifier ? written : identifier;
      targets.set(identifier, cleanDefinition({ label, url, title: title ?? '' }));
    }
    for (const child of blocksIn(node)) visit(child);
  };
  for (const node of nodes) visit(node);
  return interned(targets);
}

const noTargets: Targets = new Map();
const knownTargets = new Map<string, Targets>();

/** The same object for what is the same: what nodes said is known by it. */
function interned(targets: Targets): Targets {
  const where = JSON.stringify([...targets]);
  const before = knownTargets.get(where);
  if (before !== undefined) return before;
  if (knownTargets.size >= maxKnownTargets) knownTargets.clear();
  knownTargets.set(where, targets);
  return targets;
}

function blocksOf(nodes: readonly RootContent[], text: string, targets: Targets): ParsedBlock[] {
  const blocks: ParsedBlock[] = [];
  let end = 0;
  for (const group of groupsOf(nodes, text)) {
    const [node] = group;
    const last = group.at(-1);
    if (node === undefined || last === undefined) continue;
    const from = Math.max(end, lineStart(text, startOf(node)));
    const to = Math.max(from, lineEnd(text, endOf(last)));
    if (from === to) continue;
    end = to;
    const source = text.slice(from, to);
    const model = group.length > 1 ? opaqueOf(source) : modelOf(node, text, targets, source);
    blocks.push({ from, to, model });
  }
  return blocks;
}

interface Said {
  readonly source: string;
  readonly targets: Targets;
  readonly model: Block;
}

// Most of a page is as it was when it was read last.
const saidBefore = new WeakMap<RootContent, Said>();

function modelOf(node: RootContent, text: string, targets: Targets, source: string): Block {
  const before = saidBefore.get(node);
  if (before?.source === source && before.targets === targets) return before.model;
  const model = stable(blockOfNode(node, text, targets, source), source);
  saidBefore.set(node, { source, targets, model });
  return model;
}

function opaqueOf(source: string): Block {
  return { kind: 'opaque', source: source.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd') };
}

function stable(model: Block, source: string): Block {
  return isStable(model) ? model : opaqueOf(source);
}

/** Nodes that share a line are one block. */
function groupsOf(nodes: readonly RootContent[], text: string): RootContent[][] {
  const groups: RootContent[][] = [];
  for (const node of nodes) {
    const previous = groups.at(-1)?.at(-1);
    if (previous === undefined || !shareLine(previous, node, text)) groups.push([node]);
    else groups.at(-1)?.push(node);
  }
  return groups;
}

function shareLine(left: RootContent, right: RootContent, text: string): boolean {
  return !/[\r\n]/.test(text.slice(endOf(left), startOf(right)));
}

function lineEnd(text: string, offset: number): number {
  let end = offset;
  // A block that ends with its line's end (an open fence does) ends before it.
  while (end > 0 && isLineEnd(text.charCodeAt(end - 1))) end -= 1;
  while (end < text.length && !isLineEnd(text.charCodeAt(end))) end += 1;
  return end;
}

/** The line end that most lines have. */
function eolOf(text: string): '\n' | '\r\n' | '\r' {
  const both = text.match(/\r\n/g)?.length ?? 0;
  const feeds = (text.match(/\n/g)?.length ?? 0) - both;
  const returns = (text.match(/\r/g)?.length ?? 0) - both;
  if (both > feeds && both >= returns) return '\r\n';
  return returns > feeds ? '\r' : '\n';
}
