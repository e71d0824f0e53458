import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeForgotten, tryLock } from '../../electron/git/lock-file.ts';
import { bareFolder, cloneOf, share } from '../helpers/folder-wiki.ts';
import { commitAll, git, makeTempDir, writeFiles } from '../helpers/git-repo.ts';

test('a lock that a computer left behind for long does not keep others out', async () => {
  const folder = bareFolder();
  const repo = await cloneOf(folder);
  const path = join(folder, 'refs/heads/main');
  for (const [at, owner] of ['commonplace 77 stick-of-ana ab12\n', ''].entries()) {
    leaveLock(path, owner, 11);
    writeFiles(repo.dir, { 'Home.md': `Ours ${String(at)}\n` });
    const commit = commitAll(repo.dir, 'Ours');
    expect(await share(repo, folder)).toEqual({ kind: 'pushed' });
    expect(git(folder, 'rev-parse', 'main')).toBe(commit);
    expect(existsSync(`${path}.lock`)).toBe(false);
  }
  for (const [owner, minutes] of [
    ['commonplace 77 stick-of-ana ab12\n', 2],
    [`${'0'.repeat(40)}\n`, 600],
  ] as const) {
    leaveLock(path, owner, minutes);
    expect(await takeForgotten(`${path}.lock`)).toBe(false);
    rmSync(`${path}.lock`);
  }
});

test('a computer that slept while others went on takes nothing from them', async () => {
  const path = join(makeTempDir(), 'main');
  const slept = await tryLock(path, 0);
  leaveLock(path, readFileSync(`${path}.lock`, 'utf8'), 11);
  expect(await takeForgotten(`${path}.lock`)).toBe(true);
  const other = await tryLock(path, 0);
  expect(await slept?.isStillOurs()).toBe(false);
  await slept?.release();
  expect(await other?.isStillOurs()).toBe(true);
  await other?.release();
  expect(existsSync(`${path}.lock`)).toBe(false);
});

function leaveLock(path: string, owner: string, minutes: number): void {
  writeFileSync(`${path}.lock`, owner);
  const then = new Date(Date.now() - minutes * 60_000);
  utimesSync(`${path}.lock`, then, then);
}
