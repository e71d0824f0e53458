import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RemoteStatus } from '../../shared/contract/methods-sync.ts';
import { startCore } from '../helpers/core.ts';
import { git, gitAsync, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { startGitServer } from '../helpers/git-server.ts';
import {
  expectSound,
  joinAs,
  paragraphs,
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

const states = ({ remotes }: { readonly remotes: readonly RemoteStatus[] }) =>
  Object.fromEntries(remotes.map(({ name, state }) => [name, state.kind]));

describe('a wiki that is shared at several places', () => {
  test('brings what one place has to all of them in one round', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const second = await server.createRepo('second');
    const stick = await sharedFolder();
    const ana = await joinAs(repo.url, 'Ana');
    expect(await add(ana, second.url, 'second')).toBe('second');
    expect(await add(ana, stick)).toBe('shared');
    await ana.job('sync.now', { wiki: ana.wiki });

    const bo = await joinAs(stick, 'Bo');
    await bo.write('By Bo.md', 'bo\n');
    await bo.job('sync.now', { wiki: bo.wiki });
    const cy = await joinAs(second.url, 'Cy');
    await cy.write('By Cy.md', 'cy\n');
    await cy.job('sync.now', { wiki: cy.wiki });
    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(status).toMatchObject({ state: { kind: 'idle' }, ahead: 0, behind: 0 });
    expect(await ana.text('By Bo.md')).toBe('bo\n');
    const tip = await tipOf(ana.dir);
    for (const dir of [repo.dir, second.dir, stick]) expect(await tipOf(dir)).toBe(tip);
    await expectSound(ana.dir, repo.dir, second.dir, stick);
  });

  test('is shared where it can be, whatever keeps the other places away', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const stick = await sharedFolder();
    const refusing = await server.createRepo('refusing');
    await server.setHook('refusing', 'pre-receive', 'echo "Closed for today." >&2; exit 1');
    const private_ = await startGitServer({ user: { username: 'ana', password: 'x' } });
    onTestFinished(() => private_.close());
    const secret = await private_.createRepo('wiki');
    const ana = await joinAs(repo.url, 'Ana');
    await add(ana, stick, 'stick');
    await add(ana, refusing.url, 'refusing');
    await add(ana, secret.url, 'secret');
    renameSync(stick, `${stick}-unplugged`);
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');

    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(states(status)).toEqual({
      origin: 'idle',
      stick: 'absent',
      refusing: 'error',
      secret: 'signIn',
    });
    expect(status.state).toMatchObject({ kind: 'signIn', host: new URL(secret.url).host });
    expect(status.remotes[2]?.state).toMatchObject({
      code: 'REMOTE_REFUSED',
      message: expect.stringContaining('Closed for today.') as string,
    });
    expect(await gitAsync(repo.dir, 'show', 'main:Home.md')).toContain('By Ana.');

    renameSync(`${stick}-unplugged`, stick);
    expect(states(await ana.job('sync.now', { wiki: ana.wiki, remote: 'stick' }))).toMatchObject({
      stick: 'idle',
      secret: 'signIn',
    });
    expect(await tipOf(stick)).toBe(await tipOf(ana.dir));
    await expectSound(ana.dir, repo.dir, stick);
  });

  test('does not wait for a place that answers slowly before it shares at the others', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const slow = await startGitServer();
    onTestFinished(() => slow.close());
    const { url } = await slow.createRepo('wiki');
    slow.setFault('refs', { kind: 'hang', afterBytes: 0 });
    const ana = await joinAs(repo.url, 'Ana');
    await add(ana, url, 'slow');
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');
    const syncing = ana.job('sync.now', { wiki: ana.wiki });
    await expect
      .poll(() => gitAsync(repo.dir, 'show', 'main:Home.md'), { timeout: 20_000 })
      .toContain('By Ana.');

    // Nor does a person who takes the slow place away.
    await ana.call('sync.removeRemote', { wiki: ana.wiki, name: 'slow' });
    expect(await syncing).toMatchObject({ state: { kind: 'idle' }, remotes: [{ name: 'origin' }] });
    expect(server.seen.some(({ kind }) => kind === 'push')).toBe(true);
    expect(git(ana.dir, 'remote')).toBe('origin');
  });

  test('stops only the place that is changed, and forgets what it said', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const slow = await startGitServer();
    onTestFinished(() => slow.close());
    const { url } = await slow.createRepo('wiki');
    slow.setFault('refs', { kind: 'hang', afterBytes: 0 });
    const stick = await sharedFolder();
    const ana = await joinAs(repo.url, 'Ana');
    await add(ana, url, 'second');
    const syncing = ana.job('sync.now', { wiki: ana.wiki });
    await expect.poll(() => slow.seen.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await ana.call('sync.changeRemote', { wiki: ana.wiki, name: 'second', url: stick });
    await syncing;
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(await tipOf(stick)).toBe(await tipOf(ana.dir));
    expect(git(ana.dir, 'remote', 'get-url', 'second')).toBe(stick);
  });

  test('goes on with a place whose address could not be changed', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const ana = await joinAs(repo.url, 'Ana');
    const lock = join(ana.dir, '.git/config.lock');
    writeFileSync(lock, '');
    const change = { wiki: ana.wiki, name: 'origin', url: await sharedFolder() };
    await expect(ana.call('sync.changeRemote', change)).rejects.toThrow('Another program');
    rmSync(lock);
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(await gitAsync(repo.dir, 'show', 'main:Home.md')).toContain('By Ana.');
  });

  test('signs in host by host, and never sends what one knows to another', async () => {
    const users = { ana: 'first-secret', ann: 'second-secret' };
    const [first, second] = await Promise.all(
      Object.entries(users).map(([username, password]) =>
        startGitServer({ user: { username, password } }),
      ),
    );
    if (first === undefined || second === undefined) throw new Error('two servers were started');
    onTestFinished(() => first.close());
    onTestFinished(() => second.close());
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana');
    const one = await first.createRepo('wiki');
    const two = await second.createRepo('wiki');
    await add(ana, one.url.replace('http://', 'http://ana:first-secret@'));
    await add(ana, two.url, 'two');
    expect(readFileSync(join(ana.dir, '.git/config'), 'utf8')).not.toContain('first-secret');
    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(states(status)).toEqual({ origin: 'idle', two: 'signIn' });

    await ana.call('sync.signIn', {
      wiki: ana.wiki,
      remote: 'two',
      username: 'ann',
      password: 'second-secret',
    });
    await expect
      .poll(() => tipOf(two.dir).catch(() => null), { timeout: 20_000 })
      .toBe(await tipOf(ana.dir));
    const sent = second.seen.map(({ authorization }) => authorization ?? '');
    const known = Buffer.from('ana:first-secret').toString('base64');
    expect(sent.filter((header) => header.includes(known))).toEqual([]);
    expect(JSON.stringify(ana.events)).not.toMatch(/first-secret|second-secret/);
  });

  test('leaves a paused place alone, until it is asked for by name', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const stick = await sharedFolder();
    const ana = await joinAs(repo.url, 'Ana');
    await add(ana, stick, 'stick');
    await ana.call('sync.pause', { wiki: ana.wiki, name: 'stick', isPaused: true });
    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(states(status)).toEqual({ origin: 'idle', stick: 'paused' });
    expect(status.state.kind).toBe('idle');
    expect(await gitAsync(stick, 'for-each-ref')).toBe('');
    await ana.job('sync.now', { wiki: ana.wiki, remote: 'stick' });
    expect(await tipOf(stick)).toBe(await tipOf(ana.dir));
    // It stays paused, also for the next start of the app.
    expect(states(await ana.call('sync.status', { wiki: ana.wiki }))).toMatchObject({
      stick: 'paused',
    });
  });

  test('says that history was replaced, loses nothing of it and forces nothing', async () => {
    const start = { 'Home.md': paragraphs('# Home', 'First.', 'Second.') };
    const { repo } = await serve(start);
    const ana = await joinAs(repo.url, 'Ana');
    await ana.write('Ana.md', 'by Ana\n');
    await ana.job('sync.now', { wiki: ana.wiki });
    const other = join(makeTempDir(), 'other');
    await gitAsync(makeTempDir(), 'clone', '-q', repo.dir, other);
    await gitAsync(other, 'reset', '-q', '--hard', 'HEAD~1');
    writeFileSync(join(other, 'Home.md'), paragraphs('# Home', 'First, rewritten.', 'Second.'));
    await gitAsync(other, 'commit', '-qam', 'Rewritten');
    await gitAsync(other, 'push', '-q', '--force', 'origin', 'main');
    const forcedTip = await tipOf(repo.dir);

    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(status.remotes[0]?.note).toContain('replaced the history');
    expect(status.state.kind).toBe('idle');
    expect(await ana.text('Home.md')).toContain('First, rewritten.');
    expect(await ana.text('Ana.md')).toBe('by Ana\n');
    // What we shared leads on from what was forced: it was joined, not overwritten.
    await gitAsync(repo.dir, 'merge-base', '--is-ancestor', forcedTip, 'main');
    expect(await gitAsync(repo.dir, 'show', 'main:Ana.md')).toBe('by Ana');
    await expectSound(ana.dir, repo.dir);
  });
});

describe('joining from a stick', () => {
  async function joinFrom(dir: string) {
    const app = await startCore();
    return app.job('wiki.join', { url: dir, parentDir: join(app.home, 'documents') });
  }

  test('finds the one shared wiki on it, and asks which where there are several', async () => {
    const stick = makeTempDir();
    const seed = makeRepo({ files: { 'Home.md': '# Home\n' } });
    git(stick, 'clone', '-q', '--bare', seed, 'garden.git');
    writeFileSync(join(stick, 'letter.txt'), 'not a wiki\n');
    const joined = await joinFrom(stick);
    expect(joined).toMatchObject({ kind: 'opened' });
    if (joined.kind === 'opened') {
      expect(git(joined.summary.dir, 'remote', 'get-url', 'origin')).toBe(
        join(stick, 'garden.git'),
      );
    }

    git(stick, 'clone', '-q', '--bare', seed, 'meadow.git');
    const several = await joinFrom(stick);
    expect(several).toMatchObject({ kind: 'refused' });
    if (several.kind === 'refused') expect(several.message).toMatch(/garden\.git, meadow\.git/);
  });
});
