import { diffArrays } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestEdit, type Hunk } from '../../../shared/merge/shortest-edit.ts';

/** What the package `diff` makes of it, as hunks. */
function oracle(before: number[], after: number[], maxEdits: number): Hunk[] | null {
  const changes = diffArrays(before, after, { maxEditLength: maxEdits });
  if (changes === undefined) return null;
  const hunks: Hunk[] = [];
  let [start, from] = [0, 0];
  for (const { added, removed, count } of changes) {
    const [end, to] = [added ? start : start + count, removed ? from : from + count];
    const last = hunks.at(-1);
    if (added || removed) {
      if (last?.end === start && last.to === from) hunks[hunks.length - 1] = { ...last, end, to };
      else hunks.push({ start, end, from, to });
    }
    [start, from] = [end, to];
  }
  return hunks;
}

const tokens = fc.array(fc.nat(4), { maxLength: 40 });

describe('the shortest edit', () => {
  it('is the one that merges of earlier versions took', () => {
    fc.assert(
      fc.property(tokens, tokens, fc.nat(30), (before, after, maxEdits) => {
        const whole = { start: 0, end: before.length, from: 0, to: after.length };
        const found = shortestEdit(
          Int32Array.from(before),
          Int32Array.from(after),
          whole,
          maxEdits,
        );
        expect(found).toEqual(oracle(before, after, maxEdits));
      }),
      { numRuns: 500 },
    );
  });
});
