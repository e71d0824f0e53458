import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PackIndex } from '../../../electron/git/pack-index.ts';
import { packIndexBytes, sortedByOid } from '../../../electron/git/pack-index-write.ts';

function indexOf(places: readonly (readonly [oid: string, offset: number])[]): PackIndex {
  const table = {
    count: places.length,
    offsets: Float64Array.from(places, ([, offset]) => offset),
    crcs: new Uint32Array(places.length),
    oids: Buffer.from(places.map(([oid]) => oid).join(''), 'hex'),
  };
  return new PackIndex(packIndexBytes(table, sortedByOid(table), Buffer.alloc(20, 7)));
}

function oid(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

test('every object is found where it was put, also beyond two and four gigabytes', () => {
  const offset = fc.oneof(
    fc.nat(1_000_000),
    fc.constantFrom(0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 2 ** 50),
    fc.integer({ min: 12, max: 2 ** 45 }),
  );
  fc.assert(
    fc.property(fc.array(offset, { maxLength: 80 }), (offsets) => {
      const places = offsets.map((at, rank) => [oid(String(rank)), at] as const);
      const index = indexOf(places);
      expect(index.count).toBe(places.length);
      for (const [name, at] of places) expect(index.find(Buffer.from(name, 'hex'))).toBe(at);
      expect([...index.oids()]).toEqual(places.map(([name]) => name).sort());
      expect(index.find(Buffer.from(oid('absent'), 'hex'))).toBeNull();
    }),
  );
});

test('objects at both ends of the order are found', () => {
  const [low, high] = ['00'.repeat(20), 'ff'.repeat(20)];
  const index = indexOf([
    [high, 12],
    [low, 90],
  ]);
  expect(index.find(Buffer.from(low, 'hex'))).toBe(90);
  expect(index.find(Buffer.from(high, 'hex'))).toBe(12);
  expect(index.find(Buffer.from(`00${'ff'.repeat(19)}`, 'hex'))).toBeNull();
});

test('an object ends where the next one begins, the last at the end of the pack', () => {
  const index = indexOf([
    [oid('a'), 500],
    [oid('b'), 12],
    [oid('c'), 2 ** 40],
  ]);
  expect(index.nextOffset(12, 2 ** 41)).toBe(500);
  expect(index.nextOffset(500, 2 ** 41)).toBe(2 ** 40);
  expect(index.nextOffset(2 ** 40, 2 ** 41)).toBe(2 ** 41);
});

test('an index that is cut short, out of order or points outside itself is damage', () => {
  const table = {
    count: 1,
    offsets: Float64Array.of(2 ** 40),
    crcs: new Uint32Array(1),
    oids: Buffer.from(oid('a'), 'hex'),
  };
  const bytes = packIndexBytes(table, sortedByOid(table), Buffer.alloc(20));
  const damage: unknown = expect.objectContaining({ code: 'REPO_DAMAGED' });
  expect(() => new PackIndex(bytes.subarray(0, 500))).toThrow(damage);
  const unordered = Buffer.from(bytes);
  unordered.writeUInt32BE(9, 8);
  expect(() => new PackIndex(unordered)).toThrow(damage);
  const outside = Buffer.from(bytes);
  outside.writeUInt32BE(0xfffffff0, 8 + 256 * 4 + 24);
  expect(() => new PackIndex(outside).find(Buffer.from(oid('a'), 'hex'))).toThrow(damage);
});

test('an index of the first version is refused with what to do', () => {
  expect(() => new PackIndex(Buffer.alloc(2_000))).toThrow(
    expect.objectContaining({ code: 'REPO_UNSUPPORTED' }),
  );
});
