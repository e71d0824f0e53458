import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff3, mergedTokens } from '../../../shared/merge/diff3.ts';
import { hunksBetween } from '../../../shared/merge/edits.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 14 });

/** A base of unlike lines, and two edits that delete some and insert unlike ones. */
const threeVersions = fc
  .record({
    length: fc.nat(12),
    ours: fc.array(fc.tuple(fc.nat(12), fc.constantFrom('delete', 'insert')), { maxLength: 6 }),
    theirs: fc.array(fc.tuple(fc.nat(12), fc.constantFrom('delete', 'insert')), { maxLength: 6 }),
  })
  .map(({ length, ours, theirs }) => {
    const base = Array.from({ length }, (_, index) => `line ${index}`);
    const edit = (edits: typeof ours, side: string) =>
      [...base, ''].flatMap((line, index) => {
        const here = edits.filter(([position]) => position === index);
        const added = here.filter(([, kind]) => kind === 'insert');
        const isDeleted = here.some(([, kind]) => kind === 'delete');
        const kept = isDeleted || line === '' ? [] : [line];
        return [...added.map((_, order) => `${side} ${index}.${order}`), ...kept];
      });
    return { base, ours: edit(ours, 'ours'), theirs: edit(theirs, 'theirs') };
  });

describe('hunks', () => {
  it('turn the one sequence into the other', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const built: string[] = [];
        let position = 0;
        for (const hunk of hunksBetween(before, after)) {
          built.push(...before.slice(position, hunk.start), ...after.slice(hunk.from, hunk.to));
          position = hunk.end;
        }
        expect([...built, ...before.slice(position)]).toEqual(after);
      }),
    );
  });

  it('of two long texts with nothing in common are one', () => {
    const before = Array.from({ length: 40_000 }, (_, index) => `old ${index}`);
    const after = Array.from({ length: 40_000 }, (_, index) => `new ${index}`);
    expect(hunksBetween(before, after)).toEqual([{ start: 0, end: 40_000, from: 0, to: 40_000 }]);
  });

  it('of a long text with every other line changed leave the equal lines alone', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `line ${index}`);
    const after = before.map((line, index) => (index % 2 === 0 ? line : `${line} changed`));
    expect(hunksBetween(before, after)).toHaveLength(10_000);
  });
});

describe('diff3', () => {
  it('gives back a change that only one side made', () => {
    fc.assert(
      fc.property(lines, lines, (base, side) => {
        expect(mergedTokens(diff3(base, side, base))).toEqual(side);
        expect(mergedTokens(diff3(base, base, side))).toEqual(side);
        expect(mergedTokens(diff3(base, side, side))).toEqual(side);
      }),
    );
  });

  it('gives the same regions when the sides are swapped', () => {
    fc.assert(
      fc.property(lines, lines, lines, (base, ours, theirs) => {
        const swapped = diff3(base, theirs, ours).map((region) =>
          region.kind === 'merged'
            ? region
            : { ...region, ours: region.theirs, theirs: region.ours },
        );
        expect(swapped).toEqual(diff3(base, ours, theirs));
      }),
    );
  });

  it('gives back each side when that side is chosen in every overlap and the other changed nothing else', () => {
    fc.assert(
      fc.property(lines, lines, (base, ours) => {
        const chosen = diff3(base, ours, base).flatMap((region) =>
          region.kind === 'merged' ? region.tokens : region.ours,
        );
        expect(chosen).toEqual(ours);
      }),
    );
  });

  it('loses no line that a side added and keeps every line that no side deleted', () => {
    fc.assert(
      fc.property(threeVersions, ({ base, ours, theirs }) => {
        const merged = mergedTokens(diff3(base, ours, theirs));
        if (merged === null) return;
        const expected = new Set(
          [...base, ...ours, ...theirs].filter(
            (line) => !base.includes(line) || (ours.includes(line) && theirs.includes(line)),
          ),
        );
        expect(new Set(merged)).toEqual(expected);
        expect(merged).toHaveLength(expected.size);
      }),
    );
  });

  it('calls changes that touch each other an overlap', () => {
    const regions = diff3(['a', 'b', 'c'], ['a', 'B', 'c'], ['a', 'b', 'C']);
    expect(regions.map((region) => region.kind)).toEqual(['merged', 'overlap']);
  });
});
