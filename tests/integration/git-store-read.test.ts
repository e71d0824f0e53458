import { deflateSync } from 'node:zlib';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readCommit } from '../../electron/git/commit-object.ts';
import { blobOid, hashObject, isOid, toOid } from '../../electron/git/oid.ts';
import { openRepository, type Repository } from '../../electron/git/repository.ts';
import { findEntry, listTree, readTree } from '../../electron/git/tree.ts';
import { commitAll, git, gitWith, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';

async function opened(dir: string): Promise<Repository> {
  const repo = await openRepository(dir);
  onTestFinished(() => repo.close());
  return repo;
}

function manyPages(): Record<string, string> {
  const pages: Record<string, string> = {};
  for (let at = 0; at < 120; at += 1) {
    pages[`folder ${at % 7}/Página ${at}.md`] =
      `# Página ${at}\n\n${`line ${at % 9}\n`.repeat(200)}`;
  }
  return pages;
}

describe.each(['loose', 'packed'] as const)('a repository with %s objects', (storage) => {
  test('every object reads as git reads it', async () => {
    const dir = makeRepo({ files: manyPages() });
    for (let round = 0; round < 5; round += 1) {
      writeFiles(dir, { 'folder 1/Página 1.md': `${`line ${round}\n`.repeat(300)}end ${round}\n` });
      commitAll(dir, `Round ${round}`);
    }
    git(dir, 'tag', '-a', '-m', 'A tag', 'v1');
    if (storage === 'packed') git(dir, 'gc', '-q', '--aggressive');
    const repo = await opened(dir);
    const lines = git(dir, 'cat-file', '--batch-all-objects', '--batch-check').split('\n');
    expect(lines.length).toBeGreaterThan(100);
    for (const line of lines) {
      const [name = '', type, size] = line.split(' ');
      const object = await repo.objects.read(toOid(name));
      expect(object.type).toBe(type);
      expect(object.body.length).toBe(Number(size));
      expect(hashObject(object.type, object.body)).toBe(name);
    }
  });

  test('a commit, its folders and its files are found by path', async () => {
    const dir = makeRepo({ files: manyPages() });
    if (storage === 'packed') git(dir, 'gc', '-q');
    const repo = await opened(dir);
    const { oid } = await repo.refs.head();
    if (oid === null) throw new Error('no commit');
    const commit = await readCommit(repo.objects, oid);
    expect(commit).toMatchObject({
      parents: [],
      message: 'First commit\n',
      author: { name: 'Ada Writer', email: 'ada@example.org', dateMs: 1714564800000, tzMinutes: 0 },
    });
    const listed = [...(await listTree(repo.objects, commit.tree))].map(
      ([path, leaf]) => `${leaf.mode.toString(8)} blob ${leaf.oid}\t${path}`,
    );
    expect(listed.join('\n')).toBe(git(dir, '-c', 'core.quotePath=off', 'ls-tree', '-r', 'HEAD'));
    const entry = await findEntry(repo.objects, commit.tree, 'folder 3/Página 3.md');
    expect(entry?.oid).toBe(git(dir, 'rev-parse', 'HEAD:folder 3/Página 3.md'));
    expect(await findEntry(repo.objects, commit.tree, 'folder 3/none.md')).toBeNull();
    expect((await readTree(repo.objects, commit.tree)).map(({ name }) => name)).toHaveLength(7);
  });
});

test('objects that were packed while the repository was open are found', async () => {
  const dir = makeRepo({ files: { 'a.md': 'one\n' } });
  const repo = await opened(dir);
  await repo.objects.has(blobOid(Buffer.from('one\n')));
  writeFiles(dir, { 'b.md': 'two\n' });
  commitAll(dir, 'Second');
  git(dir, 'gc', '-q', '--prune=now');
  const object = await repo.objects.read(blobOid(Buffer.from('two\n')));
  expect(Buffer.from(object.body).toString()).toBe('two\n');
  git(dir, 'repack', '-adqf', '--depth=2');
  expect(await repo.objects.has(toOid(git(dir, 'rev-parse', 'HEAD')))).toBe(true);
});

test('an object we write is one git accepts, and writing it twice changes nothing', async () => {
  const dir = makeRepo({ files: { 'a.md': 'one\n' } });
  const repo = await opened(dir);
  const body = Buffer.from('ünïcode\n');
  const oid = await repo.objects.write('blob', body);
  expect(await repo.objects.write('blob', body)).toBe(oid);
  expect(git(dir, 'cat-file', 'blob', oid)).toBe('ünïcode');
  expect(oid).toBe(gitWith(dir, { input: body }, 'hash-object', '--stdin'));
  git(dir, 'fsck', '--strict');
});

function plantLoose(dir: string, name: string, plain: Uint8Array): void {
  const path = `${dir}/.git/objects/${name.slice(0, 2)}/${name.slice(2)}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, deflateSync(plain));
}

test('a loose object with altered content is reported as damage', async () => {
  const dir = makeRepo({ files: { 'a.md': 'one\n' } });
  const name = 'ab'.repeat(20);
  plantLoose(dir, name, Buffer.from('blob 4\0evil'));
  const repo = await opened(dir);
  await expect(repo.objects.read(toOid(name))).rejects.toMatchObject({ code: 'REPO_DAMAGED' });
  await expect(repo.objects.read(toOid('cd'.repeat(20)))).rejects.toMatchObject({
    code: 'REPO_DAMAGED',
  });
});

test('an object that unpacks to more than the limit is refused', async () => {
  const dir = makeRepo({ files: { 'a.md': 'one\n' } });
  const name = 'ab'.repeat(20);
  plantLoose(dir, name, Buffer.alloc(257 * 1024 * 1024));
  const repo = await opened(dir);
  await expect(repo.objects.read(toOid(name))).rejects.toMatchObject({ code: 'LIMIT' });
});

test('a pack cut short is reported as damage', async () => {
  const dir = makeRepo({ files: manyPages() });
  git(dir, 'gc', '-q');
  const folder = `${dir}/.git/objects/pack`;
  const name = `${folder}/${readdirSync(folder).find((file) => file.endsWith('.pack')) ?? ''}`;
  const bytes = readFileSync(name);
  const copy = makeRepo();
  mkdirSync(`${copy}/.git/objects/pack`, { recursive: true });
  writeFileSync(`${copy}/.git/objects/pack/pack-x.pack`, bytes.subarray(0, bytes.length / 2));
  writeFileSync(`${copy}/.git/objects/pack/pack-x.idx`, readFileSync(name.replace(/pack$/, 'idx')));
  const repo = await opened(copy);
  const failures: unknown[] = [];
  for (const line of git(dir, 'rev-list', '--objects', '--all').split('\n')) {
    const oid = line.slice(0, 40);
    if (isOid(oid)) await repo.objects.read(oid).catch((error: unknown) => failures.push(error));
  }
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures) expect(failure).toMatchObject({ code: 'REPO_DAMAGED' });
});

test.each([
  ['a SHA-256 repository', ['init', '-q', '--object-format=sha256', 'x']],
  ['a bare repository in disguise', ['init', '-q', 'x']],
])('%s is refused before anything is read', async (name, args) => {
  const dir = makeTempDir();
  git(dir, ...args);
  if (name.includes('bare')) git(`${dir}/x`, 'config', 'core.bare', 'true');
  await expect(openRepository(`${dir}/x`)).rejects.toMatchObject({ code: 'REPO_UNSUPPORTED' });
});
