import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import type { Repository } from '../../electron/git/repository.ts';
import { writeBundle } from '../../electron/git/transport/bundle/bundle-write.ts';
import { cloneInto } from '../../electron/git/transport/clone.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { pushBranch } from '../../electron/git/transport/push.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { opened } from '../helpers/folder-wiki.ts';
import { commitAll, git, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  longPage,
  snapshot,
  wikiWithHistory,
} from '../helpers/git-transport.ts';
import { makePack } from '../helpers/pack-maker.ts';

const parcel = { remote: 'parcel' };
const { signal } = new AbortController();

async function packed(
  repo: Repository,
  file: string,
  without: readonly Oid[] = [],
): Promise<{ commits: number; sizeBytes: number }> {
  const tip = toOid(git(repo.dir, 'rev-parse', 'HEAD'));
  return writeBundle(repo, file, { ref: 'refs/heads/main', tip, without, signal });
}

test('a parcel with the whole history is one that git verifies, clones and lists', async () => {
  const repo = await opened(wikiWithHistory());
  const file = join(makeTempDir(), 'our wiki.bundle');
  const { commits, sizeBytes } = await packed(repo, file);
  expect(commits).toBe(31);
  expect(sizeBytes).toBe(readFileSync(file).length);
  expect(git(repo.dir, 'bundle', 'verify', file)).toMatch(/complete history/u);
  const theirs = join(makeTempDir(), 'theirs');
  git('/', 'clone', '-q', file, theirs);
  expect(git(theirs, 'log', '--format=%H %T')).toBe(git(repo.dir, 'log', '--format=%H %T'));
  git(theirs, 'fsck', '--full', '--strict');
  // Not thin: it can be indexed without any repository.
  const pack = readFileSync(file);
  const alone = join(makeTempDir(), 'alone.pack');
  writeFileSync(alone, pack.subarray(pack.indexOf('\n\nPACK') + 2));
  git('/', 'index-pack', alone);
});

test('a wiki is joined from a parcel, and it becomes no place to share with', async () => {
  const source = wikiWithHistory();
  const file = join(makeTempDir(), 'wiki.bundle');
  git(source, 'bundle', 'create', '-q', file, 'main');
  const dir = join(makeTempDir(), 'wiki');
  const { branch, commit } = await cloneInto(dir, accessTo(file));
  expect([branch, commit]).toEqual(['main', git(source, 'rev-parse', 'main')]);
  expect(git(dir, 'remote')).toBe('');
  expect(git(dir, 'status', '--porcelain')).toBe('');
  git(dir, 'fsck', '--full', '--strict');
});

test('a later parcel holds only what is new, and git opens it as we do', async () => {
  const source = wikiWithHistory();
  const repo = await opened(source);
  const clone = join(makeTempDir(), 'clone');
  git('/', 'clone', '-q', source, clone);
  const base = toOid(git(source, 'rev-parse', 'HEAD'));
  git(source, 'checkout', '-q', '-b', 'side', 'HEAD~3');
  writeFiles(source, { 'notes/Side.md': '# Side\n' });
  commitAll(source, 'Side');
  git(source, 'checkout', '-q', 'main');
  git(source, 'merge', '-q', '--no-ff', '--no-edit', 'side');
  writeFiles(source, { 'Long.md': longPage(9, 'New') });
  const tip = commitAll(source, 'New');
  const file = join(makeTempDir(), 'later.bundle');
  const { commits, sizeBytes } = await packed(repo, file, [base]);
  expect(commits).toBe(3);
  expect(sizeBytes).toBeLessThan(60_000);
  git(clone, 'bundle', 'verify', '-q', file);
  const theirs = await opened(clone);
  const { branches, forced } = await fetchInto(theirs, accessTo(file), parcel);
  expect(branches.get('main')).toBe(tip);
  expect(forced).toEqual([]);
  git(clone, 'fsck', '--full', '--strict');
  const another = join(makeTempDir(), 'another');
  git('/', 'clone', '-q', '--single-branch', '-b', 'side', source, another);
  git(another, 'fetch', '-q', source, `${base}:refs/heads/known`);
  git(another, 'fetch', '-q', file, 'main:refs/heads/got');
  expect(git(another, 'rev-parse', 'got')).toBe(tip);
});

test('a thin parcel that git made is opened, and one that is opened twice changes nothing', async () => {
  const source = wikiWithHistory();
  const clone = join(makeTempDir(), 'clone');
  git('/', 'clone', '-q', source, clone);
  writeFiles(source, { 'Long.md': longPage(9, 'New') });
  const tip = commitAll(source, 'New');
  const file = join(makeTempDir(), 'later.bundle');
  git(source, 'bundle', 'create', '-q', file, 'main', '^main~1');
  const repo = await opened(clone);
  const first = await fetchInto(repo, accessTo(file), parcel);
  expect(first.branches.get('main')).toBe(tip);
  expect(first.receivedBytes).toBeLessThan(1000);
  git(clone, 'fsck', '--full', '--strict');
  const before = snapshot(repo.gitDir);
  expect((await fetchInto(repo, accessTo(file), parcel)).receivedBytes).toBe(0);
  expect(snapshot(repo.gitDir)).toEqual(before);
});

test('a parcel that builds on one not opened yet is refused in words, and changes nothing', async () => {
  const source = wikiWithHistory();
  const repo = await opened(source);
  const file = join(makeTempDir(), 'later.bundle');
  await packed(repo, file, [toOid(git(source, 'rev-parse', 'HEAD~2'))]);
  const theirs = await emptyRepo();
  const before = snapshot(theirs.gitDir);
  await expect(fetchInto(theirs, accessTo(file), parcel)).rejects.toMatchObject({
    code: 'REMOTE_INVALID',
    message: /Open the earlier parcel first/u,
  });
  // A stray commit that no branch leads to is no ground to build on.
  const stray = await opened(makeRepo({ files: { 'Home.md': 'Home\n' } }));
  const body = execFileSync('git', ['cat-file', 'commit', 'HEAD~2'], { cwd: source });
  writeFileSync(join(stray.dir, '../commit'), body);
  git(stray.dir, 'hash-object', '-w', '-t', 'commit', join(stray.dir, '../commit'));
  await expect(fetchInto(stray, accessTo(file), parcel)).rejects.toMatchObject({
    message: /Open the earlier parcel first/u,
  });
  expect(snapshot(theirs.gitDir)).toEqual(before);
});

test('an older parcel that is opened after a newer one takes nothing away', async () => {
  const source = wikiWithHistory();
  const dir = makeTempDir();
  git(source, 'bundle', 'create', '-q', join(dir, 'new.bundle'), 'main');
  const tip = git(source, 'rev-parse', 'main');
  git(source, 'branch', '-f', 'side', 'main~4');
  git(source, 'reset', '-q', '--hard', 'main~4');
  git(source, 'bundle', 'create', '-q', join(dir, 'old.bundle'), 'main', 'side');
  const repo = await emptyRepo();
  await fetchInto(repo, accessTo(join(dir, 'old.bundle')), parcel);
  await fetchInto(repo, accessTo(join(dir, 'new.bundle')), parcel);
  // A parcel never holds all branches: those it lacks stay.
  expect(git(repo.dir, 'for-each-ref', '--format=%(refname)')).toContain(
    'refs/remotes/parcel/side',
  );
  const { forced } = await fetchInto(repo, accessTo(join(dir, 'old.bundle')), parcel);
  expect(forced).toMatchObject([{ branch: 'main', from: tip }]);
});

test('nothing new makes no file, and a part of a history makes none either', async () => {
  const source = wikiWithHistory();
  const dir = makeTempDir();
  const repo = await opened(source);
  const tip = toOid(git(source, 'rev-parse', 'HEAD'));
  expect(await packed(repo, join(dir, 'x.bundle'), [tip])).toEqual({ commits: 0, sizeBytes: 0 });
  const shallow = join(makeTempDir(), 'shallow');
  git('/', 'clone', '-q', '--depth', '2', `file://${source}`, shallow);
  await expect(packed(await opened(shallow), join(dir, 'x.bundle'))).rejects.toMatchObject({
    code: 'REPO_UNSUPPORTED',
  });
  const stopped = writeBundle(repo, join(dir, 'x.bundle'), {
    ref: 'refs/heads/main',
    tip,
    without: [],
    signal: AbortSignal.abort(),
  });
  await stopped.catch(() => undefined);
  expect(readdirSync(dir).filter((name) => name !== 'x.bundle')).toEqual([]);
  await expect(packed(repo, join(dir, 'not there/x.bundle'))).rejects.toMatchObject({
    code: 'DISK',
  });
});

const commit = '1'.repeat(40);
const header = `# v2 git bundle\n${commit} refs/heads/main\n\n`;
const hostile: readonly (readonly [string, string | Buffer, string])[] = [
  ['is empty', '', 'REMOTE_INVALID'],
  ['is a letter', 'Dear Ada,\n\nhow are you?\n', 'REMOTE_INVALID'],
  ['ends within its list', '# v2 git bundle\n', 'REMOTE_INVALID'],
  ['lists what are no versions', '# v2 git bundle\nxyz refs/heads/main\n\n', 'REMOTE_INVALID'],
  ['wants a filter', `# v3 git bundle\n@filter=blob:none\n${commit} HEAD\n\n`, 'REMOTE_INVALID'],
  ['names its objects otherwise', '# v3 git bundle\n@object-format=sha256\n\n', 'REMOTE_INVALID'],
  ['is of a later kind', header.replace('v2', 'v9'), 'REMOTE_INVALID'],
  ['has no pack', header, 'NETWORK'],
  [
    'has a pack of something else',
    Buffer.concat([Buffer.from(header), makePack([])]),
    'REMOTE_INVALID',
  ],
  ['lists without end', `# v2 git bundle\n${`${commit} refs/heads/x\n`.repeat(5000)}`, 'LIMIT'],
];

test.each(hostile)('a parcel that %s is refused and changes nothing', async (_, bytes, code) => {
  const file = join(makeTempDir(), 'x.bundle');
  writeFileSync(file, bytes);
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  const access = accessTo(file, { limits: { maxRefListBytes: 100_000 } });
  await expect(fetchInto(repo, access, parcel)).rejects.toMatchObject({ code });
  expect(snapshot(repo.gitDir)).toEqual(before);
});

test('every byte of a parcel that is cut or changed on the way is noticed', async () => {
  const source = makeRepo({ files: { 'Home.md': 'Home\n' } });
  const dir = makeTempDir();
  const whole = join(dir, 'whole.bundle');
  await packed(await opened(source), whole);
  const bytes = readFileSync(whole);
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  const start = bytes.indexOf('PACK');
  for (let at = start; at < bytes.length; at += 7) {
    const cut = join(dir, 'cut.bundle');
    writeFileSync(cut, bytes.subarray(0, at));
    await expect(fetchInto(repo, accessTo(cut), parcel)).rejects.toBeDefined();
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x20;
    writeFileSync(cut, changed);
    await expect(fetchInto(repo, accessTo(cut), parcel)).rejects.toBeDefined();
  }
  expect(snapshot(repo.gitDir)).toEqual(before);
});

test('a parcel that is not there is absent, a folder or a pipe of that name is none', async () => {
  const dir = makeTempDir();
  await expect(listRemoteRefs(accessTo(join(dir, 'gone.bundle')))).rejects.toMatchObject({
    code: 'NETWORK',
    data: { absent: true },
  });
  mkdirSync(join(dir, 'folder.bundle'));
  execFileSync('mkfifo', [join(dir, 'pipe.bundle')]);
  for (const name of ['folder.bundle', 'pipe.bundle']) {
    await expect(listRemoteRefs(accessTo(join(dir, name)))).rejects.toMatchObject({
      code: 'REMOTE_INVALID',
    });
  }
});

test('nothing is shared into a parcel', async () => {
  const repo = await opened(wikiWithHistory());
  const file = join(makeTempDir(), 'wiki.bundle');
  await packed(repo, file);
  const expected = toOid(git(repo.dir, 'rev-parse', 'HEAD'));
  const localOid = toOid(commitAll(repo.dir, 'More'));
  const request = { localOid, remoteRef: 'refs/heads/main', expected, ...parcel };
  const before = readFileSync(file);
  expect((await pushBranch(repo, accessTo(file), request)).kind).toBe('refused');
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('what a killed program left of a parcel is taken away by the next one', async () => {
  const repo = await opened(wikiWithHistory());
  const dir = makeTempDir();
  const part = (pid: number, host: string) => `.commonplace-${pid}@${host}-0123456789ab.tmp`;
  const killed = part(4194999, hostname());
  const kept = [part(process.ppid, hostname()), part(4194999, 'elsewhere')];
  for (const name of [killed, ...kept]) writeFileSync(join(dir, name), 'half');
  await packed(repo, join(dir, 'Wiki.bundle'));
  expect(readdirSync(dir).sort()).toEqual([...kept, 'Wiki.bundle'].sort());
});
