import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applyTree, pendingCheckout } from '../../electron/git/checkout.ts';
import type { WorktreeWriter } from '../../electron/git/checkout-plan.ts';
import { toOid } from '../../electron/git/oid.ts';
import { resumeAfterCrash } from '../../electron/git/resume-checkout.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { startCore } from '../helpers/core.ts';
import { commitAll, git, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { headOf, opened } from '../helpers/opened-repo.ts';

const before = { 'Home.md': 'home\n', 'a.md': 'a\n', 'b.md': 'b\n', 'gone.md': 'g\n' };
const alone = (work: () => Promise<void>): Promise<void> => work();

function filesOf(repo: Repository): WorktreeWriter {
  return openWikiFiles(repo.dir, join(repo.gitDir, 'commonplace'));
}

/** A wiki whose process was killed after it wrote one of the files that another commit changes. */
async function interrupted(): Promise<{ dir: string; from: Oid; to: Oid }> {
  const dir = makeRepo({ files: before });
  const from = git(dir, 'rev-parse', 'HEAD');
  writeFiles(dir, { 'Home.md': 'home 2\n', 'a.md': 'a 2\n', 'b.md': 'b 2\n', 'new/c.md': 'c\n' });
  rmSync(join(dir, 'gone.md'));
  const to = commitAll(dir, 'From another place');
  git(dir, 'reset', '-q', '--hard', from);
  const repo = await opened(dir);
  const files = filesOf(repo);
  let first: Promise<void> | null = null;
  const dying: WorktreeWriter = {
    ...files,
    write: async (path, bytes) => {
      const isFirst = first === null;
      first ??= files.write(path, bytes);
      await first;
      if (!isFirst) throw new Error('killed');
    },
  };
  await expect(applyTree(repo, toOid(from), toOid(to), dying)).rejects.toThrow('killed');
  expect(await pendingCheckout(repo)).not.toBeNull();
  return { dir, from: toOid(from), to: toOid(to) };
}

test('a move to another commit that a crash cut short is completed, and the branch follows', async () => {
  const { dir, to } = await interrupted();
  const repo = await opened(dir);
  await resumeAfterCrash(repo, filesOf(repo), alone);
  expect(await headOf(repo)).toBe(to);
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(await pendingCheckout(repo)).toBeNull();
});

test('a crash after the last file and before the branch moved leaves nothing that looks like an edit', async () => {
  const dir = makeRepo({ files: before });
  const from = git(dir, 'rev-parse', 'HEAD');
  writeFiles(dir, { 'Home.md': 'home 2\n' });
  const to = commitAll(dir, 'From another place');
  git(dir, 'reset', '-q', '--hard', from);
  const repo = await opened(dir);
  const dying = () => Promise.reject(new Error('killed'));
  const moving = applyTree(repo, toOid(from), toOid(to), filesOf(repo), dying);
  await expect(moving).rejects.toThrow('killed');
  await resumeAfterCrash(repo, filesOf(repo), alone);
  expect(await headOf(repo)).toBe(to);
  expect(git(dir, 'status', '--porcelain')).toBe('');
});

test('opening a wiki completes it before anything is listed', async () => {
  const { dir, to } = await interrupted();
  const wiki = await (await startCore()).open(dir);
  expect(wiki).not.toBe('');
  expect(git(dir, 'rev-parse', 'HEAD')).toBe(to);
  expect(git(dir, 'status', '--porcelain')).toBe('');
});

test('a page edited since the crash is kept, the branch stays, and nothing is tried again', async () => {
  const { dir, from } = await interrupted();
  writeFileSync(join(dir, 'b.md'), 'my own words\n');
  const repo = await opened(dir);
  await resumeAfterCrash(repo, filesOf(repo), alone);
  expect(await headOf(repo)).toBe(from);
  expect(readFileSync(join(dir, 'b.md'), 'utf8')).toBe('my own words\n');
  expect(await pendingCheckout(repo)).toBeNull();
});

test('a branch that moved on since the crash stays where it is, with the files as they are', async () => {
  const { dir } = await interrupted();
  const moved = commitAll(dir, 'By hand');
  const repo = await opened(dir);
  await resumeAfterCrash(repo, filesOf(repo), alone);
  expect(await headOf(repo)).toBe(moved);
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(await pendingCheckout(repo)).toBeNull();
});

test('a commit that does not hold the branch is never moved to', async () => {
  const { dir, from, to } = await interrupted();
  const stranger = git(dir, 'commit-tree', '-m', 'Stranger', `${to}^{tree}`);
  writeFileSync(join(dir, '.git/commonplace/checkout'), `${from} ${stranger}\n`);
  const repo = await opened(dir);
  await resumeAfterCrash(repo, filesOf(repo), alone);
  expect(await headOf(repo)).toBe(from);
  expect(await pendingCheckout(repo)).toBeNull();
});

test('while another process works, its move is left to it', async () => {
  const { dir, from } = await interrupted();
  const repo = await opened(dir);
  const busy = (): Promise<void> => Promise.reject(new Error('busy'));
  await expect(resumeAfterCrash(repo, filesOf(repo), busy)).rejects.toThrow('busy');
  expect(await headOf(repo)).toBe(from);
  expect(await pendingCheckout(repo)).not.toBeNull();
});
