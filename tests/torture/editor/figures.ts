import { seeded } from '../random.ts';
import { type IdealKind, type IdealOutcome, idealKinds, tryIdeal } from './ideal.ts';
import { generatePage, type TortureTarget } from './pages.ts';
import { openStage } from './stage.ts';

/** How many edits of a kind were made, and how many changed no line that they need not. */
export interface IdealFigure {
  readonly kind: IdealKind;
  readonly edits: number;
  readonly ideal: number;
  /** The share that is asked for. */
  readonly target: number;
  /** Some that were not ideal, to look at. */
  readonly others: readonly (IdealOutcome & { readonly page: string })[];
}

const targets: Readonly<Record<IdealKind, number>> = {
  ...{ word: 0.999, cell: 0.999, item: 0.999, toggle: 0.999 },
  ...{ split: 0.99, merge: 0.99, insert: 0.99, delete: 0.95, move: 0.95 },
};

interface FigureOptions {
  readonly editsOfEach: number;
  readonly seed: number;
  /** Pages to edit in turn; none: new ones are made. */
  readonly pages: readonly TortureTarget[];
}

const triesOfEach = 3;
const keptOthers = 20;
const turnsForEach = 4;
const stride = 7919;

/** Makes single edits on page after page and counts those that changed only what they had to. */
export function measureIdeal({ editsOfEach, seed, pages }: FigureOptions): IdealFigure[] {
  const made = new Map(idealKinds.map((kind) => [kind, { edits: 0, ideal: 0 }]));
  const others: (IdealOutcome & { page: string })[] = [];
  const limit = editsOfEach * turnsForEach;
  for (let turn = 0; turn < limit; turn += 1) {
    const wanted = idealKinds.filter((kind) => (made.get(kind)?.edits ?? 0) < editsOfEach);
    if (wanted.length === 0) break;
    const random = seeded(seed, 'ideal', turn);
    // Far apart: neighbours in a folder are alike.
    const given = pages[(turn * stride) % Math.max(1, pages.length)];
    const page = given ?? { name: `made ${turn}`, text: generatePage(random) };
    const stage = openStage(page.text);
    for (const kind of wanted) {
      for (let count = 0; count < triesOfEach; count += 1) {
        const outcome = tryIdeal(stage, kind, random);
        const tally = made.get(kind);
        if (outcome === null || tally === undefined) break;
        tally.edits += 1;
        if (outcome.isIdeal) tally.ideal += 1;
        else if (others.filter((other) => other.kind === kind).length < keptOthers)
          others.push({ ...outcome, page: page.name });
      }
    }
    stage.close();
  }
  return idealKinds.map((kind) => ({
    kind,
    ...(made.get(kind) ?? { edits: 0, ideal: 0 }),
    target: targets[kind],
    others: others.filter((other) => other.kind === kind),
  }));
}
