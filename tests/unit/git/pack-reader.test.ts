import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LruCache } from '../../../electron/git/lru-cache.ts';
import { PackIndex } from '../../../electron/git/pack-index.ts';
import { packIndexBytes } from '../../../electron/git/pack-index-write.ts';
import { PackReader, type StoredObject } from '../../../electron/git/pack-reader.ts';
import { makeTempDir } from '../../helpers/git-repo.ts';

test('an object that would begin where its pack ends is damage, not something to wait for', async () => {
  const packBytes = 128 * 1024 + 20;
  const offset = packBytes - 20 - 2;
  const pack = Buffer.alloc(packBytes);
  // The head of a file of no bytes, and then the pack's own sum.
  pack.writeUInt16BE(0xb000, offset);
  const path = join(makeTempDir(), 'hostile.pack');
  writeFileSync(path, pack);
  const objects = {
    count: 1,
    offsets: Float64Array.of(offset),
    crcs: Uint32Array.of(0),
    oids: new Uint8Array(20),
  };
  const index = new PackIndex(packIndexBytes(objects, Uint32Array.of(0), Buffer.alloc(20)));
  const windows = new LruCache<number, Buffer>(2 ** 20);
  const bases = new LruCache<number, StoredObject>(2 ** 20);
  const reader = new PackReader(path, index, { windows, bases });
  await expect(reader.readAt(offset)).rejects.toMatchObject({ code: 'REPO_DAMAGED' });
  await reader.close();
});
