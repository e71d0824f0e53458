import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Preferences } from '../../shared/contract/methods-sync.ts';
import { git, gitAsync } from '../helpers/git-repo.ts';
import { startGitServer } from '../helpers/git-server.ts';
import { manualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { joinAs, serve, sharedFolder, startAs, tipOf, type Peer } from '../helpers/sync-peers.ts';

/** A loaded machine takes its time; what must come comes. */
const soon = <Value>(read: () => Value) => expect.poll(read, { timeout: 20_000 });

const minuteMs = 60_000;
const saveMs = 5_000;
const quietMs = 3_000;

const stateOf = async (peer: Peer) =>
  (await peer.call('sync.status', { wiki: peer.wiki })).state.kind;

/** A member whose wiki was opened a while ago, so that the sync of its opening is over. */
async function joinAutomatically(
  url: string,
  clock: ManualClock,
  preferences: Partial<Preferences> = {},
): Promise<Peer> {
  const peer = await joinAs(url, 'Ana', { ports: { clock }, preferences });
  await soon(() => clock.waits()).toContain(3_000);
  clock.advance(3_000);
  await soon(() => stateOf(peer)).toBe('idle');
  return peer;
}

/** A save waits to be shared; one at the very start may have begun the wait. */
const saved = (clock: ManualClock) =>
  soon(() => clock.waits().some((ms) => ms <= saveMs)).toBe(true);

describe('a wiki that is shared by itself', () => {
  test('is shared a few seconds after a save, and not again for what the sync itself did', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const clock = manualClock();
    const ana = await joinAutomatically(repo.url, clock);
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');
    await saved(clock);
    expect(server.seen.filter(({ kind }) => kind === 'push')).toEqual([]);
    clock.advance(saveMs);
    await soon(() => gitAsync(repo.dir, 'show', 'main:Home.md')).toContain('By Ana.');
    await soon(() => stateOf(ana)).toBe('idle');

    const asked = server.seen.length;
    await ana.call('sync.wake', { wiki: ana.wiki, reason: 'focus' });
    clock.advance(saveMs);
    // A person's own sync comes after whatever else was due.
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(server.seen.length).toBe(asked + 1);
  });

  test('gets what others shared as often as the person wants, and when the app comes to the front', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const clock = manualClock();
    const ana = await joinAutomatically(repo.url, clock, { everyMinutes: 4 });
    const bo = await joinAs(repo.url, 'Bo');
    await bo.write('First.md', 'first\n');
    await bo.job('sync.now', { wiki: bo.wiki });
    clock.advance(4 * minuteMs);
    await soon(() => ana.text('First.md')).toBe('first\n');
    await soon(() => clock.waits()).toContain(4 * minuteMs);

    await bo.write('Second.md', 'second\n');
    await bo.job('sync.now', { wiki: bo.wiki });
    clock.advance(2 * minuteMs);
    await ana.call('sync.wake', { wiki: ana.wiki, reason: 'focus' });
    await soon(() => ana.text('Second.md')).toBe('second\n');
  });

  test('tries again after an outage, later each time, and at once when the network is back', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const clock = manualClock();
    const ana = await joinAutomatically(repo.url, clock, { onSave: false });
    await ana.write('Home.md', '# Home\n\nOffline.\n');
    server.setFault('refs', { kind: 'cut', afterBytes: 0 });
    await expect(ana.job('sync.now', { wiki: ana.wiki })).rejects.toMatchObject({
      code: 'NETWORK',
    });
    const retryInMs = async () => {
      const { state } = await ana.call('sync.status', { wiki: ana.wiki });
      return state.kind === 'offline' && state.retryAtMs !== null
        ? state.retryAtMs - clock.nowMs()
        : null;
    };
    const first = await retryInMs();
    expect(first).toBeGreaterThan(0);
    // The waits double and are spread by half, so only the third is sure to be longer than the first.
    for (let tries = 0; tries < 2; tries += 1) {
      clock.advance((await retryInMs()) ?? 0);
      await soon(retryInMs).toBeGreaterThan(0);
    }
    expect(await retryInMs()).toBeGreaterThan(first ?? Infinity);

    server.setFault('refs', null);
    await ana.call('sync.wake', { wiki: ana.wiki, reason: 'online' });
    await soon(() => stateOf(ana)).toBe('idle');
    expect(await gitAsync(repo.dir, 'show', 'main:Home.md')).toContain('Offline.');
  });

  test('does not keep a person waiting for a place that it tries in vain', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const slow = await startGitServer();
    onTestFinished(() => slow.close());
    const { url } = await slow.createRepo('wiki');
    slow.setFault('refs', { kind: 'hang', afterBytes: 0 });
    const clock = manualClock();
    const ana = await joinAutomatically(repo.url, clock, { onSave: false });
    await ana.call('sync.addRemote', { wiki: ana.wiki, url, name: 'slow' });
    clock.advance(10 * minuteMs);
    await soon(() => slow.seen.length).toBeGreaterThan(0);
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');
    await ana.job('sync.now', { wiki: ana.wiki, remote: 'origin' });
    expect(await gitAsync(repo.dir, 'show', 'main:Home.md')).toContain('By Ana.');
  });

  test('finds a stick again that was plugged in', async () => {
    const clock = manualClock();
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana', {
      ports: { clock },
      preferences: {},
    });
    const stick = await sharedFolder();
    await ana.call('sync.addRemote', { wiki: ana.wiki, url: stick });
    rmSync(stick, { recursive: true });
    await expect(ana.job('sync.now', { wiki: ana.wiki })).rejects.toMatchObject({
      code: 'NETWORK',
    });
    expect(await stateOf(ana)).toBe('absent');
    await gitAsync(ana.home, 'init', '-q', '--bare', '-b', 'main', stick);
    clock.advance(30_000);
    await soon(() => stateOf(ana)).toBe('idle');
    expect(await tipOf(stick)).toBe(await tipOf(ana.dir));
  });

  test.each([
    ['the person switched it off', 'browser', { isAutomatic: false }, false],
    ['the place is paused', 'browser', {}, true],
    ['it runs in a terminal', 'terminal', {}, false],
  ] as const)('is left alone where %s', async (_why, host, preferences, isPaused) => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const clock = manualClock();
    const ana = await joinAs(repo.url, 'Ana', { ports: { clock, host }, preferences });
    if (isPaused) await ana.call('sync.pause', { wiki: ana.wiki, name: null, isPaused });
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');
    const asked = server.seen.length;
    for (let step = 0; step < 4; step += 1) {
      clock.advance(60 * minuteMs);
      await ana.call('sync.wake', { wiki: ana.wiki, reason: 'online' });
    }
    // This waits for its turn behind whatever was due, and asks no more than its own one place.
    const elsewhere = await sharedFolder();
    await ana.call('sync.addRemote', { wiki: ana.wiki, url: elsewhere, name: 'elsewhere' });
    await ana.job('sync.now', { wiki: ana.wiki, remote: 'elsewhere' });
    expect(server.seen.length).toBe(asked);
  });

  test('keeps the wishes of a person across a restart, and fills in the rest', async () => {
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana', { preferences: {} });
    expect(await ana.call('sync.preferences', { wiki: ana.wiki })).toEqual({
      recordOutside: 'ask',
      saving: 'byHand',
      isAutomatic: true,
      everyMinutes: 10,
      onSave: true,
      onFocus: true,
    });
    await ana.call('sync.updatePreferences', { wiki: ana.wiki, everyMinutes: 30 });
    expect(ana.events).toContainEqual({ name: 'preferences.changed', wiki: ana.wiki });
    await ana.core.close();
    const again = await startAs({ 'Home.md': '# Home\n' }, 'Ana', {
      ports: { dataDir: join(ana.home, 'app') },
      preferences: {},
    });
    const wiki = await again.open(ana.dir);
    expect(await again.call('sync.preferences', { wiki })).toMatchObject({
      everyMinutes: 30,
      onSave: true,
    });
    expect(git(ana.dir, 'status', '--porcelain')).toBe('');
  });
});

describe('what other programs change', () => {
  const subjects = (dir: string) => git(dir, 'log', '--format=%s').split('\n');

  test('becomes a revision by itself after a quiet moment, where the person wants that', async () => {
    const clock = manualClock();
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana', {
      ports: { clock },
      preferences: { recordOutside: 'byItself' },
    });
    writeFileSync(join(ana.dir, 'Home.md'), '# Home\n\nElsewhere.\n');
    await ana.until(({ name }) => name === 'outside.changed');
    expect(subjects(ana.dir)).toEqual(['First commit']);
    clock.advance(quietMs);
    await expect
      .poll(() => subjects(ana.dir))
      .toEqual(['Edited outside Commonplace', 'First commit']);
    await soon(() => git(ana.dir, 'status', '--porcelain')).toBe('');
  });

  test('is not recorded while a merge of plain git is unfinished, and is when it has ended', async () => {
    const clock = manualClock();
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana', {
      ports: { clock },
      preferences: { recordOutside: 'byItself' },
    });
    const unfinished = join(ana.dir, '.git', 'MERGE_HEAD');
    writeFileSync(unfinished, `${git(ana.dir, 'rev-parse', 'HEAD')}\n`);
    writeFileSync(join(ana.dir, 'Home.md'), '# Home\n\n<<<<<<< half done\n');
    await ana.until(({ name }) => name === 'outside.changed');
    clock.advance(quietMs);
    await soon(() => clock.waits()).toContain(30_000);
    writeFileSync(join(ana.dir, 'Home.md'), '# Home\n\nDone.\n');
    rmSync(unfinished);
    clock.advance(30_000);
    await soon(() => subjects(ana.dir)).toEqual(['Edited outside Commonplace', 'First commit']);
    expect(git(ana.dir, 'show', 'HEAD:Home.md')).toBe('# Home\n\nDone.');
  });

  test('waits for the person, where they want to be asked', async () => {
    const clock = manualClock();
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana', { ports: { clock } });
    writeFileSync(join(ana.dir, 'Home.md'), '# Home\n\nElsewhere.\n');
    await ana.until(({ name }) => name === 'outside.changed');
    clock.advance(quietMs);
    // A save has its turn after whatever was recorded.
    await ana.write('Other.md', 'other\n');
    expect(subjects(ana.dir)).toEqual(['Create Other', 'First commit']);
    const { changes } = await ana.call('wiki.outsideChanges', { wiki: ana.wiki });
    expect(changes).toEqual([{ path: 'Home.md', kind: 'edited' }]);
  });
});
