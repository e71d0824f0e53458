import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openDrafts } from '../../electron/storage/drafts.ts';
import { withProcessLock } from '../../electron/storage/process-lock.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';
import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import { toPagePath } from '../../shared/wiki/page-path.ts';
import { makeTempDir, writeFiles } from '../helpers/git-repo.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function openFiles() {
  const dir = makeTempDir();
  return { dir, files: openWikiFiles(dir, join(dir, '.git', 'commonplace')) };
}

describe('the files of a wiki', () => {
  test('are written whole, in folders made as needed, and leave nothing unfinished', async () => {
    const { dir, files } = openFiles();
    await files.write('a/b/Page.md', bytes('one'));
    await files.write('a/b/Page.md', bytes('two'));
    expect(readFileSync(join(dir, 'a/b/Page.md'), 'utf8')).toBe('two');
    expect(readdirSync(join(dir, 'a/b'))).toEqual(['Page.md']);
    expect(readdirSync(join(dir, '.git/commonplace'))).toEqual([]);
  });

  test('that are removed take their empty folders along, and no other', async () => {
    const { dir, files } = openFiles();
    writeFiles(dir, { 'a/b/One.md': '1', 'a/Two.md': '2' });
    await files.remove('a/b/One.md');
    expect(readdirSync(join(dir, 'a'))).toEqual(['Two.md']);
  });

  test('never cross a link, whatever stands behind it', async () => {
    const { dir, files } = openFiles();
    const outside = makeTempDir();
    writeFiles(outside, { 'secret.md': 'secret' });
    symlinkSync(outside, join(dir, 'Folder'));
    symlinkSync(join(outside, 'secret.md'), join(dir, 'Page.md'));
    mkdirSync(join(dir, '.git'));
    symlinkSync(join(dir, '.git'), join(dir, 'Notes'));
    for (const path of ['Folder/secret.md', 'Page.md', 'Notes/config']) {
      await expect(files.read(path)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_WIKI' });
      await expect(files.write(path, bytes('x'))).rejects.toMatchObject({
        code: 'PATH_OUTSIDE_WIKI',
      });
      await expect(files.remove(path)).rejects.toMatchObject({ code: 'PATH_OUTSIDE_WIKI' });
    }
    expect(readFileSync(join(outside, 'secret.md'), 'utf8')).toBe('secret');
    expect(await files.list()).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('wait for no pipe', async () => {
    const { dir, files } = openFiles();
    execFileSync('mkfifo', [join(dir, 'Pipe.md')]);
    await expect(files.read('Pipe.md')).rejects.toMatchObject({ code: 'NOT_A_PAGE' });
  });

  test('refuse every path that is not inside, before the disk is touched', async () => {
    const { dir, files } = openFiles();
    const segment = fc.constantFrom(
      '..',
      '.',
      '',
      'a',
      '.git',
      '.GIT',
      'git~1',
      '.git.',
      '.g\u200cit',
      'C:',
      '\\',
      '\0',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 5 }), async (segments) => {
        const path = segments.join('/');
        fc.pre(!isInsideTree(path));
        await expect(files.write(path, bytes('x'))).rejects.toMatchObject({
          code: 'PATH_OUTSIDE_WIKI',
        });
        expect(existsSync(join(dir, '.git'))).toBe(false);
      }),
    );
  });
});

describe('drafts', () => {
  test('are there again for another start of the app, and a broken one harms none', async () => {
    const dir = join(makeTempDir(), 'drafts');
    const drafts = openDrafts(dir);
    const path = toPagePath('Folder/Home.md');
    if (path === null) throw new Error('no page path');
    const kept = { path, text: 'unsaved', base: null, savedMs: 5, whenLeft: 'save' as const };
    const draft = { ...kept, writer: 'a1' };
    const later = { ...kept, writer: 'b2', text: 'other', savedMs: 6 };
    await drafts.save(draft);
    await drafts.save(later);
    writeFileSync(join(dir, `${'0'.repeat(64)}.json`), '{"path": "Home.md", "te');
    expect(await openDrafts(dir).of(path)).toEqual([later, draft]);
    expect(await openDrafts(dir).list()).toEqual([later, draft]);
    await drafts.discard(path, 'b2');
    expect(await openDrafts(dir).of(path)).toEqual([draft]);
  });

  test('that were kept before they had a writer are still there', async () => {
    const dir = join(makeTempDir(), 'drafts');
    const path = toPagePath('Home.md');
    if (path === null) throw new Error('no page path');
    const old = { path, text: 'unsaved', base: null, savedMs: 5, whenLeft: 'keep' };
    mkdirSync(dir);
    const digest = createHash('sha256').update(path).digest('hex');
    writeFileSync(join(dir, `${digest}.json`), JSON.stringify(old));
    expect(await openDrafts(dir).of(path)).toEqual([{ ...old, writer: '' }]);
    await openDrafts(dir).discard(path, '');
    expect(await openDrafts(dir).of(path)).toEqual([]);
  });
});

describe('the lock between programs', () => {
  test('is taken over from a program that died', async () => {
    const file = join(makeTempDir(), 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, `${pid}\n${hostname()}\n`);
    expect(await withProcessLock(file, () => Promise.resolve('done'))).toBe('done');
    expect(existsSync(file)).toBe(false);
  });

  test('is taken over from a thread of this process that died', async () => {
    const file = join(makeTempDir(), 'lock');
    writeFileSync(file, `${process.pid}\n${hostname()}\nbrowser\n5\n\n`);
    expect(await withProcessLock(file, () => Promise.resolve('done'))).toBe('done');
  });

  test.skipIf(process.platform !== 'linux')(
    'is taken over from a program that died and whose number another was given',
    async () => {
      const file = join(makeTempDir(), 'lock');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
      onTestFinished(() => void child.kill('SIGKILL'));
      writeFileSync(file, `${child.pid}\n${hostname()}\ndesktop\n5\n1\n`);
      expect(await withProcessLock(file, () => Promise.resolve('done'))).toBe('done');
    },
  );

  test('says who holds it, since when and where, once ten seconds are over', async () => {
    const file = join(makeTempDir(), 'lock');
    const startedMs = new Date(2026, 4, 1, 10, 12).getTime();
    // Only the waits are hurried: the lock is a real one.
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const refusal = async (owner: string) => {
      writeFileSync(file, owner);
      const asked = withProcessLock(file, () => Promise.resolve('done')).catch(
        (error: unknown) => error,
      );
      const settled = asked.then(() => true);
      while (!(await Promise.race([settled, new Promise((next) => setTimeout(next, 5))])))
        vi.setSystemTime(Date.now() + 1000);
      return asked;
    };
    expect(
      await refusal(`${process.ppid}\n${hostname()}\nbrowser\n${startedMs}\n\n`),
    ).toMatchObject({
      code: 'REPO_BUSY',
      message: `Commonplace (browser, started 10:12) has been writing to this wiki for ten seconds. Wait a moment and try again; if it hangs, quit it (process ${process.ppid}).`,
    });
    expect(await refusal(`7\nelsewhere\ndesktop\n${startedMs}\n\n`)).toMatchObject({
      message: expect.stringContaining(
        'Commonplace (desktop app on elsewhere, started 10:12)',
      ) as string,
    });
    expect(await refusal('nothing of ours')).toMatchObject({
      message: expect.stringContaining('Another program') as string,
    });
  });

  test('is never taken twice when many find it left', async () => {
    const file = join(makeTempDir(), 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    let inside = 0;
    let most = 0;
    for (let round = 0; round < 20; round += 1) {
      writeFileSync(file, `${pid}\n${hostname()}\n`);
      const work = async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
      };
      await Promise.all(Array.from({ length: 6 }, () => withProcessLock(file, work)));
    }
    expect(most).toBe(1);
  });

  test('lets one work at a time', async () => {
    const file = join(makeTempDir(), 'lock');
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withProcessLock(file, work)));
    expect(most).toBe(1);
  });
});
