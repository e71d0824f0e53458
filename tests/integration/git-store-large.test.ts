import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitChanges } from '../../electron/git/commit.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { git, makeRepo, writeFiles } from '../helpers/git-repo.ts';
import { headOf, opened } from '../helpers/opened-repo.ts';

const author = { name: 'Zoë Writer', email: 'zoe@example.org' };
const dateMs = 1_720_000_000_000;

function pages(count: number, text = 'Page'): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => {
      const name = `${at % 3 === 0 ? 'Notes/' : ''}${at % 7 === 0 ? 'Ä/' : ''}Page ${at}.md`;
      return [name, at % 11 === 0 ? 'all the same\n' : `# ${text} ${at}\n`] as const;
    }),
  );
}

async function saveAll(repo: Repository, files: Readonly<Record<string, string>>) {
  writeFiles(repo.dir, files);
  const changes = Object.keys(files).map((path) => ({
    path,
    content: () => Promise.resolve(readFileSync(join(repo.dir, path))),
  }));
  return commitChanges(repo, { changes, message: 'Many pages', author, dateMs });
}

function packsOf(dir: string): string[] {
  return readdirSync(join(dir, '.git/objects/pack')).sort();
}

function looseCount(dir: string): number {
  const [line = ''] = git(dir, 'count-objects').split(' ');
  return Number(line);
}

function expectSound(dir: string): void {
  expect(git(dir, 'status', '--porcelain')).toBe('');
  git(dir, 'fsck', '--strict', '--no-dangling');
  for (const name of packsOf(dir)) {
    if (name.endsWith('.idx')) git(dir, 'verify-pack', `.git/objects/pack/${name}`);
  }
}

test('a commit of many files is one pack that git finds sound, and no single files', async () => {
  const dir = makeRepo();
  const repo = await opened(dir);
  const files = pages(300);
  const { commit } = await saveAll(repo, files);
  expectSound(dir);
  expect(packsOf(dir)).toHaveLength(2);
  expect(looseCount(dir)).toBe(0);
  expect(git(dir, 'rev-parse', 'HEAD')).toBe(commit);
  expect(git(dir, 'ls-files').split('\n')).toHaveLength(300);
  for (const path of ['Page 1.md', 'Notes/Ä/Page 21.md', 'Page 11.md']) {
    expect(git(dir, 'show', `HEAD:${path}`)).toBe(files[path]?.trimEnd());
  }
  // The same git would write: its own tree of the same files has the same id.
  git(dir, 'add', '-A');
  expect(git(dir, 'write-tree')).toBe(git(dir, 'rev-parse', 'HEAD^{tree}'));
});

test('many changes upon an older commit share what stayed, and the next save is small again', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n', 'Stays/a.md': 'a\n' } });
  const repo = await opened(dir);
  await saveAll(repo, pages(150));
  await saveAll(repo, pages(150, 'Second'));
  expect(packsOf(dir)).toHaveLength(4);
  const before = looseCount(dir);
  await saveAll(repo, { 'Home.md': 'again\n' });
  expect(looseCount(dir)).toBe(before + 3);
  expect(packsOf(dir)).toHaveLength(4);
  expect(git(dir, 'show', 'HEAD:Stays/a.md')).toBe('a');
  expectSound(dir);
});

test('a commit of many files whose reading fails leaves nothing behind', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  const repo = await opened(dir);
  const before = await headOf(repo);
  const changes = Object.keys(pages(200)).map((path, at) => ({
    path,
    content: () =>
      at === 190 ? Promise.reject(new Error('unplugged')) : Promise.resolve(Buffer.from(path)),
  }));
  await expect(commitChanges(repo, { changes, message: 'm', author, dateMs })).rejects.toThrow(
    'unplugged',
  );
  expect(packsOf(dir)).toEqual([]);
  expect(await headOf(repo)).toBe(before);
  git(dir, 'fsck', '--strict', '--no-dangling');
});

test('what an earlier attempt put into a pack is not written again', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  const repo = await opened(dir);
  const before = await headOf(repo);
  const { commit } = await saveAll(repo, pages(120));
  git(dir, 'update-ref', 'refs/heads/main', before);
  expect((await saveAll(repo, pages(120))).commit).toBe(commit);
  expect(packsOf(dir)).toHaveLength(2);
  expectSound(dir);
});

test('a pack that a killed process left half written is taken away by the next large commit', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  const name = `tmp_pack_commonplace-4194999@${hostname()}-0123456789ab`;
  const left = join(dir, '.git/objects/pack', name);
  writeFileSync(left, 'PACK');
  await saveAll(await opened(dir), pages(120));
  expect(existsSync(left)).toBe(false);
});

test('of two large commits at once both are kept', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  const [one, two] = [await opened(dir), await opened(dir)];
  const moved = Object.fromEntries(
    Object.entries(pages(130, 'Other')).map(([path, text]) => [`Other/${path}`, text]),
  );
  await Promise.all([saveAll(one, pages(130)), saveAll(two, moved)]);
  expect(git(dir, 'ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toHaveLength(261);
  expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('3');
  expectSound(dir);
});
