import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flushPacket, packetLine, PacketReader } from '../../../electron/git/transport/pkt-line.ts';
import { isSafeRefName } from '../../../electron/git/transport/ref-name.ts';

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
}

test('packets are read alike however the connection cuts them into chunks', async () => {
  const lines = fc.array(fc.string({ maxLength: 300 }));
  const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(lines, sizes, async (texts, chunkSizes) => {
      const bytes = Buffer.concat([...texts.map((text) => packetLine(text)), flushPacket]);
      const reader = new PacketReader(inChunks(bytes, chunkSizes));
      for (const text of texts) {
        const packet = await reader.next();
        expect(packet.kind === 'line' && packet.bytes.equals(Buffer.from(text))).toBe(true);
      }
      expect((await reader.next()).kind).toBe('flush');
      expect((await reader.next()).kind).toBe('end');
    }),
  );
});

test.each([
  ['refs/heads/main', true],
  ['refs/heads/täglich/von-ada', true],
  ['refs/heads/../../config', false],
  ['refs/heads/a..b', false],
  ['refs/heads/.hidden', false],
  ['refs/heads/a.lock', false],
  ['refs/heads/a.LOCK', false],
  ['refs/heads/', false],
  ['refs/heads/a//b', false],
  ['refs/heads/a\\b', false],
  ['refs/heads/a:b', false],
  ['refs/heads/a b', false],
  ['refs/heads/-x', false],
  ['refs/heads/\u202ex', false],
  ['HEAD', false],
  ['config', false],
])('of a remote’s refs %j is taken: %s', (name, isSafe) => {
  expect(isSafeRefName(name)).toBe(isSafe);
});
