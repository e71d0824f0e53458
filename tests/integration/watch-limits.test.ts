import type * as FileSystem from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchFiles } from '../../electron/storage/watch-files.ts';
import { makeTempDir, writeFiles } from '../helpers/git-repo.ts';

/** A system that has watches for the folder itself and for no other. */
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof FileSystem>();
  const watch = ((...parameters: Parameters<typeof real.watch>) => {
    if (String(parameters[0]).includes('Folder') || process.platform !== 'linux')
      throw Object.assign(new Error('no watch left'), { code: 'ENOSPC' });
    return real.watch(...parameters);
  }) as typeof real.watch; // of its many shapes
  return { ...real, watch, default: { ...real, watch } };
});

test('without a watch left, a wiki says so once and is looked at every half minute', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const dir = makeTempDir();
  writeFiles(dir, { 'Folder/A.md': 'a', 'Folder/B.md': 'b', 'Folder/Deep/C.md': 'c' });
  const told = new Set<string>();
  const problems: unknown[] = [];
  let end: () => Promise<void> = () => Promise.resolve();
  await new Promise<void>((resolve) => {
    end = watchFiles(
      dir,
      (paths) => paths.forEach((path) => told.add(path)),
      (error) => problems.push(error),
      () => resolve(),
    );
  });
  onTestFinished(() => end());
  expect(problems).toEqual([expect.objectContaining({ code: 'LIMIT' })]);
  writeFileSync(join(dir, 'Folder/A.md'), 'changed');
  writeFiles(dir, { 'Folder/Deep/D.md': 'd', 'Folder/New/E.md': 'e' });
  vi.advanceTimersByTime(30_000);
  await expect
    .poll(() => [...told].sort())
    .toEqual(['Folder/A.md', 'Folder/Deep/D.md', 'Folder/New/E.md']);
});
