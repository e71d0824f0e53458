import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import { openRepository } from '../../electron/git/repository.ts';
import type { RemoteAccess } from '../../electron/git/transport/access.ts';
import { cloneInto } from '../../electron/git/transport/clone.ts';
import { fetchInto, listRemoteRefs } from '../../electron/git/transport/fetch.ts';
import { lookAtPlace } from '../../electron/git/transport/look-at-place.ts';
import { pushBranch } from '../../electron/git/transport/push.ts';
import { commitAll, git, gitWith, makeRepo, makeTempDir, writeFiles } from '../helpers/git-repo.ts';
import {
  accessTo,
  emptyRepo,
  failureOf,
  longPage,
  snapshot,
  wikiWithHistory,
} from '../helpers/git-transport.ts';
import {
  answering,
  processesWith,
  sshPerson,
  sshServerProblem,
  startSshServer,
  type SshPerson,
  type SshServer,
} from '../helpers/ssh-server.ts';

const origin = { remote: 'origin' };

/** Makes this process's SSH the person's, until the test ends. */
function become({ environment }: SshPerson): void {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

async function trusted(passphrase = ''): Promise<{ server: SshServer; person: SshPerson }> {
  const person = await sshPerson(passphrase);
  const server = await startSshServer({ authorized: [person.publicKey] });
  await person.trust(server);
  become(person);
  return { server, person };
}

function leftovers(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`commonplace-ssh-${process.pid}-`));
}

describe.skipIf(sshServerProblem !== null)('over SSH', () => {
  test('a wiki is cloned, fetched and shared, and git agrees at every step', async () => {
    const { server, person } = await trusted();
    const source = wikiWithHistory();
    const { url, dir: bare } = await server.createRepo("our 'wiki'!", source);
    const target = join(makeTempDir(), 'wiki');
    const { branch, commit } = await cloneInto(target, accessTo(url));
    expect([branch, commit]).toEqual(['main', git(source, 'rev-parse', 'main')]);
    git(target, 'fsck', '--full', '--strict');
    expect(git(target, 'status', '--porcelain')).toBe('');
    expect(git(target, 'config', 'remote.origin.url')).toBe(url);

    // Git shares something in between, over the same SSH.
    const other = join(makeTempDir(), 'other');
    gitWith('/', { env: person.environment }, 'clone', '-q', url, other);
    writeFiles(other, { 'notes/Theirs.md': '# Theirs\n' });
    const theirs = commitAll(other, 'Theirs');
    gitWith(other, { env: person.environment }, 'push', '-q');

    const repo = await openRepository(target);
    onTestFinished(() => repo.close());
    expect((await lookAtPlace(repo, accessTo(url))).isRelated).toBe(true);
    const foreign = await openRepository(makeRepo({ files: { 'Other.md': 'other\n' } }));
    onTestFinished(() => foreign.close());
    expect((await lookAtPlace(foreign, accessTo(url))).isRelated).toBe(false);
    const fetched = await fetchInto(repo, accessTo(url), origin);
    expect(fetched.branches.get('main')).toBe(theirs);
    expect(fetched.receivedBytes).toBeLessThan(1500);
    git(target, 'merge', '-q', '--ff-only', 'origin/main');
    writeFiles(target, { 'Long.md': longPage(9, 'Ours') });
    const ours = commitAll(target, 'Ours');
    const request = {
      localOid: toOid(ours),
      remoteRef: 'refs/heads/main',
      expected: toOid(theirs),
      ...origin,
    };
    expect(await pushBranch(repo, accessTo(url), request)).toEqual({ kind: 'pushed' });
    expect(git(bare, 'rev-parse', 'main')).toBe(ours);
    git(bare, 'fsck', '--full', '--strict');
    gitWith(other, { env: person.environment }, 'pull', '-q', '--ff-only');
    expect(git(other, 'rev-parse', 'HEAD')).toBe(ours);
    expect(await pushBranch(repo, accessTo(url), { ...request, expected: null })).toEqual({
      kind: 'pushed',
    });
    expect(processesWith(`${server.port}`).filter((line) => line.includes('ssh -F'))).toEqual([]);
  });

  test('a first push fills an empty repository there', async () => {
    const { server } = await trusted();
    const { url, dir } = await server.createRepo('empty');
    expect(await listRemoteRefs(accessTo(url))).toMatchObject({ refs: new Map(), headRef: null });
    const source = wikiWithHistory();
    const repo = await openRepository(source);
    onTestFinished(() => repo.close());
    const localOid = toOid(git(source, 'rev-parse', 'main'));
    const request = { localOid, remoteRef: 'refs/heads/main', expected: null, ...origin };
    expect(await pushBranch(repo, accessTo(url), request)).toEqual({ kind: 'pushed' });
    git(dir, 'fsck', '--full', '--strict');
    expect(git(dir, 'rev-parse', 'main')).toBe(localOid);
  });

  test('who was second is told that they are behind, and a hook’s words come through', async () => {
    const { server } = await trusted();
    const { url, dir } = await server.createRepo('wiki', wikiWithHistory());
    const repo = await emptyRepo();
    const { branches } = await fetchInto(repo, accessTo(url), origin);
    const base = branches.get('main') ?? null;
    git(repo.dir, 'reset', '-q', '--hard', 'origin/main');
    const localOid = toOid(commitAll(repo.dir, 'Ours'));
    writeFiles(dir, { 'hooks/pre-receive': '#!/bin/sh\necho "Not on a Sunday." >&2\nexit 1\n' });
    git(dir, 'config', 'core.hooksPath', join(dir, 'hooks'));
    chmodSync(join(dir, 'hooks/pre-receive'), 0o755);
    const request = { localOid, remoteRef: 'refs/heads/main', expected: base, ...origin };
    expect(await pushBranch(repo, accessTo(url), request)).toEqual({
      kind: 'refused',
      message: 'Not on a Sunday.',
    });
    const theirs = git(dir, 'commit-tree', '-p', 'main', '-m', 'Theirs', 'main^{tree}');
    git(dir, 'update-ref', 'refs/heads/main', theirs);
    expect(await pushBranch(repo, accessTo(url), request)).toEqual({ kind: 'behind' });
  });

  test('a long history is negotiated in one go, also when nothing of ours is known there', async () => {
    const { server } = await trusted();
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const source = makeRepo();
    let stream = '';
    for (let at = 0; at < 900; at += 1) {
      stream += `commit refs/heads/main\ncommitter A <a@b> ${1714564800 + at} +0000\ndata 1\nx\n`;
      stream += `M 100644 inline P.md\ndata ${String(at).length}\n${at}\n`;
    }
    gitWith(source, { input: stream }, 'fast-import', '--quiet');
    const repo = await openRepository(source);
    onTestFinished(() => repo.close());
    const { branches } = await fetchInto(repo, accessTo(url), { remote: 'other' });
    expect(git(source, 'rev-parse', 'other/main')).toBe(branches.get('main'));
    git(source, 'fsck', '--full');
  });

  test('a key’s passphrase is asked for once in a job, and never when it is wrong again', async () => {
    const { server } = await trusted('open sesame');
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const { asked, ask } = answering({ secret: ['wrong', 'open sesame'] });
    const repo = await emptyRepo();
    const { branches } = await fetchInto(repo, accessTo(url, { ask }), origin);
    expect(asked.map(({ kind }) => kind)).toEqual(['secret', 'secret']);
    expect(asked[0]?.prompt).toMatch(/passphrase for key/u);
    git(repo.dir, 'reset', '-q', '--hard', 'origin/main');
    const localOid = toOid(commitAll(repo.dir, 'Ours'));
    const expected = branches.get('main') ?? null;
    const request = { localOid, remoteRef: 'refs/heads/main', expected, ...origin };
    expect(await pushBranch(repo, accessTo(url, { ask }), request)).toEqual({ kind: 'pushed' });
    expect(asked.length).toBe(2);
    expect(leftovers()).toEqual([]);
  });

  test('a passphrase that nobody gives is a refusal in words, and changes nothing', async () => {
    const { server } = await trusted('open sesame');
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const repo = await emptyRepo();
    const before = snapshot(repo.gitDir);
    const { ask } = answering({});
    await expect(fetchInto(repo, accessTo(url, { ask }), origin)).rejects.toMatchObject({
      code: 'REMOTE_REFUSED',
      data: { reason: 'unanswered' },
    });
    // Nobody is there at all.
    await expect(fetchInto(repo, accessTo(url), origin)).rejects.toMatchObject({
      code: 'REMOTE_REFUSED',
      data: { reason: 'denied' },
      message: /public key/u,
    });
    expect(snapshot(repo.gitDir)).toEqual(before);
    expect(leftovers()).toEqual([]);
  });

  test('an unknown computer is asked about, and remembered when it is accepted', async () => {
    const person = await sshPerson();
    const server = await startSshServer({ authorized: [person.publicKey] });
    become(person);
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const refusing = answering({ confirm: [null] });
    await expect(listRemoteRefs(accessTo(url, refusing))).rejects.toMatchObject({
      code: 'REMOTE_REFUSED',
      data: { reason: 'unanswered' },
    });
    expect(await person.knownHosts()).toBe('');
    await expect(listRemoteRefs(accessTo(url))).rejects.toMatchObject({
      code: 'REMOTE_REFUSED',
      data: { reason: 'hostKeyUnknown' },
    });
    const accepting = answering({ confirm: ['sure'] });
    expect((await listRemoteRefs(accessTo(url, accepting))).headRef).toBe('refs/heads/main');
    expect(accepting.asked.map(({ kind }) => kind)).toEqual(['confirm']);
    expect(accepting.asked[0]?.prompt).toMatch(/SHA256:.*yes\/no/su);
    expect(await person.knownHosts()).toContain('127.0.0.1');
    expect((await listRemoteRefs(accessTo(url))).headRef).toBe('refs/heads/main');
  });

  test('a computer whose key has changed is not gone on with', async () => {
    const { server } = await trusted();
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    await server.changeHostKey();
    const { asked, ask } = answering({ confirm: ['yes'] });
    await expect(listRemoteRefs(accessTo(url, { ask }))).rejects.toMatchObject({
      code: 'REMOTE_REFUSED',
      data: { reason: 'hostKeyChanged' },
      message: /ssh-keygen -R '\[127\.0\.0\.1\]:\d+'/u,
    });
    expect(asked).toEqual([]);
  });

  test('a key that is not registered there is refused in words', async () => {
    const person = await sshPerson();
    const server = await startSshServer({ authorized: [] });
    await person.trust(server);
    become(person);
    const { url } = await server.createRepo('wiki');
    const { ask } = answering({});
    await expect(listRemoteRefs(accessTo(url, { ask }))).rejects.toMatchObject({
      code: 'REMOTE_REFUSED',
      data: { reason: 'denied' },
    });
    expect(await server.logins()).toBe(0);
  });

  test('no wiki, no git and no computer there are told apart', async () => {
    const { server } = await trusted();
    await expect(listRemoteRefs(accessTo(server.urlOf('/nowhere.git')))).rejects.toMatchObject({
      code: 'REMOTE_INVALID',
      message: /no shared wiki "\/nowhere\.git"/u,
    });
    await server.answerWith('echo "sh: 1: git-upload-pack: not found" >&2; exit 127');
    await expect(listRemoteRefs(accessTo(server.urlOf('/w.git')))).rejects.toMatchObject({
      code: 'REMOTE_INVALID',
      message: /no git on/u,
    });
    await server.answerWith('printf "\\033[2JGo\\007 away" >&2; exit 3');
    await expect(listRemoteRefs(accessTo(server.urlOf('/w.git')))).rejects.toMatchObject({
      code: 'REMOTE_REFUSED',
      message: '127.0.0.1 refused: Go away',
    });
    await server.answerWith('echo Welcome to this computer');
    await expect(listRemoteRefs(accessTo(server.urlOf('/w.git')))).rejects.toMatchObject({
      code: 'REMOTE_INVALID',
    });
    await server.close();
    await expect(listRemoteRefs(accessTo(server.urlOf('/w.git')))).rejects.toMatchObject({
      code: 'NETWORK',
      message: /does not accept SSH connections/u,
    });
    await expect(listRemoteRefs(accessTo('git@no.such.invalid:w'))).rejects.toMatchObject({
      code: 'NETWORK',
      message: /no\.such\.invalid cannot be found/u,
    });
  });

  test('a connection that is cut in the middle changes nothing', async () => {
    const { server } = await trusted();
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const repo = await emptyRepo();
    const before = snapshot(repo.gitDir);
    for (const bytes of [0, 100, 400, 1500]) {
      await server.answerWith(
        `sh -c "$SSH_ORIGINAL_COMMAND" | { dd bs=1 count=${bytes} status=none; kill -9 $PPID; }`,
      );
      const { code } = await failureOf(fetchInto(repo, accessTo(url), origin));
      expect(code).toMatch(/^(NETWORK|REMOTE_INVALID)$/u);
      expect(snapshot(repo.gitDir)).toEqual(before);
    }
  });

  test('what hangs can be left at once, gives up by itself, and leaves no process', async () => {
    const { server } = await trusted();
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    await server.answerWith('echo hanging >&2; sleep 86400');
    const repo = await emptyRepo();
    const stop = new AbortController();
    const leaving = fetchInto(repo, accessTo(url, { signal: stop.signal }), origin);
    const failed = expect(leaving).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => server.logins(), { timeout: 30_000 }).toBe(1);
    stop.abort();
    await failed;
    const limits = { idleMs: 300 };
    await expect(fetchInto(repo, accessTo(url, { limits }), origin)).rejects.toMatchObject({
      code: 'NETWORK',
      message: /stopped answering/u,
    });
    expect(processesWith(`${server.port}`).filter((line) => line.includes('ssh -F'))).toEqual([]);
  });

  test('a job that is stopped while a question is open takes the question back', async () => {
    const { server } = await trusted('open sesame');
    const { url } = await server.createRepo('wiki');
    const stop = new AbortController();
    let wasWithdrawn = false;
    const ask: NonNullable<RemoteAccess['ask']> = (_, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          wasWithdrawn = true;
          resolve(null);
        });
        stop.abort();
      });
    // The person may take longer than a server may be silent.
    const access = accessTo(url, { ask, signal: stop.signal, limits: { idleMs: 5000 } });
    await expect(listRemoteRefs(access)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(wasWithdrawn).toBe(true);
    expect(leftovers()).toEqual([]);
    // What asked the question ends when it finds nobody there.
    await expect.poll(() => processesWith(`commonplace-ssh-${process.pid}-`)).toEqual([]);
  });

  test('the repository’s own settings never say what is run', async () => {
    const { server } = await trusted();
    const { url } = await server.createRepo('wiki', wikiWithHistory());
    const repo = await emptyRepo();
    const trap = join(makeTempDir(), 'trap');
    git(repo.dir, 'config', 'core.sshCommand', `touch ${trap}; false`);
    await fetchInto(repo, accessTo(url), origin);
    expect(readdirSync(join(trap, '..'))).toEqual([]);
  });
});

test('a computer without SSH is told plainly', async () => {
  vi.stubEnv('PATH', makeTempDir());
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  await expect(listRemoteRefs(accessTo('git@example.org:wiki'))).rejects.toMatchObject({
    code: 'NOT_SUPPORTED_HERE',
    message: /Install OpenSSH/u,
  });
});
