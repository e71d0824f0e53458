import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startCore } from '../helpers/core.ts';
import { gitAsync, gitWith, makeRepo } from '../helpers/git-repo.ts';
import { startGitServer } from '../helpers/git-server.ts';
import { expectSound, joinAs, paragraphs, serve } from '../helpers/sync-peers.ts';

describe('joining a wiki by its address', () => {
  test('clones it whole, with its history and a clean state', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n', 'a/Page.md': 'text\n' });
    const ana = await joinAs(repo.url, 'Ana');
    expect(await ana.text('a/Page.md')).toBe('text\n');
    expect(await gitAsync(ana.dir, 'log', '--format=%H')).toBe(
      await gitAsync(repo.dir, 'log', '--format=%H'),
    );
    await expectSound(ana.dir);
  });

  test('that is not there leaves nothing behind', async () => {
    const { server } = await serve({ 'Home.md': '# Home\n' });
    const app = await startCore();
    const parentDir = join(app.home, 'documents');
    const joining = app.job('wiki.join', { url: `${server.origin}/absent.git`, parentDir });
    await expect(joining).rejects.toMatchObject({ code: 'REMOTE_INVALID' });
    expect(readdirSync(parentDir)).toEqual([]);
  });

  test('asks for a sign-in where one is needed, and keeps it out of the repository', async () => {
    const server = await startGitServer({ user: { username: 'ana', password: 'tr0ub4dor' } });
    onTestFinished(() => server.close());
    const { url } = await server.createRepo('wiki', makeRepo({ files: { 'Home.md': '# Home\n' } }));
    const app = await startCore();
    const input = { url, parentDir: join(app.home, 'documents'), name: 'W' };
    await expect(app.job('wiki.join', input)).rejects.toMatchObject({ code: 'AUTH_REQUIRED' });
    await app.call('sync.signInTo', { url, username: 'ana', password: 'tr0ub4dor' });
    const joined = await app.job('wiki.join', input);
    expect(joined.kind).toBe('opened');
    const config = readFileSync(join(app.home, 'documents', 'W', '.git', 'config'), 'utf8');
    expect(config).not.toContain('tr0ub4dor');
    expect(JSON.stringify(app.events)).not.toContain('tr0ub4dor');
  });
});

describe('sharing', () => {
  test('brings a change to the server, and from there to another member', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const ana = await joinAs(repo.url, 'Ana');
    const bo = await joinAs(repo.url, 'Bo');
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');
    expect(await ana.call('sync.status', { wiki: ana.wiki })).toMatchObject({ ahead: 1 });
    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(status).toMatchObject({ state: { kind: 'idle' }, ahead: 0, behind: 0, openChoices: 0 });
    expect(await gitAsync(repo.dir, 'log', '-1', '--format=%an|%s')).toBe('Ana|Edit Home');
    await bo.job('sync.now', { wiki: bo.wiki });
    expect(await bo.text('Home.md')).toBe('# Home\n\nBy Ana.\n');
    await expectSound(ana.dir, bo.dir, repo.dir);
  });

  test('sends at once what only we wrote, and joins what somebody else was quicker with', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n', 'Other.md': 'other\n' });
    const ana = await joinAs(repo.url, 'Ana');
    const bo = await joinAs(repo.url, 'Bo');
    await ana.write('Home.md', '# Home\n\nSoon by Ana.\n');
    await ana.job('sync.now', { wiki: ana.wiki });
    await ana.write('Home.md', '# Home\n\nBy Ana.\n');
    server.seen.length = 0;
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(server.seen.map(({ kind }) => kind)).toEqual(['push']);
    await bo.write('Other.md', 'other, by Bo\n');
    await bo.job('sync.now', { wiki: bo.wiki });
    await ana.write('Home.md', '# Home\n\nBy Ana, twice.\n');
    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(status).toMatchObject({ state: { kind: 'idle' }, ahead: 0, behind: 0 });
    expect(await ana.text('Other.md')).toBe('other, by Bo\n');
    expect(await gitAsync(repo.dir, 'show', 'main:Home.md')).toContain('By Ana, twice.');
    await expectSound(ana.dir, bo.dir, repo.dir);
  });

  test('joins edits of different pages and of different paragraphs by itself', async () => {
    const start = paragraphs('# Home', 'First paragraph.', 'Second paragraph.', 'Third paragraph.');
    const { repo } = await serve({ 'Home.md': start, 'Other.md': 'other\n' });
    const ana = await joinAs(repo.url, 'Ana');
    const bo = await joinAs(repo.url, 'Bo');
    await ana.write('Home.md', start.replace('First paragraph', 'First paragraph, by Ana'));
    await ana.write('New.md', 'new\n');
    await ana.job('sync.now', { wiki: ana.wiki });
    await bo.write('Home.md', start.replace('Third paragraph', 'Third paragraph, by Bo'));
    await bo.write('Other.md', 'other, by Bo\n');
    await bo.job('sync.now', { wiki: bo.wiki });
    await ana.job('sync.now', { wiki: ana.wiki });
    const joined = start
      .replace('First paragraph', 'First paragraph, by Ana')
      .replace('Third paragraph', 'Third paragraph, by Bo');
    for (const peer of [ana, bo]) {
      expect(await peer.text('Home.md')).toBe(joined);
      expect(await peer.text('New.md')).toBe('new\n');
      expect(await peer.text('Other.md')).toBe('other, by Bo\n');
    }
    await expectSound(ana.dir, bo.dir, repo.dir);
  });

  test('never waits for a choice: both versions reach everyone, and the choice with them', async () => {
    const start = paragraphs('# Home', 'The cat sat here.', 'Rest.');
    const { repo } = await serve({ 'Home.md': start });
    const ana = await joinAs(repo.url, 'Ana');
    const bo = await joinAs(repo.url, 'Bo');
    await ana.write('Home.md', start.replace('The cat sat here.', 'The dog slept there.'));
    await ana.job('sync.now', { wiki: ana.wiki });
    await bo.write('Home.md', start.replace('The cat sat here.', 'A bird sang everywhere.'));
    const status = await bo.job('sync.now', { wiki: bo.wiki });
    expect(status).toMatchObject({ state: { kind: 'idle' }, ahead: 0, behind: 0, openChoices: 1 });
    expect((await ana.job('sync.now', { wiki: ana.wiki })).openChoices).toBe(1);
    const joined = await ana.text('Home.md');
    expect(joined).toContain('The dog slept there.');
    expect(joined).toContain('A bird sang everywhere.');
    expect(await bo.text('Home.md')).toBe(joined);
    expect((await bo.call('choice.list', { wiki: bo.wiki })).choices).toMatchObject([
      { path: 'Home.md', kind: 'text' },
    ]);
    await expectSound(ana.dir, bo.dir, repo.dir);
  });

  test('without a network says so, keeps everything, and shares when it is back', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const ana = await joinAs(repo.url, 'Ana');
    await ana.write('Home.md', '# Home\n\nOffline.\n');
    server.setFault('refs', { kind: 'cut', afterBytes: 0 });
    await expect(ana.job('sync.now', { wiki: ana.wiki })).rejects.toMatchObject({
      code: 'NETWORK',
    });
    const status = await ana.call('sync.status', { wiki: ana.wiki });
    expect(status.state).toMatchObject({ kind: 'offline' });
    expect(status).toMatchObject({ ahead: 1 });
    await ana.write('Home.md', '# Home\n\nOffline, twice.\n');
    server.setFault('refs', null);
    const after = await ana.job('sync.now', { wiki: ana.wiki });
    expect(after).toMatchObject({ state: { kind: 'idle' }, ahead: 0 });
    await expectSound(ana.dir, repo.dir);
  });

  test('to another place brings everything there, also when nothing changed since', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const ana = await joinAs(repo.url, 'Ana');
    const empty = await server.createRepo('elsewhere');
    await ana.call('sync.changeRemote', { wiki: ana.wiki, name: 'origin', url: empty.url });
    expect(await ana.call('sync.status', { wiki: ana.wiki })).toMatchObject({
      ahead: null,
      remotes: [{ name: 'origin', url: empty.url, state: { kind: 'unknown' } }],
    });
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(await gitAsync(empty.dir, 'rev-parse', 'main')).toBe(
      await gitAsync(ana.dir, 'rev-parse', 'main'),
    );
    // A place that was emptied by its owner gets it all again.
    await gitAsync(empty.dir, 'update-ref', '-d', 'refs/heads/main');
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(await gitAsync(empty.dir, 'show', 'main:Home.md')).toBe('# Home');
    await expectSound(ana.dir, empty.dir);
  });

  test('records a page that another program changed before it is joined', async () => {
    const { repo } = await serve({ 'Home.md': paragraphs('one', 'two', 'three') });
    const ana = await joinAs(repo.url, 'Ana');
    const bo = await joinAs(repo.url, 'Bo');
    await ana.write('Home.md', paragraphs('one by Ana', 'two', 'three'));
    await ana.job('sync.now', { wiki: ana.wiki });
    writeFileSync(join(bo.dir, 'Home.md'), paragraphs('one', 'two', 'three by another program'));
    await bo.job('sync.now', { wiki: bo.wiki });
    expect(await bo.text('Home.md')).toBe(
      paragraphs('one by Ana', 'two', 'three by another program'),
    );
    await expectSound(bo.dir, repo.dir);
  });

  test('never writes a path of a peer that no system is safe with, and shares the rest', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    const ana = await joinAs(repo.url, 'Ana');
    hostilePush(repo.dir);
    const status = await ana.job('sync.now', { wiki: ana.wiki });
    expect(status.quarantined.map(({ path }) => path).sort()).toEqual(['Link.md', 'con.md']);
    expect(existsSync(join(ana.dir, 'Link.md'))).toBe(false);
    expect(existsSync(join(ana.dir, 'con.md'))).toBe(false);
    expect(await ana.text('Good.md')).toBe('good\n');
    await ana.write('Home.md', '# Home again\n');
    await ana.job('sync.now', { wiki: ana.wiki });
    // What we could not write we did not delete for the others either.
    expect(await gitAsync(repo.dir, 'ls-tree', '--name-only', 'main')).toContain('con.md');
    await expectSound(ana.dir, repo.dir);
    // It is still said after a restart.
    await ana.core.close();
    const later = await startCore({ dataDir: join(ana.home, 'app') });
    const wiki = await later.open(ana.dir);
    const { quarantined } = await later.call('sync.status', { wiki });
    expect(quarantined).toEqual(status.quarantined);
  });

  test('says what was held back on joining, until whoever added it gives it another name', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n' });
    hostilePush(repo.dir);
    const ana = await joinAs(repo.url, 'Ana');
    const heldBack = async () =>
      (await ana.call('sync.status', { wiki: ana.wiki })).quarantined.map(({ path }) => path);
    expect((await heldBack()).sort()).toEqual(['Link.md', 'con.md']);
    hostilePush(repo.dir, 'convention.md');
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(await heldBack()).toEqual(['Link.md']);
    expect(existsSync(join(ana.dir, 'convention.md'))).toBe(true);
  });
});

/** A commit on the server with a link, a reserved name and a good page, as a hostile peer would make it. */
function hostilePush(bare: string, reservedName = 'con.md'): void {
  const blob = (text: string) => gitWith(bare, { input: text }, 'hash-object', '-w', '--stdin');
  const home = gitWith(bare, {}, 'rev-parse', 'main:Home.md');
  const tree = gitWith(
    bare,
    {
      input: [
        `100644 blob ${blob('good\n')}\tGood.md`,
        `100644 blob ${home}\tHome.md`,
        `120000 blob ${blob('/etc/passwd')}\tLink.md`,
        `100644 blob ${blob('con\n')}\t${reservedName}`,
        '',
      ].join('\n'),
    },
    'mktree',
  );
  const commit = gitWith(bare, {}, 'commit-tree', tree, '-p', 'main', '-m', 'Hostile');
  gitWith(bare, {}, 'update-ref', 'refs/heads/main', commit);
}
