import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDelta } from '../../../electron/git/delta.ts';
import { AppError } from '../../../shared/contract/errors.ts';

function size(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

function delta(baseSize: number, resultSize: number, ...commands: number[]): Uint8Array {
  return Uint8Array.from([...size(baseSize), ...size(resultSize), ...commands]);
}

const base = Buffer.from('0123456789');

describe('a delta', () => {
  test('copies from its base and puts in what is new', () => {
    const commands = [0x91, 2, 3, 2, 0x41, 0x42, 0x90, 4];
    expect(applyDelta(base, delta(10, 9, ...commands)).toString()).toBe('234AB0123');
  });

  test('copies 64 KB where it states no length', () => {
    const large = Buffer.alloc(70_000, 'x');
    expect(applyDelta(large, delta(70_000, 65_536, 0x80))).toEqual(large.subarray(0, 65_536));
  });

  test('makes an empty object out of nothing', () => {
    expect(applyDelta(Buffer.alloc(0), delta(0, 0))).toEqual(Buffer.alloc(0));
  });
});

test.each([
  ['has no bytes at all', Uint8Array.of()],
  ['ends inside a size', Uint8Array.of(0x8a)],
  ['states a size no object can have', Uint8Array.from([...Array<number>(10).fill(0xff), 1])],
  ['states another size for its base', delta(9, 1, 1, 0x41)],
  ['states more than it makes', delta(10, 5, 1, 0x41)],
  ['states less than it makes', delta(10, 1, 2, 0x41, 0x42)],
  ['states nothing and copies something', delta(10, 0, 0x90, 1)],
  ['copies from beyond its base', delta(10, 4, 0x91, 8, 4)],
  ['copies from four gigabytes on', delta(10, 1, 0x9f, 0xff, 0xff, 0xff, 0xff, 1)],
  ['copies 64 KB of a short base', delta(10, 65_536, 0x80)],
  ['ends inside a copy', delta(10, 4, 0x91, 8)],
  ['ends inside new bytes', delta(10, 4, 4, 0x41)],
  ['holds the command that git keeps for later', delta(10, 1, 0)],
])('a delta that %s is damage', (_, bytes) => {
  expect(() => applyDelta(base, bytes)).toThrow(expect.objectContaining({ code: 'REPO_DAMAGED' }));
});

test('a delta that would fill the memory is refused before it does', () => {
  expect(() => applyDelta(base, delta(10, 2 ** 40))).toThrow(
    expect.objectContaining({ code: 'LIMIT' }),
  );
});

test('no bytes whatever do more than fail as damage', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 40 }),
      (from, tail) => {
        const bytes = Uint8Array.from([...size(from.length), ...tail]);
        try {
          expect(applyDelta(from, bytes, 10_000).length).toBeLessThanOrEqual(10_000);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      },
    ),
  );
});
