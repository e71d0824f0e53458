import { splitBlocks, type Block, type SplitPage } from './blocks.ts';
import { mergeBlocks } from './merge-blocks.ts';
import { mergeFrontmatter } from './merge-frontmatter.ts';
import { mergeSpace } from './merge-text.ts';
import { pushPart, type MergePart } from './parts.ts';
import { partsOfPieces } from './page-parts.ts';
import { keepsBothChanges } from './words.ts';

export type PageMerge =
  | { readonly kind: 'merged'; readonly text: string }
  /** In page order. Any side's text in place of each overlap gives a whole page. */
  | { readonly kind: 'overlaps'; readonly parts: readonly MergePart[] };

/**
 * Joins two edits of one page.
 *
 * Swapping `ours` and `theirs` gives the same merged text, on every machine. What neither side
 * changed keeps its bytes: line ends, byte order mark, a missing last line end.
 */
export function mergePage(base: string, ours: string, theirs: string): PageMerge {
  if (ours === theirs || base === theirs) return { kind: 'merged', text: ours };
  if (base === ours) return { kind: 'merged', text: theirs };

  const end = joinedLineEnd(base, ours, theirs);
  if (end === null) return asPage(checkedParts(base, ours, theirs));
  const parts = checkedParts(withLf(base), withLf(ours), withLf(theirs));
  return asPage(end === '\n' ? parts : parts.map(withCrLf));
}

function asPage(parts: readonly MergePart[]): PageMerge {
  const [only] = parts;
  if (only === undefined) return { kind: 'merged', text: '' };
  if (parts.length === 1 && only.kind === 'merged') return only;
  return { kind: 'overlaps', parts };
}

/** The one line end a text uses, '' when it has none, null when it mixes them. */
function lineEndOf(text: string): '\n' | '\r\n' | '' | null {
  const all = text.match(/\n/g)?.length ?? 0;
  const windows = text.match(/\r\n/g)?.length ?? 0;
  if (all === 0) return '';
  if (windows === 0) return '\n';
  return windows === all ? '\r\n' : null;
}

/** The line end of the merged page; null when a text mixes them, so that each line keeps its own. */
export function joinedLineEnd(base: string, ours: string, theirs: string): string | null {
  const [ofBase, ofOurs, ofTheirs] = [lineEndOf(base), lineEndOf(ours), lineEndOf(theirs)];
  if (ofBase === null || ofOurs === null || ofTheirs === null) return null;
  if (ofOurs === '' || ofTheirs === '') return ofOurs || ofTheirs || '\n';
  if (ofOurs === ofTheirs || ofBase === ofTheirs) return ofOurs;
  return ofBase === ofOurs ? ofTheirs : '\n';
}

function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function withCrLf(part: MergePart): MergePart {
  const convert = (text: string) => text.replaceAll('\n', '\r\n');
  if (part.kind === 'merged') return { kind: 'merged', text: convert(part.text) };
  return {
    ...part,
    base: convert(part.base),
    ours: convert(part.ours),
    theirs: convert(part.theirs),
  };
}

/** The parts, or the page as one overlap when joining them would lose a side's words or its structure. */
function checkedParts(base: string, ours: string, theirs: string): readonly MergePart[] {
  const [baseSplit, ourSplit, theirSplit] = [
    splitBlocks(base),
    splitBlocks(ours),
    splitBlocks(theirs),
  ];
  const { parts, codeBlocks } = partsOf(baseSplit, ourSplit, theirSplit);
  const whole = () => wholeParts(baseSplit, ourSplit, theirSplit);
  const merged = parts.map((part) => (part.kind === 'merged' ? part.text : part.base)).join('');
  // A fence that swallows what follows shows as another number of code blocks.
  if (countCode(splitBlocks(merged).blocks) !== codeBlocks) return whole();
  if (parts.some((part) => part.kind === 'overlap')) return parts;
  return keepsBothChanges(base, ours, theirs, merged, 'loose') ? parts : whole();
}

/** One overlap of all that is written below the frontmatters. */
function wholeParts(base: SplitPage, ours: SplitPage, theirs: SplitPage): MergePart[] {
  const [baseFront, baseBody] = takeFrontmatter(base);
  const [ourFront, ourBody] = takeFrontmatter(ours);
  const [theirFront, theirBody] = takeFrontmatter(theirs);
  const textOf = (blocks: readonly Block[]) => blocks.map(({ text, gap }) => text + gap).join('');
  const front = frontAbove(baseFront, ourFront, theirFront, [...ourBody, ...theirBody]);
  const [origin, our, their] = [textOf(baseBody), textOf(ourBody), textOf(theirBody)];
  const body: MergePart =
    our === their || origin === their
      ? { kind: 'merged', text: our }
      : origin === our
        ? { kind: 'merged', text: their }
        : { kind: 'overlap', base: origin, ours: our, theirs: their };
  const parts: MergePart[] = [];
  for (const part of [...leadParts(base, ours, theirs, front), ...front, body]) {
    pushPart(parts, part);
  }
  return parts;
}

/** The start of the page, up to its first block. A frontmatter must begin the page. */
function leadParts(
  base: SplitPage,
  ours: SplitPage,
  theirs: SplitPage,
  front: readonly MergePart[],
): MergePart[] {
  const lead = mergeSpace(base.lead, ours.lead, theirs.lead);
  return [{ kind: 'merged', text: front.length > 0 ? lead.replace(/[ \t\r\n]+$/, '') : lead }];
}

function countCode(blocks: readonly Block[]): number {
  return blocks.filter((block) => block.kind === 'code').length;
}

function partsOf(base: SplitPage, ours: SplitPage, theirs: SplitPage) {
  const parts: MergePart[] = [];
  const [baseFront, baseBody] = takeFrontmatter(base);
  const [ourFront, ourBody] = takeFrontmatter(ours);
  const [theirFront, theirBody] = takeFrontmatter(theirs);
  const front = frontAbove(baseFront, ourFront, theirFront, [...ourBody, ...theirBody]);
  for (const part of [...leadParts(base, ours, theirs, front), ...front]) pushPart(parts, part);

  const pieces = mergeBlocks(baseBody, ourBody, theirBody);
  for (const part of partsOfPieces(pieces, [baseBody, ourBody, theirBody])) pushPart(parts, part);
  const codeBlocks = countCode(
    pieces.flatMap((piece) => (piece.kind === 'block' ? [piece.block] : piece.base)),
  );
  return { parts, codeBlocks };
}

function takeFrontmatter(page: SplitPage): readonly [Block | null, readonly Block[]] {
  const [first] = page.blocks;
  return first?.kind === 'frontmatter' ? [first, page.blocks.slice(1)] : [null, page.blocks];
}

/** The frontmatter's parts, with a line end where a side has none but something may follow now. */
function frontAbove(
  base: Block | null,
  ours: Block | null,
  theirs: Block | null,
  below: readonly Block[],
): MergePart[] {
  const parts = frontParts(base, ours, theirs);
  const last = parts.at(-1);
  if (last === undefined || below.length === 0) return parts;
  const closed = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  const end: MergePart =
    last.kind === 'merged'
      ? { kind: 'merged', text: closed(last.text) }
      : {
          ...last,
          base: closed(last.base),
          ours: closed(last.ours),
          theirs: closed(last.theirs),
        };
  return [...parts.slice(0, -1), end];
}

function frontParts(base: Block | null, ours: Block | null, theirs: Block | null): MergePart[] {
  const wholeOf = (block: Block | null) => (block === null ? '' : block.text + block.gap);
  if (ours === null || theirs === null) {
    const left = ours ?? theirs;
    if (base === null) return left === null ? [] : [{ kind: 'merged', text: wholeOf(left) }];
    if (left === null || left.text === base.text) return [];
    const [origin, our, their] = [wholeOf(base), wholeOf(ours), wholeOf(theirs)];
    return [{ kind: 'overlap', place: 'frontmatter', base: origin, ours: our, theirs: their }];
  }
  const parts = mergeFrontmatter(base?.text ?? null, ours.text, theirs.text).map(inFrontmatter);
  const gap = mergeSpace(base?.gap ?? '', ours.gap, theirs.gap);
  const last = parts.pop();
  if (last?.kind === 'overlap') {
    const { base: origin, ours: our, theirs: their } = last;
    return [
      ...parts,
      { ...last, base: origin && origin + gap, ours: our + gap, theirs: their + gap },
    ];
  }
  pushPart(parts, { kind: 'merged', text: (last?.text ?? '') + gap });
  return parts;
}

function inFrontmatter(part: MergePart): MergePart {
  return part.kind === 'merged' ? part : { ...part, place: 'frontmatter' };
}
