import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { nameOfOurs as nameInGit } from '../../electron/git/leftovers.ts';
import { repackLoose } from '../../electron/git/repack.ts';
import { resumeAfterCrash } from '../../electron/git/resume-checkout.ts';
import { withTemporaryPack } from '../../electron/git/temporary-pack.ts';
import { nameOfOurs as nameInStorage } from '../../electron/storage/process-identity.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';
import { git, makeRepo } from '../helpers/git-repo.ts';
import { headOf, opened } from '../helpers/opened-repo.ts';

const end = '0123456789ab';
const places = [
  'tmp_obj_NAME',
  'commonplace.lock.NAME',
  'index.lock.NAME.lock',
  'refs/heads/main.lock.NAME.lock',
  'commonplace/.NAME.tmp',
];

async function deadProcess(): Promise<number> {
  const child = promisify(execFile)(process.execPath, ['-e', '']);
  await child;
  return child.child.pid ?? 0;
}

function leave(gitDir: string, path: string, ageMs = 120_000): string {
  const file = join(gitDir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, 'half');
  const at = new Date(Date.now() - ageMs);
  utimesSync(file, at, at);
  return file;
}

async function leftAfterOpening(name: string, ageMs?: number): Promise<string[]> {
  const repo = await opened(makeRepo({ files: { 'Home.md': 'home\n' } }));
  const files = places.map((place) => leave(repo.gitDir, place.replace('NAME', name), ageMs));
  const writer = openWikiFiles(repo.dir, join(repo.gitDir, 'commonplace'));
  await resumeAfterCrash(repo, writer, (work) => work());
  return files.filter((file) => existsSync(file));
}

test('an opening clears away what a killed process of this machine never finished', async () => {
  const pid = await deadProcess();
  expect(await leftAfterOpening(`commonplace-${pid}@${hostname()}-${end}`)).toEqual([]);
});

test('an opening takes away the locks that a killed process of this machine left, and no other', async () => {
  const gone = `commonplace ${await deadProcess()} ${hostname()} ab12\n`;
  const locks = {
    'index.lock': gone,
    'refs/heads/main.lock': gone,
    'HEAD.lock': gone.replace(hostname(), 'elsewhere'),
    'config.lock': `commonplace ${process.ppid} ${hostname()} ab12\n`,
    'packed-refs.lock': '',
  };
  const repo = await opened(makeRepo({ files: { 'Home.md': 'home\n' } }));
  for (const [name, owner] of Object.entries(locks)) writeFileSync(join(repo.gitDir, name), owner);
  const writer = openWikiFiles(repo.dir, join(repo.gitDir, 'commonplace'));
  await resumeAfterCrash(repo, writer, (work) => work());
  const left = Object.keys(locks).filter((name) => existsSync(join(repo.gitDir, name)));
  expect(left).toEqual(['HEAD.lock', 'config.lock', 'packed-refs.lock']);
});

test('an opening leaves the unfinished files of whoever may still be at work', async () => {
  const pid = await deadProcess();
  const all = places.length;
  const ofParent = `commonplace-${process.ppid}@${hostname()}-${end}`;
  expect(await leftAfterOpening(ofParent)).toHaveLength(all);
  const elsewhere = `commonplace-${pid}@elsewhere-${end}`;
  expect(await leftAfterOpening(elsewhere)).toHaveLength(all);
  const recent = `commonplace-${pid}@${hostname()}-${end}`;
  expect(await leftAfterOpening(recent, 1_000)).toHaveLength(all);
  expect(await leftAfterOpening('Xa1b2c')).toHaveLength(all);
});

test('a file of an earlier process that had this one’s id is cleared away too', async () => {
  const name = `commonplace-${process.pid}@${hostname()}-${end}`;
  expect(await leftAfterOpening(name, 7 * 24 * 60 * 60_000)).toEqual([]);
});

test('a repack clears away objects that a killed process never finished', async () => {
  const pid = await deadProcess();
  const repo = await opened(makeRepo({ files: { 'Home.md': 'home\n' } }));
  const gone = leave(repo.gitDir, `objects/ab/tmp_obj_commonplace-${pid}@${hostname()}-${end}`);
  const gits = leave(repo.gitDir, 'objects/ab/tmp_obj_Xa1b2c');
  await repackLoose(repo, { signal: new AbortController().signal });
  expect([gone, gits].map((file) => existsSync(file))).toEqual([false, true]);
});

test('a pack that is being written is no pack to git yet, and none to another program of ours', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  const head = git(dir, 'rev-parse', 'HEAD');
  await withTemporaryPack(join(dir, '.git/objects/pack'), async (pack, index) => {
    writeFileSync(pack, 'PACK');
    writeFileSync(index, 'half');
    expect(git(dir, 'fsck', '--strict')).toBe('');
    expect(await headOf(await opened(dir))).toBe(head);
  });
});

test('both rooms name their unfinished files in the way that is cleared away', () => {
  const pattern = new RegExp(`^commonplace-${process.pid}@${hostname()}-[0-9a-f]{12}$`, 'u');
  expect(nameInGit()).toMatch(pattern);
  expect(nameInStorage()).toMatch(pattern);
});
