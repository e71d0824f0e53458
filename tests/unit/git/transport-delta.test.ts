import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta } from '../../../electron/git/delta.ts';
import { makeDelta } from '../../../electron/git/transport/pack/delta-write.ts';

const piece = fc.uint8Array({ minLength: 0, maxLength: 400 });

test('a delta makes the new version out of the old one, whatever was moved, cut or put in', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.array(fc.nat(20)),
      piece,
      (pieces, order, fresh) => {
        const base = Buffer.concat(pieces);
        const target = Buffer.concat(order.map((at) => pieces[at] ?? fresh));
        const delta = makeDelta(base, target);
        if (delta) expect(applyDelta(base, delta)).toEqual(target);
      },
    ),
  );
});

test('one changed entry in a large folder is a delta of a few bytes', () => {
  const base = Buffer.from(Array.from({ length: 1_400_000 }, (_, at) => (at * 7919) % 251));
  const target = Buffer.from(base);
  target.fill(0xaa, 700_000, 700_020);
  const delta = makeDelta(base, target);
  expect(delta?.length).toBeLessThan(250);
  expect(delta && applyDelta(base, delta).equals(target)).toBe(true);
});

test('a version that shares nothing with the old one is no delta', () => {
  expect(makeDelta(Buffer.alloc(5000, 1), Buffer.from('abcdefgh'.repeat(600)))).toBeNull();
});
