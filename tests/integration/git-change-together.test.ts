import { join } from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changeTogether } from '../../electron/git/change-together.ts';
import type { WorktreeWriter } from '../../electron/git/checkout-plan.ts';
import { resumeAfterCrash } from '../../electron/git/resume-checkout.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';
import { git, makeRepo } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

const files = { 'Old.md': '# Old\n', 'Linking.md': 'See [[Old]].\n' };
const revision = {
  changes: [
    { path: 'Old.md', content: null },
    { path: 'New.md', content: Buffer.from('# Old\n') },
    { path: 'Linking.md', content: Buffer.from('See [[New]].\n') },
  ],
  message: 'Rename Old to New',
  author: { name: 'Ana', email: 'ana@example.org' },
  dateMs: 1_720_000_000_000,
};
const alone = (work: () => Promise<void>): Promise<void> => work();

test('a change of several files that a crash cut short is completed at the next opening', async () => {
  const dir = makeRepo({ files });
  const repo = await opened(dir);
  const writer: WorktreeWriter = openWikiFiles(repo.dir, join(repo.gitDir, 'commonplace'));
  let written = 0;
  const dying: WorktreeWriter = {
    ...writer,
    write: async (path, bytes) => {
      written += 1;
      if (written > 1) throw new Error('killed');
      await writer.write(path, bytes);
    },
  };
  await expect(changeTogether(repo, revision, dying)).rejects.toThrow('killed');
  expect(git(dir, 'log', '--format=%s')).not.toContain('Rename');
  await resumeAfterCrash(repo, writer, alone);
  expect(git(dir, 'log', '-1', '--format=%s|%an')).toBe('Rename Old to New|Ana');
  expect(git(dir, 'ls-tree', '--name-only', 'HEAD').split('\n')).toEqual(['Linking.md', 'New.md']);
  expect(git(dir, 'status', '--porcelain')).toBe('');
});

test('a file that another program changed stops it before anything is changed', async () => {
  const dir = makeRepo({ files });
  const repo = await opened(dir);
  const writer = openWikiFiles(repo.dir, join(repo.gitDir, 'commonplace'));
  writeFileSync(join(dir, 'Linking.md'), 'Mine now.\n');
  const head = git(dir, 'rev-parse', 'HEAD');
  expect(await changeTogether(repo, revision, writer)).toEqual({
    kind: 'kept',
    paths: ['Linking.md'],
  });
  expect(git(dir, 'rev-parse', 'HEAD')).toBe(head);
  expect(readFileSync(join(dir, 'Linking.md'), 'utf8')).toBe('Mine now.\n');
  expect(readFileSync(join(dir, 'Old.md'), 'utf8')).toBe('# Old\n');
});

test('a name that changes only its case keeps the page', async () => {
  const dir = makeRepo({ files });
  const repo = await opened(dir);
  const writer = openWikiFiles(repo.dir, join(repo.gitDir, 'commonplace'));
  const changes = [
    { path: 'Old.md', content: null },
    { path: 'OLD.md', content: Buffer.from('# Old\n') },
  ];
  const outcome = await changeTogether(repo, { ...revision, changes }, writer);
  expect(outcome.kind).toBe('changed');
  expect(readFileSync(join(dir, 'OLD.md'), 'utf8')).toBe('# Old\n');
  expect(git(dir, 'status', '--porcelain')).toBe('');
});
