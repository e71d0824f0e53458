import {
  existsSync,
  lstatSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resumeAfterCrash } from '../../electron/git/resume-checkout.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { cloneInto } from '../../electron/git/transport/clone.ts';
import { syncUnsynced } from '../../electron/git/unsynced-files.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';
import { commitAll, git, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import { accessTo } from '../helpers/git-transport.ts';
import { opened } from '../helpers/opened-repo.ts';

const files = Object.fromEntries(
  [
    ...['changed', 'cut', 'deep/gone', 'edited', 'empty', 'holed', 'link', 'same time', 'saved'],
    ...['shortened', 'tidied/deleted'],
  ].map((name) => [`${name}.md`, `The first line of ${name}.\nThe second line of ${name}.\n`]),
);
const unfinished = new AbortController().signal;

/** A wiki that was just fetched and opened; nothing of its files was synced. */
async function fetched(): Promise<Repository> {
  const dir = join(makeTempDir(), 'wiki');
  await cloneInto(dir, accessTo(makeRepo({ files })));
  const repo = await opened(dir);
  await open(repo);
  return repo;
}

function open(repo: Repository): Promise<void> {
  const writer = openWikiFiles(repo.dir, join(repo.gitDir, 'commonplace'));
  return resumeAfterCrash(repo, writer, (work) => work());
}

// A power cut leaves the times of the writing; a person's change bears a later one.
const earlier = (path: string): void => utimesSync(path, 1_700_000_000, 1_700_000_000);
const later = (path: string): void => utimesSync(path, 4_000_000_000, 4_000_000_000);

const noteOf = ({ gitDir }: Repository): string => join(gitDir, 'commonplace', 'unsynced');

test('what a power cut took of files just fetched comes back, and what a person wrote since stays', async () => {
  const repo = await fetched();
  const at = (path: string): string => join(repo.dir, path);
  writeFiles(repo.dir, { 'saved.md': '' });
  commitAll(repo.dir, 'Emptied on purpose');
  writeFileSync(at('edited.md'), 'Mine.\n');
  const writtenSeconds = Number(lstatSync(at('same time.md'), { bigint: true }).mtimeNs) / 1e9;
  writeFileSync(at('same time.md'), 'x'.repeat(files['same time.md']?.length ?? 0));
  utimesSync(at('same time.md'), writtenSeconds, writtenSeconds);
  writeFileSync(at('cut.md'), 'The first');
  writeFileSync(at('empty.md'), '');
  writeFileSync(at('holed.md'), `The first line\0\0\0\0`);
  rmSync(at('deep/gone.md'));
  for (const lost of ['cut.md', 'empty.md', 'holed.md', 'deep']) earlier(at(lost));
  writeFileSync(at('shortened.md'), 'The first line of shortened.\n');
  rmSync(at('tidied/deleted.md'));
  for (const changed of ['shortened.md', 'tidied']) later(at(changed));
  rmSync(at('link.md'));
  symlinkSync('edited.md', at('link.md'));

  await open(repo);

  for (const path of ['cut.md', 'empty.md', 'holed.md', 'same time.md', 'deep/gone.md']) {
    expect(readFileSync(at(path), 'utf8')).toBe(files[path]);
  }
  expect(git(repo.dir, 'status', '--porcelain').split('\n')).toEqual([
    ' M edited.md',
    ' T link.md',
    ' M shortened.md',
    ' D tidied/deleted.md',
  ]);
});

test('files are looked through only until each of them is on the disk', async () => {
  const repo = await fetched();
  await syncUnsynced(repo, AbortSignal.abort());
  expect(existsSync(noteOf(repo))).toBe(true);
  await syncUnsynced(repo, unfinished);
  expect(existsSync(noteOf(repo))).toBe(false);
  writeFileSync(join(repo.dir, 'cut.md'), 'The first');
  await open(repo);
  expect(git(repo.dir, 'status', '--porcelain')).toBe(' M cut.md');
});

test('a note of files that could not be looked through stays', async () => {
  const repo = await fetched();
  rmSync(join(repo.dir, 'empty.md'));
  earlier(repo.dir);
  const failing = { read: () => Promise.resolve(null), remove: () => Promise.resolve() };
  const writer = { ...failing, write: () => Promise.reject(new Error('the disk is full')) };
  await expect(resumeAfterCrash(repo, writer, (work) => work())).rejects.toThrow('full');
  const other = await opened(repo.dir);
  await syncUnsynced(other, unfinished);
  expect(existsSync(noteOf(repo))).toBe(true);
});
