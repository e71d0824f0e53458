import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LruCache } from '../../../electron/git/lru-cache.ts';

test('what was used longest ago goes first', () => {
  const cache = new LruCache<string, number>(40);
  for (const [at, key] of ['a', 'b', 'c', 'd'].entries()) cache.set(key, at, 10);
  expect(cache.get('a')).toBe(0);
  cache.set('e', 4, 10);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3, 4]);
});

test('a value too large to be worth its place is not kept, and displaces its older self', () => {
  const cache = new LruCache<string, number>(40);
  cache.set('a', 1, 5);
  cache.set('a', 2, 11);
  expect(cache.get('a')).toBeUndefined();
});

test('a cleared cache holds nothing', () => {
  const cache = new LruCache<string, number>(40);
  cache.set('a', 1, 5);
  cache.clear();
  expect(cache.get('a')).toBeUndefined();
});

test('whatever is put in, the values kept fit and are the last ones put', () => {
  const step = fc.tuple(fc.nat(8), fc.nat(30));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const cache = new LruCache<number, number>(100);
      const last = new Map<number, { value: number; sizeBytes: number }>();
      for (const [value, [key, sizeBytes]] of steps.entries()) {
        cache.set(key, value, sizeBytes);
        last.set(key, { value, sizeBytes });
      }
      let total = 0;
      for (const [key, { value, sizeBytes }] of last) {
        const kept = cache.get(key);
        if (kept === undefined) continue;
        expect(kept).toBe(value);
        total += sizeBytes;
      }
      expect(total).toBeLessThanOrEqual(100);
    }),
  );
});
