import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repackWhenIdle } from '../../electron/core/repack-when-idle.ts';
import { commitChanges } from '../../electron/git/commit.ts';
import { toOid } from '../../electron/git/oid.ts';
import { isRepackDue, repackLoose } from '../../electron/git/repack.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { commitAll, git, gitAsync, gitWith, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { manualClock } from '../helpers/manual-clock.ts';
import { opened } from '../helpers/opened-repo.ts';

const { signal } = new AbortController();

/** A folder of many pages whose names and oids do not compress, and a nested one. */
function manyPages(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const folder = at % 5 === 0 ? 'Notes/Old/' : '';
      return [
        `${folder}Page ${String(at * 7919)}.md`,
        `# ${String(at)}\n\n${'words\n'.repeat(40)}`,
      ];
    }),
  );
}

async function save(repo: Repository, path: string, text: string): Promise<void> {
  writeFiles(repo.dir, { [path]: text });
  await commitChanges(repo, {
    changes: [{ path, content: Buffer.from(text) }],
    message: text.slice(0, 20),
    author: { name: 'Zoë', email: 'zoe@example.org' },
    dateMs: 1_720_000_000_000,
  });
}

async function savedOften(rounds: number, pages = 400): Promise<{ dir: string; repo: Repository }> {
  const dir = makeRepo({ files: manyPages(pages) });
  git(dir, 'gc', '-q');
  const repo = await opened(dir);
  for (let round = 0; round < rounds; round += 1) {
    const path =
      round % 3 === 0 ? 'Notes/Old/Page 0.md' : `Page ${String(7919 * (1 + (round % 4)))}.md`;
    await save(repo, path, `round ${String(round)}\n${'words of a page\n'.repeat(60)}`);
  }
  return { dir, repo };
}

function looseCount(dir: string): number {
  return Number(git(dir, 'count-objects').split(' ')[0]);
}

function packsOf(dir: string): string[] {
  const names = readdirSync(join(dir, '.git/objects/pack'));
  return names.filter((name) => name.endsWith('.pack')).sort();
}

function allObjects(dir: string): string[] {
  const listed = git(dir, 'cat-file', '--batch-all-objects', '--batch-check').split('\n');
  return [...new Set(listed)].sort();
}

function leftovers(dir: string): string[] {
  return readdirSync(join(dir, '.git/objects/pack')).filter((name) => name.startsWith('tmp_'));
}

test('saves become one small pack that git finds sound, with every object in it', async () => {
  const { dir, repo } = await savedOften(24);
  const before = allObjects(dir);
  const outcome = await repackLoose(repo, { signal });
  git(dir, 'fsck', '--strict', '--full', '--no-dangling');
  expect(looseCount(dir)).toBe(0);
  expect(packsOf(dir)).toHaveLength(2);
  expect(allObjects(dir)).toEqual(before);
  expect(outcome.bytesAfter).toBeLessThan(outcome.bytesBefore / 4);
  expect(leftovers(dir)).toEqual([]);
  for (const line of before) {
    const [oid = '', type] = line.split(' ');
    expect((await repo.objects.read(toOid(oid))).type).toBe(type);
  }
  await save(repo, 'Page 7919.md', 'saved after it\n');
  expect(git(dir, 'status', '--porcelain')).toBe('');
});

test('chains of differences end, and the latest version of a folder stands whole', async () => {
  const { dir, repo } = await savedOften(56, 150);
  await repackLoose(repo, { signal });
  const depths = packsOf(dir).flatMap((pack) =>
    git(dir, 'verify-pack', '-v', `.git/objects/pack/${pack}`)
      .split('\n')
      .filter((line) => / tree | blob /.test(line))
      .map((line) => ({ oid: line.slice(0, 40), depth: Number(line.split(/\s+/)[5] ?? 0) })),
  );
  expect(Math.max(...depths.map(({ depth }) => depth))).toBe(50);
  const tree = git(dir, 'rev-parse', 'HEAD^{tree}');
  expect(depths.find(({ oid }) => oid === tree)?.depth).toBe(0);
});

test('an object that no branch reaches is kept', async () => {
  const { dir, repo } = await savedOften(3);
  const oid = gitWith(dir, { input: 'a draft\n' }, 'hash-object', '-w', '--stdin');
  await repackLoose(repo, { signal });
  expect(looseCount(dir)).toBe(0);
  expect(git(dir, 'cat-file', 'blob', oid)).toBe('a draft');
});

test('many small packs become one, but not those that are marked to be kept', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  for (let round = 0; round < 12; round += 1) {
    writeFiles(dir, { 'Home.md': `round ${String(round)}\n` });
    commitAll(dir, `Round ${String(round)}`);
    git(dir, 'repack', '-dq');
  }
  const [kept = ''] = packsOf(dir);
  writeFileSync(join(dir, '.git/objects/pack', kept.replace(/pack$/, 'keep')), '');
  const before = allObjects(dir);
  const repo = await opened(dir);
  expect(await isRepackDue(repo)).toBe(true);
  await repackLoose(repo, { signal });
  expect(packsOf(dir)).toHaveLength(2);
  expect(packsOf(dir)).toContain(kept);
  expect(allObjects(dir)).toEqual(before);
  git(dir, 'fsck', '--strict', '--full', '--no-dangling');
  expect(await isRepackDue(repo)).toBe(false);
});

test('a pack that a multi-pack index names stays', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  for (let round = 0; round < 12; round += 1) {
    writeFiles(dir, { 'Home.md': `round ${String(round)}\n` });
    commitAll(dir, `Round ${String(round)}`);
    git(dir, 'repack', '-dq');
  }
  git(dir, 'multi-pack-index', 'write');
  const before = packsOf(dir);
  await repackLoose(await opened(dir), { signal });
  expect(packsOf(dir)).toEqual(expect.arrayContaining(before));
  git(dir, 'fsck', '--full', '--no-dangling');
});

test('a damaged object stays for a person to look at, and the others are packed', async () => {
  const { dir, repo } = await savedOften(4);
  const path = join(dir, '.git/objects/ab', 'ab'.repeat(19));
  writeFiles(dir, { [`.git/objects/ab/${'ab'.repeat(19)}`]: 'no object' });
  await repackLoose(repo, { signal });
  expect(readFileSync(path, 'utf8')).toBe('no object');
  expect(looseCount(dir)).toBe(1);
  expect(packsOf(dir)).toHaveLength(2);
});

test('a folder of an old revision that is damaged keeps nothing else from being packed', async () => {
  const { dir } = await savedOften(6);
  const tree = git(dir, 'rev-parse', 'HEAD~2^{tree}');
  const path = join(dir, '.git/objects', tree.slice(0, 2), tree.slice(2));
  chmodSync(path, 0o644);
  writeFileSync(path, 'no object');
  await repackLoose(await opened(dir), { signal });
  expect(readFileSync(path, 'utf8')).toBe('no object');
  expect(looseCount(dir)).toBe(1);
});

test('a repack that is stopped leaves all as it was', async () => {
  const { dir, repo } = await savedOften(12);
  const stopping = new AbortController();
  stopping.abort();
  const before = [looseCount(dir), packsOf(dir)];
  await expect(repackLoose(repo, { signal: stopping.signal })).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect([looseCount(dir), packsOf(dir)]).toEqual(before);
  expect(leftovers(dir)).toEqual([]);
});

describe('at the same time', () => {
  test('another reader goes on, with the packs it opened and the objects it listed', async () => {
    const { dir, repo } = await savedOften(15);
    git(dir, 'repack', '-q');
    const oids = allObjects(dir).map((line) => toOid(line.slice(0, 40)));
    const readers = await Promise.all(Array.from({ length: 4 }, () => opened(dir)));
    const half = Math.floor(oids.length / 2);
    const readAll = async (from: number, to: number): Promise<number> => {
      let count = 0;
      for (const reader of readers) {
        for (const oid of oids.slice(from, to)) {
          await reader.objects.read(oid);
          count += 1;
        }
      }
      return count;
    };
    await readAll(0, half);
    const [, count] = await Promise.all([repackLoose(repo, { signal }), readAll(half, half + 60)]);
    expect(count).toBeGreaterThan(0);
    await readAll(half, oids.length);
  });

  test('saves of this process and of git, and a gc, lose nothing', async () => {
    const { dir, repo } = await savedOften(20);
    const saving = (async () => {
      for (let round = 0; round < 15; round += 1) {
        await save(repo, 'Page 7919.md', `meanwhile ${String(round)}\n`);
      }
    })();
    await Promise.all([
      repackLoose(repo, { signal }),
      gitAsync(dir, 'gc', '-q', '--prune=2.weeks.ago'),
      saving,
    ]);
    await repackLoose(repo, { signal });
    git(dir, 'fsck', '--strict', '--full', '--no-dangling');
    expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('36');
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  test('folders that another program clears away while they are empty are made again', async () => {
    const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
    const { objects } = await opened(dir);
    const clearing = `const { rmdirSync } = require('node:fs');
      for (;;) for (let at = 0; at < 256; at += 1)
        try { rmdirSync(at.toString(16).padStart(2, '0')); } catch {}`;
    const other = spawn(process.execPath, ['-e', clearing], { cwd: join(dir, '.git/objects') });
    try {
      await once(other, 'spawn');
      const texts = Array.from({ length: 200 }, (_, at) => `object ${String(at)}`);
      for (const text of texts) await objects.write('blob', Buffer.from(text));
    } finally {
      other.kill('SIGKILL');
    }
    expect(looseCount(dir)).toBeGreaterThanOrEqual(200);
    git(dir, 'fsck', '--full', '--no-dangling');
  });

  test('of two repacks one does the work', async () => {
    const { dir, repo } = await savedOften(8);
    const outcomes = await Promise.all([
      repackLoose(repo, { signal }),
      repackLoose(await opened(dir), { signal }),
    ]);
    expect(outcomes.filter(({ packed }) => packed > 0)).toHaveLength(1);
    git(dir, 'fsck', '--full', '--no-dangling');
  });
});

describe('in idle time', () => {
  test('much that piled up is packed once it was quiet, and little is left alone', async () => {
    const { dir, repo } = await savedOften(12);
    const clock = manualClock();
    const failures: unknown[] = [];
    const idle = repackWhenIdle(repo, { clock, host: 'browser' }, (error) => failures.push(error));
    idle.wake();
    clock.advance(60 * 60_000);
    await idle.close();
    expect(looseCount(dir)).toBeGreaterThan(0);
    const many = Array.from({ length: 520 }, (_, at) => `object ${String(at)}`);
    const names = many.map((text, at) => [`Many/${String(at)}.txt`, text] as const);
    writeFiles(dir, Object.fromEntries(names));
    const paths = names.map(([path]) => `${path}\n`).join('');
    gitWith(dir, { input: paths }, 'hash-object', '-w', '--stdin-paths');
    const again = repackWhenIdle(repo, { clock, host: 'browser' }, (error) => failures.push(error));
    again.wake();
    clock.advance(60_000);
    again.wake();
    clock.advance(60_000);
    expect(existsSync(join(dir, '.git/commonplace/repack.lock'))).toBe(false);
    clock.advance(60_000);
    await again.idle();
    await again.close();
    expect(looseCount(dir)).toBe(0);
    expect(failures).toEqual([]);
  });
});
