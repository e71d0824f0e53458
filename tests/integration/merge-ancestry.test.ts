import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAheadBehind, findMergeBases, isAncestor } from '../../electron/git/merge/ancestry.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { scaffoldHistory } from '../helpers/git-history.ts';
import { git } from '../helpers/git-repo.ts';

describe('the bases of a merge', () => {
  it('are those git finds, in any history and with any dates', async () => {
    const history = fc.array(
      fc.record({
        parents: fc.array(fc.nat(20), { maxLength: 2 }),
        date: fc.integer({ min: 1, max: 50 }),
      }),
      { minLength: 3, maxLength: 14 },
    );
    const { dir, commit, open } = scaffoldHistory();
    const repo = await open();
    await fc.assert(
      fc.asyncProperty(history, async (shape) => {
        const oids: Oid[] = [];
        shape.forEach(({ parents, date }, index) => {
          const chosen = parents.flatMap((parent) => oids[parent % Math.max(1, oids.length)] ?? []);
          oids.push(commit([...new Set(chosen)], { 'n.md': String(index) }, 1_700_000_000 + date));
        });
        const [one, other] = [oids.at(-1), oids.at(-2)];
        if (one === undefined || other === undefined) return;
        repo.objects.refresh();
        let expected: string[] = [];
        try {
          expected = git(dir, 'merge-base', '--all', one, other).split('\n').sort();
        } catch {
          // git says by its exit code that there is none
        }
        expect(await findMergeBases(repo.objects, one, other)).toEqual(expected);
        expect(await findMergeBases(repo.objects, other, one)).toEqual(expected);
        expect(await isAncestor(repo.objects, other, one)).toBe(expected.includes(other));
        const counts = git(dir, 'rev-list', '--left-right', '--count', `${one}...${other}`);
        const { ahead, behind } = await countAheadBehind(repo.objects, one, other);
        expect(`${ahead}\t${behind}`).toBe(counts);
      }),
      { numRuns: 25 },
    );
  });
});
