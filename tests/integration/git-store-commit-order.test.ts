import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitChanges } from '../../electron/git/commit.ts';
import { settleIndex } from '../../electron/git/index-settle.ts';
import { tryLock } from '../../electron/git/lock-file.ts';
import type { RefStore } from '../../electron/git/refs.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { git, makeRepo } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

type Swap = RefStore['compareAndSwap'];
const author = { name: 'Zoë Writer', email: 'zoe@example.org' };

/** The same repository, whose branches move as `swap` says. */
function moving(repo: Repository, swap: (original: Swap) => Swap): Repository {
  const original: Swap = (...args) => repo.refs.compareAndSwap(...args);
  const refs = Object.create(repo.refs, {
    compareAndSwap: { value: swap(original) },
    head: { value: () => repo.refs.head() },
    read: { value: (ref: string) => repo.refs.read(ref) },
  }) as RefStore;
  return { ...repo, refs };
}

function save(repo: Repository): ReturnType<typeof commitChanges> {
  const content = Buffer.from('new\n');
  writeFileSync(join(repo.dir, 'Home.md'), content);
  const changes = [{ path: 'Home.md', content }];
  return commitChanges(repo, { changes, message: 'Edit', author, dateMs: 1_720_000_000_000 });
}

test('the index holds a save before the branch does, and nobody else gets its lock in between', async () => {
  const repo = await opened(makeRepo({ files: { 'Home.md': 'old\n' } }));
  const before = git(repo.dir, 'rev-parse', 'HEAD');
  const seen: unknown[] = [];
  const watched = moving(repo, (original) => async (...args) => {
    const [ref, expected, next, message, by, beforeMove] = args;
    return original(ref, expected, next, message, by, async () => {
      await beforeMove?.();
      seen.push({
        index: git(repo.dir, 'show', ':Home.md'),
        head: git(repo.dir, 'rev-parse', 'HEAD'),
        lock: await tryLock(`${repo.gitDir}/index`, 0),
      });
    });
  });
  const { commit } = await save(watched);
  expect(seen).toEqual([{ index: 'new', head: before, lock: null }]);
  expect(git(repo.dir, 'rev-parse', 'HEAD')).toBe(commit);
  expect(git(repo.dir, 'status', '--porcelain')).toBe('');
});

test('an index that went ahead of a branch that could not move is put back', async () => {
  const repo = await opened(makeRepo({ files: { 'Home.md': 'old\n' } }));
  const failing = moving(repo, (original) => async (...args) => {
    const [ref, expected, next, message, by, beforeMove] = args;
    return original(ref, expected, next, message, by, async () => {
      await beforeMove?.();
      throw new Error('the disk is full');
    });
  });
  await expect(save(failing)).rejects.toThrow('the disk is full');
  expect(git(repo.dir, 'show', ':Home.md')).toBe('new');
  await settleIndex(repo);
  expect(git(repo.dir, 'show', ':Home.md')).toBe('old');
});
