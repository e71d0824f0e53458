import * as fs from 'node:fs';
import { join } from 'node:path';
import * as judge from 'isomorphic-git';
import { expect, test } from 'vitest';
import { commitChanges } from '../../../electron/git/commit.ts';
import { readCommit } from '../../../electron/git/commit-object.ts';
import { toOid } from '../../../electron/git/oid.ts';
import { initRepository, type Repository } from '../../../electron/git/repository.ts';
import { worktreeStatus } from '../../../electron/git/status.ts';
import { listTree, readTree } from '../../../electron/git/tree.ts';
import { makeTempDir, writeFiles } from '../../helpers/git-repo.ts';
import { headOf, opened } from '../../helpers/opened-repo.ts';

const author = { name: 'Zoë Writer', email: 'zoe@example.org' };
const dateMs = 1_720_000_000_000;

async function save(repo: Repository, files: Readonly<Record<string, string>>, message: string) {
  writeFiles(repo.dir, files);
  const changes = Object.entries(files).map(([path, text]) => ({
    path,
    content: Buffer.from(text),
  }));
  return commitChanges(repo, { changes, message, author, dateMs, tzMinutes: 120 });
}

function manyPages(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from(
      { length: count },
      (_, at) => [`Many/${at % 4}/Page ${at}.md`, `# ${at}\n`] as const,
    ),
  );
}

test('another implementation reads back what is written here, single files and packs alike', async () => {
  const dir = makeTempDir();
  await (await initRepository(dir)).close();
  const repo = await opened(dir);
  const first = await save(repo, { 'Home.md': 'home\n', 'Notes/Ä 日本.md': 'note\n' }, 'Start');
  const second = await save(repo, manyPages(130), 'Many pages');
  const third = await save(repo, { 'Home.md': 'home again\n' }, 'Edit Home');

  const log = await judge.log({ fs, dir });
  expect(log.map(({ oid }) => oid)).toEqual([third.commit, second.commit, first.commit]);
  expect(log[0]?.commit).toMatchObject({
    message: 'Edit Home\n',
    tree: third.tree,
    parent: [second.commit],
    author: { ...author, timestamp: dateMs / 1000, timezoneOffset: -120 },
  });
  expect(await judge.currentBranch({ fs, dir })).toBe('main');
  expect(await judge.resolveRef({ fs, dir, ref: 'HEAD' })).toBe(third.commit);
  for (const [filepath, text] of Object.entries({
    ...manyPages(130),
    'Home.md': 'home again\n',
    'Notes/Ä 日本.md': 'note\n',
  })) {
    const { blob } = await judge.readBlob({ fs, dir, oid: third.commit, filepath });
    expect(Buffer.from(blob).toString()).toBe(text);
  }
  const { tree, oid } = await judge.readTree({ fs, dir, oid: third.commit, filepath: 'Many/2' });
  const ours = await readTree(repo.objects, toOid(oid));
  expect(ours.map(({ name, oid: entry }) => [name, entry])).toEqual(
    tree.map(({ path, oid: entry }) => [path, entry]),
  );
  const status = await judge.statusMatrix({ fs, dir });
  expect(status).toHaveLength(132);
  expect(status.filter(([, head, work, stage]) => head !== 1 || work !== 1 || stage !== 1)).toEqual(
    [],
  );
});

test('what another implementation writes is read here', async () => {
  const dir = makeTempDir();
  await judge.init({ fs, dir, defaultBranch: 'trunk' });
  const files = { 'Home.md': 'home\n', 'Notes/Ä.md': 'note\n', 'Notes/b/c.md': 'c\n' };
  writeFiles(dir, files);
  for (const filepath of Object.keys(files)) await judge.add({ fs, dir, filepath });
  const oid = await judge.commit({
    fs,
    dir,
    message: 'From elsewhere',
    author: { ...author, timestamp: dateMs / 1000, timezoneOffset: -330 },
  });
  await judge.branch({ fs, dir, ref: 'side' });
  const repo = await opened(dir);
  expect(await repo.refs.head()).toEqual({ ref: 'refs/heads/trunk', oid });
  expect((await repo.refs.list('refs/heads/')).map(({ ref }) => ref)).toEqual([
    'refs/heads/side',
    'refs/heads/trunk',
  ]);
  const commit = await readCommit(repo.objects, await headOf(repo));
  expect(commit).toMatchObject({
    message: 'From elsewhere\n',
    parents: [],
    author: { ...author, dateMs, tzMinutes: 330 },
  });
  const leaves = await listTree(repo.objects, commit.tree);
  expect([...leaves.keys()].toSorted()).toEqual(Object.keys(files).toSorted());
  for (const [path, text] of Object.entries(files)) {
    const leaf = leaves.get(path);
    if (leaf === undefined) throw new Error(`${path} is missing`);
    expect(Buffer.from((await repo.objects.read(leaf.oid)).body).toString()).toBe(text);
  }
  expect(await worktreeStatus(repo)).toEqual([]);
});

test('a pack of another implementation is read here', async () => {
  const dir = makeTempDir();
  await (await initRepository(dir)).close();
  const repo = await opened(dir);
  const { commit, tree } = await save(repo, { 'a.md': 'a\n', 'b.md': 'b\n' }, 'Start');
  const oids = [commit, tree, ...(await readTree(repo.objects, tree)).map(({ oid }) => oid)];
  const { filename } = await judge.packObjects({ fs, dir, oids, write: true });
  const filepath = `.git/objects/pack/${filename}`;
  await judge.indexPack({ fs, dir, filepath });
  for (const oid of oids) {
    fs.rmSync(join(dir, '.git/objects', oid.slice(0, 2), oid.slice(2)));
  }
  const reader = await opened(dir);
  expect(await readCommit(reader.objects, commit)).toMatchObject({ tree, message: 'Start\n' });
  expect([...(await listTree(reader.objects, tree)).keys()]).toEqual(['a.md', 'b.md']);
});
