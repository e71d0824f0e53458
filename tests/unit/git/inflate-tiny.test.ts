import { constants, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inflateTiny, tinyBytes } from '../../../electron/git/inflate-tiny.ts';

const fixed = { strategy: constants.Z_FIXED };
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: tinyBytes }),
  // Repeats, near and far, short and long.
  fc
    .array(fc.tuple(fc.constantFrom('a', 'bc', '100644 page.md'), fc.nat(60)), { maxLength: 4 })
    .map((parts) =>
      Buffer.from(parts.map(([text, times]) => text.repeat(times)).join('')).subarray(0, tinyBytes),
    ),
);

test('what zlib packs with the fixed codes comes out again, whatever follows it', () => {
  fc.assert(
    fc.property(bodies, fc.uint8Array({ maxLength: 20 }), (body, after) => {
      const packed = deflateSync(body, fixed);
      expect(inflateTiny(Buffer.concat([packed, after]), body.length)).toEqual(Buffer.from(body));
    }),
  );
});

test('a stream that is cut short, changed, of another size or of another kind is left to zlib', () => {
  fc.assert(
    fc.property(bodies, fc.nat(), fc.integer({ min: 1, max: 255 }), (body, place, change) => {
      const packed = deflateSync(body, fixed);
      const at = place % packed.length;
      expect(inflateTiny(packed.subarray(0, at), body.length)).toBeNull();
      const changed = Buffer.from(packed);
      changed.writeUInt8(changed.readUInt8(at) ^ change, at);
      const found = inflateTiny(changed, body.length);
      expect(found === null || found.equals(body)).toBe(true);
      expect(inflateTiny(packed, body.length + 1)).toBeNull();
      if (body.length > 0) expect(inflateTiny(packed, body.length - 1)).toBeNull();
    }),
  );
  const plain = deflateSync(Buffer.from('plain'), { level: 0 });
  expect(inflateTiny(plain, 5)).toBeNull();
  const long = Buffer.alloc(tinyBytes + 1);
  expect(inflateTiny(deflateSync(long, fixed), long.length)).toBeNull();
});

test('a head of two bytes that zlib refuses is left to it', () => {
  const packed = deflateSync(Buffer.from('a page'), fixed);
  for (let head = 0; head < 65_536; head += 1) {
    packed.writeUInt16BE(head);
    if (inflateTiny(packed, 6) !== null) expect(() => inflateSync(packed)).not.toThrow();
  }
});
