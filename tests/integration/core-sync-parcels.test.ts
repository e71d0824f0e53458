import { mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startCore } from '../helpers/core.ts';
import { git, gitAsync, makeTempDir } from '../helpers/git-repo.ts';
import { asPeer, expectSound, paragraphs, startAs, type Peer } from '../helpers/sync-peers.ts';

async function make(
  peer: Peer,
  since: 'everything' | 'lastParcel' = 'everything',
  dir = makeTempDir(),
) {
  const made = await peer.job('parcel.make', { wiki: peer.wiki, dir, since });
  if (made.kind !== 'made') throw new Error('nothing was new');
  return made;
}

const open = (peer: Peer, file: string) => peer.job('parcel.open', { wiki: peer.wiki, file });

/** A member who got the wiki as a parcel, and has no other way to the others. */
async function joinByParcel(file: string, name: string): Promise<Peer> {
  const app = await startCore();
  const parentDir = join(app.home, 'documents');
  const joined = await app.job('wiki.join', { url: file, parentDir });
  if (joined.kind !== 'opened') throw new Error(`not joined: ${JSON.stringify(joined)}`);
  return asPeer(app, joined.summary, name);
}

const edit = async (peer: Peer, path: string, text: string) => {
  writeFileSync(join(peer.dir, path), text);
  expect(await peer.call('wiki.recordOutsideChanges', { wiki: peer.wiki })).toMatchObject({
    kind: 'recorded',
  });
};

describe('a parcel', () => {
  test('brings a wiki to another member, and what they wrote back, with no network', async () => {
    const start = paragraphs('# Home', 'First.', 'Second.');
    const ana = await startAs({ 'Home.md': start, 'wiki.yaml': 'name: "Bees: a wiki"\n' }, 'Ana');
    const first = await make(ana);
    expect(first).toMatchObject({ commits: 1 });
    expect(first.file).toMatch(/Bees - a wiki \d{4}-\d\d-\d\d\.bundle$/);
    const bo = await joinByParcel(first.file, 'Bo');
    expect(git(bo.dir, 'remote')).toBe('');
    expect(git(bo.dir, 'for-each-ref', 'refs/remotes')).toBe('');
    expect((await bo.call('sync.status', { wiki: bo.wiki })).state.kind).toBe('noRemote');

    await edit(bo, 'Home.md', start.replace('Second.', 'Second, by Bo.'));
    await edit(ana, 'Home.md', start.replace('First.', 'First, by Ana.'));
    const back = await make(bo);
    expect(await open(ana, back.file)).toEqual({ kind: 'joined', commits: 1, openChoices: 0 });
    const joined = paragraphs('# Home', 'First, by Ana.', 'Second, by Bo.');
    expect(git(ana.dir, 'show', 'HEAD:Home.md')).toBe(joined.trimEnd());
    expect(await open(ana, back.file)).toEqual({ kind: 'nothingNew' });
    expect(git(ana.dir, 'for-each-ref', 'refs/remotes')).toBe('');
    await expectSound(ana.dir, bo.dir);
  });

  test('of what came since the last one holds only that, and plain git takes it too', async () => {
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana');
    const first = await make(ana, 'everything', join(ana.home, 'documents'));
    await expect(make(ana, 'everything', join(ana.home, 'docments'))).rejects.toThrow('docments');
    expect(
      await ana.job('parcel.make', { wiki: ana.wiki, dir: ana.home, since: 'lastParcel' }),
    ).toEqual({ kind: 'nothingNew' });
    await edit(ana, 'New.md', 'new\n');
    const second = await make(ana, 'lastParcel');
    expect(second.commits).toBe(1);

    const clone = join(makeTempDir(), 'clone');
    await gitAsync(makeTempDir(), 'clone', '-q', first.file, clone);
    await gitAsync(clone, 'pull', '-q', second.file, 'main');
    expect(git(clone, 'rev-parse', 'HEAD')).toBe(git(ana.dir, 'rev-parse', 'HEAD'));

    const bo = await joinByParcel(first.file, 'Bo');
    expect(await open(bo, second.file)).toMatchObject({ kind: 'joined', commits: 1 });
    expect(git(bo.dir, 'rev-parse', 'HEAD')).toBe(git(ana.dir, 'rev-parse', 'HEAD'));
    await expectSound(bo.dir);
  });

  test('by plain git is opened like one of ours', async () => {
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana');
    const clone = join(makeTempDir(), 'clone');
    await gitAsync(makeTempDir(), 'clone', '-q', ana.dir, clone);
    writeFileSync(join(clone, 'Git.md'), 'by git\n');
    git(clone, 'add', '.');
    git(clone, 'commit', '-qm', 'By git');
    const file = join(makeTempDir(), 'by-git.bundle');
    git(clone, 'bundle', 'create', '-q', file, 'main~1..main');
    expect(await open(ana, file)).toMatchObject({ kind: 'joined', commits: 1 });
    expect(await ana.text('Git.md')).toBe('by git\n');
    await expectSound(ana.dir);
  });

  test('that is damaged, absent, of another wiki or too new is refused in words', async () => {
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana');
    const head = git(ana.dir, 'rev-parse', 'HEAD');
    const whole = await make(ana);
    const stranger = await startAs({ 'Other.md': 'another wiki\n' }, 'Cy');
    await edit(stranger, 'Other.md', 'another wiki, later\n');
    const foreign = await make(stranger);
    await edit(stranger, 'Other.md', 'another wiki, latest\n');
    const tooNew = await make(stranger, 'lastParcel');
    const damaged = await make(stranger);
    truncateSync(damaged.file, damaged.sizeBytes - 30);
    mkdirSync(join(ana.home, 'folder.bundle'));
    for (const file of [
      foreign.file,
      tooNew.file,
      damaged.file,
      `${whole.file}-absent.bundle`,
      join(ana.home, 'folder.bundle'),
      join(ana.dir, 'Home.md'),
    ]) {
      expect(await open(ana, file), file).toMatchObject({
        kind: 'refused',
        message: expect.stringMatching(/\w+ \w+ \w+/) as string,
      });
    }
    expect(git(ana.dir, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(ana.dir, 'for-each-ref', 'refs/remotes')).toBe('');
    await expectSound(ana.dir);
  });

  test('is listed where it lies, the latest first', async () => {
    const ana = await startAs({ 'Home.md': '# Home\n' }, 'Ana');
    const dir = makeTempDir();
    writeFileSync(join(dir, 'Not a parcel.txt'), '');
    const first = await make(ana, 'everything', dir);
    utimesSync(first.file, 1_700_000_000, 1_700_000_000);
    const second = await make(ana, 'everything', dir);
    const { parcels } = await ana.call('folder.list', { dir });
    expect(parcels.map(({ file }) => file)).toEqual([second.file, first.file]);
  });
});
