import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBinaryFrame, toBinaryFrame } from '../../../shared/contract/binary-frame.ts';

test('a request with a file comes out of its frame as it went in', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string({ unit: 'binary' }), fc.uint8Array(), (id, name, bytes) => {
      const request = { id, method: 'file.add', input: { name: name.toWellFormed(), bytes } };
      const frame = toBinaryFrame(request);
      expect(frame && fromBinaryFrame(frame)).toEqual(request);
    }),
    { numRuns: 30 },
  );
});

test('a request without bytes goes as text', () => {
  expect(toBinaryFrame({ id: 1, method: 'x', input: { bytes: 'text' } })).toBeNull();
  expect(toBinaryFrame({ id: 1, method: 'x', input: null })).toBeNull();
});

test('no bytes make a frame fail, or give more than they hold', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const request = fromBinaryFrame(bytes);
      expect(request === null || typeof request['input'] === 'object').toBe(true);
    }),
  );
  expect(fromBinaryFrame(new Uint8Array([255, 255, 255, 255, 123, 125]))).toBeNull();
});
