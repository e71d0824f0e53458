import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Clock, CorePorts } from '../../electron/core/ports.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { page, setAuthor, startCore, type TestCore } from '../helpers/core.ts';
import { gitAsync, gitWith, makeRepo } from '../helpers/git-repo.ts';
import { startGitServer } from '../helpers/git-server.ts';

interface Peer extends TestCore {
  readonly wiki: WikiId;
  readonly dir: string;
  write(path: string, text: string): Promise<void>;
  text(path: string): Promise<string | null>;
}

async function serve(files: Readonly<Record<string, string>>) {
  const server = await startGitServer();
  onTestFinished(() => server.close());
  const repo = await server.createRepo('wiki', makeRepo({ files }));
  return { server, repo };
}

async function joinAs(url: string, name: string, ports: Partial<CorePorts> = {}): Promise<Peer> {
  const app = await startCore(ports);
  const result = await app.job('wiki.join', {
    url,
    parentDir: join(app.home, 'documents'),
    name: 'Joined',
  });
  if (result.kind !== 'opened') throw new Error(`not joined: ${JSON.stringify(result)}`);
  const { wiki, dir } = result.summary;
  setAuthor(dir, name, `${name.toLowerCase()}@example.org`);
  const text = async (path: string) => {
    const answer = await app.call('page.read', { wiki, path: page(path) });
    return answer.kind === 'page' ? answer.text : null;
  };
  return {
    ...app,
    wiki,
    dir,
    text,
    async write(path, content) {
      const now = await app.call('page.read', { wiki, path: page(path) });
      const base = now.kind === 'page' ? now.blob : null;
      const saved = await app.call('page.save', { wiki, path: page(path), text: content, base });
      if (saved.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(saved)}`);
    },
  };
}

/** Time that passes when the test says so: `fire` ends every wait that is on. */
function manualClock(): Clock & { fire(): void; longest(): number } {
  const waits = new Map<() => void, number>();
  return {
    nowMs: () => Date.now(),
    after(delayMs, callback) {
      waits.set(callback, delayMs);
      return () => waits.delete(callback);
    },
    longest: () => Math.max(0, ...[...waits.values()].filter((delayMs) => delayMs < 300_000)),
    fire() {
      const due = [...waits.keys()];
      waits.clear();
      for (const callback of due) callback();
    },
  };
}

/** git's own programs find every repository sound, and no file that differs from the last revision. */
async function expectSound(...dirs: string[]): Promise<void> {
  for (const dir of dirs) {
    expect(await gitAsync(dir, 'fsck', '--strict', '--no-dangling')).toBe('');
    if (existsSync(join(dir, '.git')))
      expect(await gitAsync(dir, 'status', '--porcelain')).toBe('');
  }
}

const paragraphs = (...texts: string[]) => `${texts.join('\n\n')}\n`;

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

  test('asks about an overlap, changes nothing until it is decided, and then joins', async () => {
    const start = paragraphs('# Home', 'The cat sat here.', 'Rest.');
    const { repo } = await serve({ 'Home.md': start });
    const ana = await joinAs(repo.url, 'Ana');
    const bo = await joinAs(repo.url, 'Bo');
    await ana.write('Home.md', start.replace('The cat sat here.', 'The dog slept there.'));
    await ana.job('sync.now', { wiki: ana.wiki });
    const byBo = start.replace('The cat sat here.', 'A bird sang everywhere.');
    await bo.write('Home.md', byBo);
    const before = await gitAsync(bo.dir, 'rev-parse', 'HEAD');
    const status = await bo.job('sync.now', { wiki: bo.wiki });
    expect(status.openChoices).toBe(1);
    expect(await bo.text('Home.md')).toBe(byBo);
    expect(await gitAsync(bo.dir, 'rev-parse', 'HEAD')).toBe(before);
    await expectSound(bo.dir);

    const { choice } = await bo.call('choice.read', { wiki: bo.wiki, path: page('Home.md') });
    expect(choice?.ours).toContain('A bird sang everywhere.');
    expect(choice?.theirs).toContain('The dog slept there.');
    expect(choice?.theirsBy?.author.name).toBe('Ana');
    expect(choice?.oursBy?.author.name).toBe('Bo');

    await bo.write('Meanwhile.md', 'Saving goes on.\n');
    const text = start.replace('The cat sat here.', 'A dog slept and a bird sang.');
    const decided = await bo.call('choice.decide', {
      wiki: bo.wiki,
      path: page('Home.md'),
      decision: { kind: 'text', text },
    });
    expect(decided.kind).toBe('joined');
    expect(await bo.text('Home.md')).toBe(text);
    await bo.job('sync.now', { wiki: bo.wiki });
    await ana.job('sync.now', { wiki: ana.wiki });
    expect(await ana.text('Home.md')).toBe(text);
    expect(await ana.text('Meanwhile.md')).toBe('Saving goes on.\n');
    await expectSound(ana.dir, bo.dir, repo.dir);
  });

  test('asks about a page that one deleted and the other improved', async () => {
    const { repo } = await serve({ 'Home.md': '# Home\n', 'Old.md': 'old\n' });
    const ana = await joinAs(repo.url, 'Ana');
    const bo = await joinAs(repo.url, 'Bo');
    await ana.write('Old.md', 'old, but better\n');
    await ana.job('sync.now', { wiki: ana.wiki });
    const now = await bo.call('page.read', { wiki: bo.wiki, path: page('Old.md') });
    if (now.kind !== 'page') throw new Error('no page');
    await bo.call('page.delete', { wiki: bo.wiki, path: page('Old.md'), base: now.blob });
    expect((await bo.job('sync.now', { wiki: bo.wiki })).openChoices).toBe(1);
    const { choices } = await bo.call('choice.list', { wiki: bo.wiki });
    expect(choices).toMatchObject([{ path: 'Old.md', kind: 'deletedByUs' }]);
    await bo.call('choice.decide', {
      wiki: bo.wiki,
      path: page('Old.md'),
      decision: { kind: 'keep', side: 'theirs' },
    });
    expect(await bo.text('Old.md')).toBe('old, but better\n');
    await bo.job('sync.now', { wiki: bo.wiki });
    await expectSound(bo.dir, repo.dir);
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
    await ana.call('sync.setRemote', { wiki: ana.wiki, url: empty.url });
    expect(await ana.call('sync.status', { wiki: ana.wiki })).toMatchObject({ ahead: null });
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

  test('tries again by itself after an outage, later each time', async () => {
    const { server, repo } = await serve({ 'Home.md': '# Home\n' });
    const clock = manualClock();
    const ana = await joinAs(repo.url, 'Ana', { clock });
    await ana.write('Home.md', '# Home\n\nOffline.\n');
    server.setFault('refs', { kind: 'cut', afterBytes: 0 });
    await expect(ana.job('sync.now', { wiki: ana.wiki })).rejects.toMatchObject({
      code: 'NETWORK',
    });
    const first = clock.longest();
    const offline = () =>
      ana.events.filter(
        (event) => event.name === 'sync.changed' && event.status.state.kind === 'offline',
      ).length;
    const before = offline();
    clock.fire();
    await expect.poll(offline).toBeGreaterThan(before);
    expect(clock.longest()).toBeGreaterThan(first / 2);
    server.setFault('refs', null);
    clock.fire();
    await expect
      .poll(async () => (await ana.call('sync.status', { wiki: ana.wiki })).state.kind)
      .toBe('idle');
    expect(await gitAsync(repo.dir, 'show', 'main:Home.md')).toContain('Offline.');
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
  });
});

/** A commit on the server with a link, a reserved name and a good page, as a hostile peer would make it. */
function hostilePush(bare: string): void {
  const blob = (text: string) => gitWith(bare, { input: text }, 'hash-object', '-w', '--stdin');
  const home = gitWith(bare, {}, 'rev-parse', 'main:Home.md');
  const tree = gitWith(
    bare,
    {
      input: [
        `100644 blob ${blob('good\n')}\tGood.md`,
        `100644 blob ${home}\tHome.md`,
        `120000 blob ${blob('/etc/passwd')}\tLink.md`,
        `100644 blob ${blob('con\n')}\tcon.md`,
        '',
      ].join('\n'),
    },
    'mktree',
  );
  const commit = gitWith(bare, {}, 'commit-tree', tree, '-p', 'main', '-m', 'Hostile');
  gitWith(bare, {}, 'update-ref', 'refs/heads/main', commit);
}
