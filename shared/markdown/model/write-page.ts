import { splitFrontmatter } from '../../wiki/frontmatter.ts';
import type { Block } from './blocks.ts';
import { says } from './canonical.ts';
import { hasAllDefinitions, separatorOfPair, withDefinitionsOf } from './new-definitions.ts';
import { itemAtEnd } from './list-part.ts';
import { noRepairs, type Repairs, textOf } from './merge-piece.ts';
import { type Piece, planPieces } from './plan.ts';
import { parseBlocks, readPage, type PageModel, type Scope } from './read-page.ts';
import { followed, settled } from './references.ts';
import { repairsFor, type Written } from './repair.ts';
import { haveSameSource, saySame } from './same.ts';
import { serialiseBlock } from './serialise.ts';
import { normalFormOf } from './normal-form.ts';
import { isEqual } from './parts.ts';
import { isBlank } from './normalise.ts';

const maxRounds = 7;
const roundsBeside = 3;

/** A block as the editor holds it now. */
export interface BlockNow {
  /** The id it had when the page was read; null for a block that is new. */
  readonly id: string | null;
  readonly model: Block;
}

/** Something that could not be written so that it reads back as the editor shows it. */
interface WriteProblem {
  /** Which of the blocks now. */
  readonly index: number;
}

export interface WrittenPage {
  readonly text: string;
  /** Empty: the text says exactly what the blocks say. Otherwise it is close, and must be looked at. */
  readonly problems: readonly WriteProblem[];
}

export interface WriteOptions {
  /** Replaces the page's frontmatter, fences included. */
  readonly frontmatter?: string;
  /** Parse the whole result and compare. Leave it out for a draft; never for a save. */
  readonly isChecked?: boolean;
}

/**
 * Writes a page from its blocks. A block that still says what it said is copied byte for byte; in a
 * changed one only what changed is written anew.
 *
 * Always relative to the page as it was read, so undo leads back to its bytes.
 */
export function writePage(
  read: PageModel,
  blocks: readonly BlockNow[],
  options: WriteOptions = {},
): WrittenPage {
  const normal = normalised(read, blocks);
  const models = normal.map(({ model }) => model);
  const page = withDefinitionsOf(read, models);
  const entries = entriesOf(page, read.scope, normal);
  const given = options.frontmatter ?? read.frontmatter;
  // What comes below a last fence at the end of the page begins on a line of its own.
  const isOpen = entries.length > 0 && /[^\r\n\ufeff]$/.test(given);
  const frontmatter = isOpen ? given + read.eol : given;
  const isUntouched =
    frontmatter === page.frontmatter &&
    entries.length === page.blocks.length &&
    entries.every((entry, index) => entry.isClean && entry.origin === index);
  if (isUntouched) return { text: page.text, problems: [] };

  let repairs = noRepairs;
  let problems: WriteProblem[] = [];
  let text = '';
  for (let round = 0; round < maxRounds; round += 1) {
    const assembled = assemble(page, entries, frontmatter, repairs, round);
    text = assembled.text;
    if (options.isChecked === false) return { text, problems: [] };
    const wrong = differences(text, entries, frontmatter, page);
    problems = wrong.map((index) => ({ index: entries[index]?.index ?? 0 }));
    if (wrong.length === 0) break;
    repairs =
      (round < roundsBeside ? repairsFor(page, assembled.pieces, new Set(wrong), repairs) : null) ??
      withReprinted(repairs, wrong, entries, round);
  }
  return { text, problems };
}

/** With more of the wrong entries written anew: one of them can turn what follows it wrong too. */
function withReprinted(
  repairs: Repairs,
  wrong: readonly number[],
  entries: readonly Entry[],
  round: number,
): Repairs {
  // At first only what stands between blocks is written otherwise.
  if (round === 0) return repairs;
  const changed = wrong.filter((index) => entries[index]?.isClean === false);
  const more = round === 1 ? changed.slice(0, 1) : round < maxRounds - 2 ? changed : wrong;
  const reprinted = new Set([...repairs.reprinted, ...(more.length > 0 ? more : wrong)]);
  return { ...repairs, reprinted };
}

/** A normalised block with where it came from. */
export interface Entry {
  readonly model: Block;
  /** Which of the page's blocks it was; null: new. */
  readonly origin: number | null;
  readonly isClean: boolean;
  /** Which of the blocks now it is. */
  readonly index: number;
  /** A table as a person typed its source; else null. */
  readonly typed: string | null;
}

interface NormalBlock {
  readonly model: Block;
  /** Which of the page's blocks it was; null: new. */
  readonly origin: number | null;
}

function normalised(page: PageModel, blocks: readonly BlockNow[]): NormalBlock[] {
  const origins = new Map(page.blocks.map((block, index) => [block.id, index]));
  return blocks.map(({ id, model }) => {
    const origin = id === null ? null : (origins.get(id) ?? null);
    const isAsRead = origin !== null && page.blocks[origin]?.model === model;
    return { model: isAsRead ? model : normalFormOf(model).model, origin };
  });
}

function entriesOf(page: PageModel, read: Scope, blocks: readonly NormalBlock[]): Entry[] {
  return blocks.flatMap(({ model, origin }, index): Entry[] => {
    const before = origin === null ? undefined : page.blocks[origin];
    const normal = settled(model, page.scope.targets, read.targets);
    if (isBlank(normal)) return [];
    // A definition's new address is no change of the links that are written by its label.
    const isClean =
      before !== undefined &&
      (normal === before.model || isEqual(followed(normal, read.targets), before.model));
    const entry: Entry = { model: normal, origin, isClean, index, typed: null };
    if (isClean || !isSource(normal)) return [entry];
    // Source that a person edited says whatever it says.
    const source = serialiseBlock(normal, page.style);
    const parts = parseBlocks(source, page.scope) ?? [];
    if (parts.length === 0) return [entry];
    return parts.map((part, place) => ({
      model: settled(part.model, page.scope.targets, read.targets),
      origin: place === 0 ? origin : null,
      isClean: false,
      index,
      typed: part.model.kind === 'table' ? source.slice(part.from, part.to) : null,
    }));
  });
}

// A paragraph that begins with a tag may be a block of HTML to the parser.
function isSource(block: Block): boolean {
  if (block.kind === 'opaque') return true;
  const first = block.kind === 'paragraph' ? block.children[0] : undefined;
  return first?.kind === 'atom' && first.type === 'html';
}

/** Which entries the text does not say, by comparing from both ends. */
function differences(
  text: string,
  entries: readonly Entry[],
  frontmatter: string,
  page: PageModel,
): number[] {
  const read = readPage(text);
  const models = read.blocks.map((block) => block.model);
  const isSplitAlike = read.frontmatter === frontmatter && read.bom === page.bom;
  const expected = entries.map((entry) => entry.model);
  // What nobody touched stays as it is, also where a definition that came makes words in it a link.
  const kept = new Map(
    (hasAllDefinitions(read.scope, page.scope) ? entries : []).flatMap(
      ({ model, origin, isClean }) => {
        const source = origin === null ? undefined : page.blocks[origin]?.source;
        return isClean && source !== undefined ? [[model, source] as const] : [];
      },
    ),
  );
  const sources = new Map(read.blocks.map(({ model, source }) => [model, source]));
  const same = (left: Block | undefined, right: Block | undefined): boolean =>
    left !== undefined &&
    right !== undefined &&
    (saySame(left, right) ||
      haveSameSource(left, right) ||
      (left.kind === right.kind && kept.has(right) && kept.get(right) === sources.get(left)));
  const isSame =
    models.length === expected.length && models.every((model, at) => same(model, expected[at]));
  if (isSplitAlike && isSame) return [];
  let first = 0;
  while (same(models[first], expected[first])) first += 1;
  let last = 0;
  while (last < expected.length - first && same(models.at(-1 - last), expected.at(-1 - last))) {
    last += 1;
  }
  if (models.length === expected.length) {
    const wrong = expected.flatMap((model, index) => (same(models[index], model) ? [] : [index]));
    if (wrong.length > 0) return wrong;
  }
  const to = Math.max(first + 1, expected.length - last);
  const wrong = expected.flatMap((_, index) => (index >= first - 1 && index < to ? [index] : []));
  return wrong.length > 0 ? wrong : [0];
}

interface Assembled {
  readonly text: string;
  readonly pieces: readonly Written[];
}

function assemble(
  page: PageModel,
  entries: readonly Entry[],
  frontmatter: string,
  repairs: Repairs,
  round: number,
): Assembled {
  const eol = page.eol;
  const pieces: Written[] = [];
  let text = page.bom + frontmatter;
  for (const piece of planPieces(entries, repairs.reprinted, page.blocks)) {
    let now: Written = { ...piece, text: textOf(page, piece, repairs) };
    const written = pieces.at(-1);
    if (written === undefined) {
      // A rule of dashes at the very top could open frontmatter.
      const isRule = frontmatter === '' && piece.entries[0]?.model.kind === 'rule';
      if (isRule && piece.at === 0 && (piece.from !== 0 || piece.to === 0))
        now = { ...now, text: now.text.replace(/^-[- \t]*/, '***') };
      text += firstSeparator(page, frontmatter, now) + now.text;
    } else {
      const fits = (below: string): boolean => isApartFrom(page, written, piece, below);
      if (isListBelowAnother(written, now) && !fits(now.text)) {
        now = { ...piece, text: textOf(page, piece, repairs, fits) };
      }
      const separator = separatorBetween(page, written, now, round > 0, repairs);
      text += separator + now.text;
    }
    pieces.push(now);
  }
  const isFirst = page.blocks.length === 0 && pieces.length > 0;
  text += isFirst ? eol : page.tail;
  const head = page.bom + frontmatter;
  const isNewFirst = pieces[0]?.isClean === false || pieces[0]?.from !== 0;
  // Where a text begins it would be taken for the file's own.
  if (isNewFirst && text.startsWith('\ufeff', head.length))
    text = `${head}&#xFEFF;${text.slice(head.length + 1)}`;
  const opensFrontmatter = frontmatter === '' && splitFrontmatter(text).raw !== '';
  return { text: opensFrontmatter ? text.replace(/-[- \t]*/, '***') : text, pieces };
}

function firstSeparator(page: PageModel, frontmatter: string, first: Written): string {
  const original = page.blocks[0]?.separator ?? page.tail;
  const needsLine = frontmatter !== '' && !/[\r\n]$/.test(frontmatter);
  if (needsLine && !/[\r\n]/.test(original)) return page.eol;
  if (page.blocks.length === 0) return frontmatter === '' ? '' : original;
  return frontmatter === '' && page.frontmatter !== '' && first.from !== 0 ? '' : original;
}

function hasBlankLine(separator: string): boolean {
  return (separator.match(/\r\n|\r|\n/g)?.length ?? 0) > 1;
}

function separatorBetween(
  page: PageModel,
  left: Written,
  right: Written,
  isRepair: boolean,
  { outdented, reprinted }: Repairs,
): string {
  const blank = page.eol + page.eol;
  const isNeighbour = left.to > left.from && right.to > right.from && left.to === right.from;
  const original = right.to > right.from ? page.blocks[right.from]?.separator : undefined;
  const isReprinted = [left, right].some((piece) =>
    piece.entries.some((_, place) =>
      [outdented, reprinted].some((each) => each.has(piece.at + place)),
    ),
  );
  const models = [...left.entries, ...right.entries].map((entry) => entry.model);
  const habit = habitBetween(page, models);
  const isNew = original === undefined || (habit !== null && !isNeighbour);
  if (isNew && habit !== null && !isRepair) return habit;
  if (original === undefined || right.from === 0) return blank;
  if (hasBlankLine(original)) return original;
  if (isNeighbour && left.isClean && right.isClean && !isReprinted) return original;
  if (isRepair && isReprinted) return blank;
  // Without a blank line the two might flow into each other.
  const [above, below] = [edgeOf(left, 'last'), edgeOf(right, 'first')];
  const isApart = ([up, down]: readonly [Edge, Edge]): boolean =>
    says(up.text + original + down.text, [...up.models, ...down.models], page.scope);
  if ((above ?? below) !== null && isApart([above ?? allOf(left), below ?? allOf(right)]))
    return original;
  return isApart([allOf(left), allOf(right)]) ? original : blank;
}

interface Edge {
  readonly text: string;
  readonly models: readonly Block[];
}

const allOf = ({ text, entries }: Written): Edge => ({
  text,
  models: entries.map(({ model }) => model),
});

/** The item of a long list that meets what stands beside it; null: all of the piece counts. */
function edgeOf({ text, entries }: Written, end: 'first' | 'last'): Edge | null {
  const [entry, ...others] = entries;
  if (entry?.model.kind !== 'list' || others.length > 0) return null;
  const item = itemAtEnd(text, entry.model, end);
  return item && { text: item.text, models: [item.list] };
}

/** How a page keeps footnotes or definitions apart; null for other blocks. */
function habitBetween(page: PageModel, models: readonly Block[]): string | null {
  const isAll = (wanted: Block['kind']) => models.every(({ kind }) => kind === wanted);
  if (isAll('definition')) return separatorOfPair(page, 'definition');
  return isAll('footnote') ? separatorOfPair(page, 'footnote') : null;
}

/** Whether two lists stand side by side that did not before. */
function isListBelowAnother(left: Piece, right: Piece): boolean {
  const before = left.entries.at(-1)?.model;
  const after = right.entries[0]?.model;
  if (before?.kind !== 'list' || after?.kind !== 'list') return false;
  return !(left.isClean && right.isClean && left.to === right.from);
}

/** Whether what is written below a piece says what it must, and so does the piece. */
function isApartFrom(page: PageModel, left: Written, right: Piece, text: string): boolean {
  const models = [...left.entries, ...right.entries].map((entry) => entry.model);
  return says(`${left.text}${page.eol}${page.eol}${text}`, models, page.scope);
}
