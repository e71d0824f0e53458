import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fetchInto } from '../../electron/git/transport/fetch.ts';
import { bareFolder, cloneOf, share } from '../helpers/folder-wiki.ts';
import { commitAll, git, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  failureOf,
  snapshot,
  wikiWithHistory,
} from '../helpers/git-transport.ts';

const origin = { remote: 'origin' };

const traps: readonly (readonly [string, (folder: string, victim: string) => void])[] = [
  [
    'whose pack folder is a link',
    (folder, victim) => {
      renameSync(join(folder, 'objects/pack'), join(victim, 'pack'));
      symlinkSync(join(victim, 'pack'), join(folder, 'objects/pack'));
    },
  ],
  [
    'whose branches are a link',
    (folder, victim) => {
      rmSync(join(folder, 'refs/heads'), { recursive: true, force: true });
      symlinkSync(victim, join(folder, 'refs/heads'));
    },
  ],
  [
    'whose objects folder is a link',
    (folder, victim) => {
      renameSync(join(folder, 'objects'), join(victim, 'objects'));
      symlinkSync(join(victim, 'objects'), join(folder, 'objects'));
    },
  ],
  [
    'that borrows objects',
    (folder, victim) => {
      mkdirSync(join(folder, 'objects/info'), { recursive: true });
      writeFileSync(join(folder, 'objects/info/alternates'), `${victim}\n`);
    },
  ],
  [
    'whose settings name another format',
    (folder) => git(folder, 'config', 'extensions.objectFormat', 'sha256'),
  ],
  [
    'whose HEAD is a pipe',
    (folder) => {
      rmSync(join(folder, 'HEAD'));
      execFileSync('mkfifo', [join(folder, 'HEAD')]);
    },
  ],
  [
    'with a pipe among its packs',
    (folder) => execFileSync('mkfifo', [join(folder, 'objects/pack/pack-x.idx')]),
  ],
  [
    'with a part of the history only',
    (folder) => writeFileSync(join(folder, 'shallow'), `${git(folder, 'rev-parse', 'main~2')}\n`),
  ],
];

test.each(traps)('a folder %s is refused, and nothing is written anywhere', async (_, lay) => {
  const folder = bareFolder();
  const repo = await cloneOf(folder);
  writeFiles(repo.dir, { 'Home.md': 'Ours\n' });
  commitAll(repo.dir, 'Ours');
  const victim = makeTempDir();
  lay(folder, victim);
  const before = [snapshot(victim), snapshot(folder).length];
  expect((await failureOf(share(repo, folder))).code).toMatch(
    /^(REMOTE_INVALID|REPO_UNSUPPORTED)$/u,
  );
  expect((await failureOf(fetchInto(await emptyRepo(), accessTo(folder), origin))).code).toMatch(
    /^(REMOTE_INVALID|REPO_UNSUPPORTED)$/u,
  );
  expect([snapshot(victim), snapshot(folder).length]).toEqual(before);
});

test('links and programs that a folder’s maker laid for a push are neither followed nor run', async () => {
  const folder = bareFolder();
  const repo = await cloneOf(folder);
  writeFiles(repo.dir, { 'Home.md': 'Ours\n' });
  const commit = commitAll(repo.dir, 'Ours');
  const victim = makeTempDir();
  writeFiles(victim, { bashrc: 'mine\n', ref: 'mine\n' });
  mkdirSync(join(folder, 'logs/refs/heads'), { recursive: true });
  symlinkSync(join(victim, 'bashrc'), join(folder, 'logs/refs/heads/main'));
  for (const hook of [
    'pre-receive',
    'update',
    'post-receive',
    'post-update',
    'reference-transaction',
  ]) {
    writeFiles(folder, { [`hooks/${hook}`]: `#!/bin/sh\ntouch ${victim}/ran\n` });
    chmodSync(join(folder, 'hooks', hook), 0o755);
  }
  git(folder, 'config', 'core.fsmonitor', `touch ${victim}/ran`);
  git(folder, 'config', 'core.sshCommand', `touch ${victim}/ran`);
  expect(await share(repo, folder)).toEqual({ kind: 'pushed' });
  symlinkSync(join(victim, 'ref'), join(folder, 'refs/heads/linked'));
  await expect(
    share(repo, folder, { remoteRef: 'refs/heads/linked', expected: null }),
  ).rejects.toMatchObject({ code: 'REMOTE_INVALID' });
  symlinkSync(victim, join(folder, 'refs/heads/below'));
  await expect(
    share(repo, folder, { remoteRef: 'refs/heads/below/main', expected: null }),
  ).rejects.toMatchObject({ code: 'REMOTE_INVALID' });
  expect(readFileSync(join(folder, 'refs/heads/main'), 'utf8')).toBe(`${commit}\n`);
  expect(readdirSync(victim).sort()).toEqual(['bashrc', 'ref']);
  expect(readFileSync(join(victim, 'bashrc'), 'utf8')).toBe('mine\n');
  expect(readFileSync(join(victim, 'ref'), 'utf8')).toBe('mine\n');
});

test('an object that is not what its name says is found out', async () => {
  const folder = wikiWithHistory();
  git(folder, 'config', 'core.compression', '0');
  writeFiles(folder, { 'Home.md': 'The true words.\n' });
  commitAll(folder, 'True');
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  const blob = git(folder, 'rev-parse', 'HEAD:Home.md');
  const other = git(folder, 'hash-object', '-w', writtenBeside(folder));
  const path = (oid: string): string => join(folder, '.git/objects', oid.slice(0, 2), oid.slice(2));
  chmodSync(path(blob), 0o644);
  writeFileSync(path(blob), readFileSync(path(other)));
  await expect(fetchInto(repo, accessTo(folder), origin)).rejects.toMatchObject({
    code: 'REMOTE_INVALID',
    message: /damaged/u,
  });
  expect(snapshot(repo.gitDir)).toEqual(before);
  git(folder, 'repack', '-q', '-d');
});

function writtenBeside(folder: string): string {
  const path = join(folder, 'Lie.md');
  writeFileSync(path, 'The false words.\n');
  return path;
}
