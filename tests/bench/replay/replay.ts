import { commonplaceEngine, gitEngine, nodeDiff3Engine, type MergeEngine } from './engines.ts';
import type { MergeCase } from './merge-cases.ts';

/** What an engine made of the pages that both sides of real merges changed. */
export interface ReplayRow {
  readonly engine: string;
  readonly pages: number;
  /** Joined without a person. */
  merged: number;
  /** … and exactly as the people committed it. */
  equal: number;
  /**
   * Joined, but lacking words that one side added and the committed page has, or still holding words
   * that one side took away and the committed page lacks: at odds with what people wanted.
   */
  lossy: number;
  ms: number;
}

export function replay(cases: readonly MergeCase[], workDir: string): readonly ReplayRow[] {
  const engines: readonly (readonly [string, MergeEngine])[] = [
    ['git merge-file', gitEngine(workDir)],
    ['node-diff3, by lines', nodeDiff3Engine],
    ['Commonplace', commonplaceEngine],
  ];
  return engines.map(([engine, merge]) => {
    const row = { engine, pages: cases.length, merged: 0, equal: 0, lossy: 0, ms: 0 };
    for (const each of cases) {
      const startMs = performance.now();
      const result = merge(each.base, each.ours, each.theirs);
      row.ms += performance.now() - startMs;
      if (result === null) continue;
      row.merged += 1;
      if (result === each.merged) row.equal += 1;
      else if (isLossy(each, result)) row.lossy += 1;
    }
    return row;
  });
}

type Bag = ReadonlyMap<string, number>;

function wordsOf(text: string): Bag {
  const bag = new Map<string, number>();
  for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

function isLossy({ base, ours, theirs, merged }: MergeCase, result: string): boolean {
  const [before, our, their, committed, made] = [base, ours, theirs, merged, result].map(wordsOf);
  const count = (bag: Bag | undefined, word: string) => bag?.get(word) ?? 0;
  for (const word of new Set([...(our?.keys() ?? []), ...(their?.keys() ?? [])])) {
    const isAdded = Math.max(count(our, word), count(their, word)) > count(before, word);
    if (isAdded && count(made, word) < count(committed, word)) {
      const most = Math.max(count(our, word), count(their, word));
      if (count(made, word) < most) return true;
    }
  }
  for (const word of before?.keys() ?? []) {
    const least = Math.min(count(our, word), count(their, word));
    const isTaken = least < count(before, word) && count(committed, word) <= least;
    if (isTaken && count(made, word) > Math.max(count(our, word), count(their, word))) return true;
  }
  return false;
}
