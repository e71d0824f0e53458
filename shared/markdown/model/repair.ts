import type { Block } from './blocks.ts';
import { says } from './canonical.ts';
import { noRepairs, outdented, type Repairs, textOf } from './merge-piece.ts';
import { fenceClosed } from './open-end.ts';
import type { Piece } from './plan.ts';
import { parseBlocks, type PageModel } from './read-page.ts';
import { allSaySame } from './same.ts';

/** A piece with what it is written as. */
export interface Written extends Piece {
  readonly text: string;
}

/**
 * What must be written otherwise so that pieces side by side say what each says alone: a list takes in
 * what stands below it at its items' margin, a fence that nobody closed all that follows, and indented
 * code is one with other such code. Null: none of those in question clashes with another.
 *
 * @param wrong the entries in question
 */
export function repairsFor(
  page: PageModel,
  pieces: readonly Written[],
  wrong: ReadonlySet<number>,
  before: Repairs,
): Repairs | null {
  const repairs = {
    outdented: new Set(before.outdented),
    closed: new Set(before.closed),
    reprinted: new Set(before.reprinted),
  };
  const count = () => repairs.outdented.size + repairs.closed.size + repairs.reprinted.size;
  const known = count();
  const repair = ({ piece, way }: Candidate): void => {
    for (const index of indexesOf(piece)) repairs[way].add(index);
  };
  const now = [...pieces];
  for (const [index, piece] of now.entries()) {
    if (!piece.isClean && isIn(piece, wrong) && !says(piece.text, modelsOf(piece), page.scope)) {
      const [anew] = reprints(page, piece, repairs);
      if (anew !== undefined) {
        repair(anew);
        now[index] = anew.piece;
      }
    }
    const [left, right] = [now[index - 1], now[index]];
    if (left === undefined || right === undefined || !(isIn(left, wrong) || isIn(right, wrong)))
      continue;
    if (standApart(page, left.text, right.text)) continue;
    const ofLeft = candidates(page, left, repairs);
    const ofRight = candidates(page, right, repairs);
    // What is written anyhow rather than what nobody touched, and the lower one of two alike.
    const isLeftFirst = right.isClean && !left.isClean;
    const found = (isLeftFirst ? [...ofLeft, ...ofRight] : [...ofRight, ...ofLeft]).find(
      (candidate) =>
        ofLeft.includes(candidate)
          ? standApart(page, candidate.piece.text, right.text)
          : standApart(page, left.text, candidate.piece.text),
    );
    if (found === undefined) continue;
    repair(found);
    now[ofLeft.includes(found) ? index - 1 : index] = found.piece;
  }
  return count() === known ? null : repairs;
}

interface Candidate {
  readonly piece: Written;
  readonly way: keyof Repairs;
}

function candidates(page: PageModel, piece: Written, repairs: Repairs): readonly Candidate[] {
  const written = {
    closed: fenceClosed(piece.text, piece.entries.at(-1)?.model, page.eol),
    outdented: outdented(piece.text),
  };
  const others = (['closed', 'outdented'] as const).flatMap((way): Candidate[] => {
    const text = written[way];
    const isOther = text !== piece.text && says(text, modelsOf(piece), page.scope);
    return isOther ? [{ piece: { ...piece, text }, way }] : [];
  });
  return [...others, ...reprints(page, piece, repairs)];
}

function reprints(page: PageModel, piece: Written, { reprinted }: Repairs): readonly Candidate[] {
  const indexes = indexesOf(piece);
  if (indexes.every((index) => reprinted.has(index))) return [];
  const repairs = { ...noRepairs, reprinted: new Set(indexes) };
  return [{ piece: { ...piece, text: textOf(page, piece, repairs) }, way: 'reprinted' }];
}

const modelsOf = ({ entries }: Piece): Block[] => entries.map(({ model }) => model);

const indexesOf = ({ at, entries }: Piece): number[] => entries.map((_, place) => at + place);

const isIn = (piece: Piece, wrong: ReadonlySet<number>): boolean =>
  indexesOf(piece).some((index) => wrong.has(index));

function standApart({ eol, scope }: PageModel, left: string, right: string): boolean {
  const [above, below] = [parseBlocks(left, scope), parseBlocks(right, scope)];
  const both = parseBlocks(left + eol + eol + right, scope);
  if (above === null || below === null || both === null) return false;
  const models = ({ model }: { readonly model: Block }) => model;
  return allSaySame(both.map(models), [...above, ...below].map(models));
}
