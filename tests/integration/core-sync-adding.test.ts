import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { memorySecrets } from '../../electron/core/host/node-ports.ts';
import { git, gitAsync, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { startGitServer } from '../helpers/git-server.ts';
import {
  expectSound,
  joinAs,
  serve,
  sharedFolder,
  startAs,
  tipOf,
  type Peer,
} from '../helpers/sync-peers.ts';

const add = async (peer: Peer, url: string, name: string | null = null) => {
  const answer = await peer.call('sync.addRemote', { wiki: peer.wiki, url, name });
  if (answer.kind !== 'set') throw new Error(`not added: ${JSON.stringify(answer)}`);
  return answer.name;
};

describe('adding a place', () => {
  test('names the first one origin, and takes no name or address twice', async () => {
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana');
    const [one, two] = [await sharedFolder(), await sharedFolder()];
    expect(await add(ana, one)).toBe('origin');
    const ask = (url: string, name: string | null) =>
      ana.call('sync.addRemote', { wiki: ana.wiki, url, name });
    expect(await ask(one, 'again')).toMatchObject({ kind: 'refused' });
    expect(await ask(two, 'Origin')).toMatchObject({ kind: 'refused' });
    expect(await ask(two, 'a.lock')).toMatchObject({ kind: 'refused' });
    expect(await ask('gopher://example.org/w', null)).toMatchObject({ kind: 'refused' });
    expect(await ask(ana.dir, null)).toMatchObject({ kind: 'refused' });
    expect(await ask(join(ana.home, 'nowhere'), null)).toMatchObject({ kind: 'refused' });
    expect(await add(ana, two)).toBe('shared');
    expect(git(ana.dir, 'remote')).toBe('origin\nshared');
  });

  test('makes a shared wiki in a folder that holds none, once the person agrees', async () => {
    const ana = await startAs({ 'Home.md': '# Home\n', 'wiki.yaml': 'name: Bees\n' }, 'Ana');
    const stick = makeTempDir();
    mkdirSync(join(stick, 'Photos'));
    const ask = (create: boolean) =>
      ana.call('sync.addRemote', { wiki: ana.wiki, url: stick, create });
    const dir = join(stick, 'Bees.git');
    expect(await ask(false)).toEqual({ kind: 'needsCreate', dir });
    expect(existsSync(dir)).toBe(false);
    expect(await ask(true)).toEqual({ kind: 'set', name: 'origin' });
    await ana.job('sync.now', { wiki: ana.wiki });
    const clone = join(makeTempDir(), 'clone');
    await gitAsync(makeTempDir(), 'clone', '-q', dir, clone);
    expect(readFileSync(join(clone, 'Home.md'), 'utf8')).toBe('# Home\n');

    // Another member who chooses the stick finds it there.
    const bo = await startAs({ 'Home.md': '# Home\n', 'wiki.yaml': 'name: Bees\n' }, 'Bo');
    await bo.call('sync.addRemote', { wiki: bo.wiki, url: stick });
    expect(git(bo.dir, 'remote', 'get-url', 'origin')).toBe(dir);
  });

  test('can be tried first, which changes nothing anywhere', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const ana = await joinAs(repo.url, 'Ana');
    const config = readFileSync(join(ana.dir, '.git/config'), 'utf8');
    const test = (url: string) => ana.job('sync.testRemote', { wiki: ana.wiki, url });
    expect(await test(repo.url)).toEqual({ kind: 'reached', isEmpty: false, isRelated: true });
    const empty = await sharedFolder();
    expect(await test(empty)).toEqual({ kind: 'reached', isEmpty: true, isRelated: null });
    const stranger = makeRepo({ files: { 'Other.md': 'other\n' } });
    const other = await server.createRepo('other', stranger);
    for (const url of [other.url, other.dir]) {
      expect(await test(url)).toMatchObject({ kind: 'reached', isRelated: false });
    }
    // What is newer than all we have is told from what is foreign.
    const newer = join(makeTempDir(), 'newer');
    await gitAsync(makeTempDir(), 'clone', '-q', repo.dir, newer);
    await gitAsync(newer, 'commit', '-q', '--allow-empty', '-m', 'Newer');
    const ahead = await server.createRepo('ahead', newer);
    for (const url of [ahead.url, ahead.dir]) {
      expect(await test(url)).toMatchObject({ kind: 'reached', isRelated: true });
    }
    expect(await test(join(ana.home, 'nowhere'))).toMatchObject({
      kind: 'failed',
      code: 'NETWORK',
    });
    expect(await test('gopher://example.org/w')).toMatchObject({ code: 'REMOTE_INVALID' });
    const locked = await startGitServer({ user: { username: 'a', password: 'b' } });
    onTestFinished(() => locked.close());
    const secret = await locked.createRepo('wiki');
    expect(await test(secret.url)).toEqual({ kind: 'signIn', host: new URL(secret.url).host });
    expect(await test(secret.url.replace('http://', 'http://a:b@'))).toMatchObject({
      kind: 'reached',
    });
    expect(await test(secret.url)).toMatchObject({ kind: 'signIn' });
    expect(readFileSync(join(ana.dir, '.git/config'), 'utf8')).toBe(config);
  });

  test('of another wiki joins and sends nothing until a person says that both shall be one', async () => {
    const { repo } = await serve({ 'Other.md': 'other\n' });
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana');
    const { wiki } = ana;
    await ana.call('sync.addRemote', { wiki, url: repo.url });
    const before = [git(ana.dir, 'rev-parse', 'HEAD'), await tipOf(repo.dir)];
    await expect(ana.job('sync.now', { wiki })).rejects.toMatchObject({ code: 'UNRELATED' });
    expect([git(ana.dir, 'rev-parse', 'HEAD'), await tipOf(repo.dir)]).toEqual(before);
    expect(existsSync(join(ana.dir, 'Other.md'))).toBe(false);
    expect(await ana.call('sync.status', { wiki })).toMatchObject({
      state: { kind: 'error', code: 'UNRELATED', retryAtMs: null },
    });
    // What happens by itself asks no second time, and taking the place away brings all back as it was.
    await ana.call('sync.wake', { wiki, reason: 'online' });
    await ana.call('sync.removeRemote', { wiki, name: 'origin' });
    await ana.call('sync.addRemote', { wiki, url: repo.url });
    expect([git(ana.dir, 'rev-parse', 'HEAD'), await tipOf(repo.dir)]).toEqual(before);

    const joined = await ana.job('sync.now', { wiki, remote: 'origin', joinsUnrelated: true });
    expect(joined).toMatchObject({ state: { kind: 'idle' }, ahead: 0, behind: 0 });
    expect(await ana.text('Other.md')).toBe('other\n');
    expect(await tipOf(repo.dir)).toBe(git(ana.dir, 'rev-parse', 'HEAD'));
    await expectSound(ana.dir, repo.dir);
    await ana.job('sync.now', { wiki });
  });

  test('that refuses a sign-in says so, and what it refused is forgotten', async () => {
    const right = { username: 'ana', password: 'tr0ub4dor' };
    const { repo } = await serve({ 'Home.md': '# Home\n' }, { user: right });
    const secrets = memorySecrets();
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana', { ports: { secrets } });
    const { wiki } = ana;
    const { origin, host } = new URL(repo.url);
    await ana.call('sync.addRemote', { wiki, url: repo.url.replace('//', '//ana:wrong@') });
    expect(await secrets.get(origin)).toEqual({ username: 'ana', password: 'wrong' });
    const sharing = () => ana.job('sync.now', { wiki, remote: 'origin', joinsUnrelated: true });
    await expect(sharing()).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    const state = async () => (await ana.call('sync.status', { wiki })).state;
    expect(await state()).toEqual({ kind: 'signIn', host, wasRefused: true });
    expect(await secrets.get(origin)).toBeNull();
    await expect(sharing()).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    expect(await state()).toEqual({ kind: 'signIn', host });
    await secrets.set(origin, right);
    expect(await sharing()).toMatchObject({ state: { kind: 'idle' } });
    expect(await secrets.get(origin)).toEqual(right);
  });

  test('and taking it away leaves no setting of git that leads there', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const ana = await joinAs(repo.url, 'Ana');
    await ana.call('sync.removeRemote', { wiki: ana.wiki, name: 'origin' });
    expect(git(ana.dir, 'remote')).toBe('');
    expect(git(ana.dir, 'for-each-ref', 'refs/remotes')).toBe('');
    expect(git(ana.dir, 'config', '--local', '--list')).not.toContain('branch.main');
    expect((await ana.call('sync.status', { wiki: ana.wiki })).state).toEqual({ kind: 'noRemote' });
    await expectSound(ana.dir);
  });
});
