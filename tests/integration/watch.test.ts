import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { watchFiles, watchRefs } from '../../electron/storage/watch-files.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';
import { git, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';

/** Watches `dir`, and gives what was told since the last `told.clear()`. */
async function watched(dir: string) {
  const told = new Set<string>();
  const problems: unknown[] = [];
  let end: () => Promise<void> = () => Promise.resolve();
  const found = await new Promise<readonly string[]>((resolve) => {
    end = watchFiles(
      dir,
      (paths) => paths.forEach((path) => told.add(path)),
      (error) => problems.push(error),
      resolve,
    );
  });
  onTestFinished(() => end());
  const until = (...paths: string[]) =>
    expect.poll(() => paths.filter((path) => !told.has(path)), { timeout: 20_000 }).toEqual([]);
  return { found, told, problems, until, end };
}

function inotifyWatches(): number {
  let count = 0;
  for (const name of readdirSync('/proc/self/fdinfo')) {
    try {
      const lines = readFileSync(join('/proc/self/fdinfo', name), 'utf8').match(/^inotify /gm);
      count += lines?.length ?? 0;
    } catch {
      // closed meanwhile
    }
  }
  return count;
}

describe('watching the files of a wiki', () => {
  test('tells what other programs make, change and delete', async () => {
    const dir = makeTempDir();
    writeFiles(dir, { 'Home.md': 'a', 'Folder/Deep/Page.md': 'b', 'Gone.md': 'c' });
    const { until, told } = await watched(dir);
    writeFileSync(join(dir, 'Home.md'), 'changed');
    writeFileSync(join(dir, 'Folder/Deep/New.md'), 'new');
    rmSync(join(dir, 'Gone.md'));
    await until('Home.md', 'Folder/Deep/New.md', 'Gone.md');
    expect(told).not.toContain('Folder/Deep/Page.md');
  });

  test('gives all files of the wiki when it begins, as they are listed', async () => {
    const dir = makeTempDir();
    writeFiles(dir, {
      'Home.md': 'a',
      'Folder/Deep/Page.md': 'b',
      '.hidden/Note.md': 'c',
      'git~1/config': 'd',
      'node_modules/x/Readme.md': 'e',
    });
    symlinkSync(join(dir, 'Folder'), join(dir, 'Link'));
    const { found } = await watched(dir);
    expect([...found].sort()).toEqual(['Folder/Deep/Page.md', 'Home.md']);
    expect([...found].sort()).toEqual((await openWikiFiles(dir, dir).list()).sort());
  });

  test('tells the files of a folder that comes whole, and watches it from then on', async () => {
    const dir = makeTempDir();
    const elsewhere = makeTempDir();
    writeFiles(elsewhere, { 'Moved/A.md': 'a', 'Moved/Deep/B.md': 'b' });
    const { until } = await watched(dir);
    renameSync(join(elsewhere, 'Moved'), join(dir, 'Moved'));
    mkdirSync(join(dir, 'Made/Deep'), { recursive: true });
    writeFileSync(join(dir, 'Made/Deep/C.md'), 'c');
    await until('Moved/A.md', 'Moved/Deep/B.md', 'Made/Deep/C.md');
    writeFileSync(join(dir, 'Moved/Deep/Later.md'), 'd');
    writeFileSync(join(dir, 'Made/Deep/Later.md'), 'd');
    await until('Moved/Deep/Later.md', 'Made/Deep/Later.md');
  });

  test('tells every file of a folder that goes, and of another that takes its name', async () => {
    const dir = makeTempDir();
    writeFiles(dir, { 'Old/A.md': 'a', 'Old/Deep/B.md': 'b' });
    const { until, told } = await watched(dir);
    renameSync(join(dir, 'Old'), join(makeTempDir(), 'Old'));
    await until('Old/A.md', 'Old/Deep/B.md');
    told.clear();
    writeFiles(dir, { 'Old/C.md': 'c' });
    await until('Old/C.md');
    told.clear();
    writeFileSync(join(dir, 'Old/C.md'), 'changed');
    await until('Old/C.md');
  });

  test('keeps silent about hidden folders and what stands behind links', async () => {
    const dir = makeTempDir();
    const outside = makeTempDir();
    writeFiles(dir, { 'Home.md': 'a', '.git/HEAD': 'x', 'node_modules/x.md': 'x' });
    symlinkSync(outside, join(dir, 'Link'));
    const { until, told } = await watched(dir);
    writeFileSync(join(dir, '.git/HEAD'), 'changed');
    writeFileSync(join(dir, 'node_modules/x.md'), 'changed');
    writeFileSync(join(outside, 'secret.md'), 'changed');
    writeFileSync(join(dir, 'Home.md'), 'changed');
    await until('Home.md');
    expect([...told]).toEqual(['Home.md']);
  });

  test('tells nothing once it is closed', async () => {
    const dir = makeTempDir();
    writeFiles(dir, { 'Home.md': 'a' });
    const ended = await watched(dir);
    await ended.end();
    const other = await watched(dir);
    writeFileSync(join(dir, 'Home.md'), 'changed');
    await other.until('Home.md');
    expect([...ended.told]).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')(
    'takes one watch for each folder, however many files there are',
    async () => {
      const dir = makeTempDir();
      for (const folder of ['a', 'b', 'c'])
        for (let index = 0; index < 50; index += 1)
          writeFiles(dir, { [`${folder}/Page ${index}.md`]: 'x' });
      const before = inotifyWatches();
      const { end } = await watched(dir);
      expect(inotifyWatches() - before).toBe(4);
      await end();
      expect(inotifyWatches() - before).toBe(0);
    },
  );
});

describe('watching the branches of a repository', () => {
  async function watchedRefs(dir: string) {
    let count = 0;
    const problems: unknown[] = [];
    let end: () => Promise<void> = () => Promise.resolve();
    await new Promise<void>((resolve) => {
      end = watchRefs(
        join(dir, '.git'),
        () => (count += 1),
        (error) => problems.push(error),
        resolve,
      );
    });
    onTestFinished(() => end());
    /** Does it, and waits until it was told. */
    const told = async (action: () => void) => {
      const before = count;
      action();
      await expect.poll(() => count, { timeout: 20_000 }).toBeGreaterThan(before);
    };
    return { told, end, count: () => count };
  }

  test('tells of commits, of new branches in folders, of another branch and of packing', async () => {
    const dir = makeRepo({ files: { 'Home.md': 'x\n' } });
    const { told } = await watchedRefs(dir);
    await told(() => git(dir, 'commit', '-q', '--allow-empty', '-m', 'next'));
    await told(() => git(dir, 'branch', 'deep/er/one'));
    await told(() => git(dir, 'update-ref', 'refs/heads/deep/er/one', 'HEAD~1'));
    await told(() => git(dir, 'pack-refs', '--all'));
    await told(() => git(dir, 'symbolic-ref', 'HEAD', 'refs/heads/deep/er/one'));
    await told(() => {
      writeFileSync(join(dir, 'Home.md'), 'changed\n');
      git(dir, 'add', 'Home.md');
    });
  });

  test('tells nothing once it is closed', async () => {
    const dir = makeRepo({ files: { 'Home.md': 'x\n' } });
    const ended = await watchedRefs(dir);
    await ended.end();
    const other = await watchedRefs(dir);
    await other.told(() => git(dir, 'commit', '-q', '--allow-empty', '-m', 'next'));
    expect(ended.count()).toBe(0);
  });
});
