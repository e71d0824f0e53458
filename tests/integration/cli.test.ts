import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { git, gitAsync, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { startGitServer } from '../helpers/git-server.ts';
import { projectDir } from '../helpers/app-process.ts';
import { runLauncher } from '../helpers/run-program.ts';

const commonplace = (
  args: readonly string[],
  options: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>> } = {},
) => runLauncher('commonplace.mjs', args, { homeDir: makeTempDir(), ...options });

function makeWiki(): string {
  const dir = makeRepo({
    files: {
      'Home.md': '# Home\n\nAbout gardens. See [[Other]] and [[Wanted page]].\n',
      'Other.md': '*  odd   bullets\n*  kept\n',
    },
  });
  git(dir, 'config', 'user.name', 'Ada Writer');
  git(dir, 'config', 'user.email', 'ada@example.org');
  return dir;
}

describe('help and usage', () => {
  it('explains every command, without building or opening anything', async () => {
    const all = await commonplace(['--help']);
    expect(all).toMatchObject({ code: 0, err: '' });
    for (const command of [
      'open',
      'serve',
      'search',
      'sync',
      'remote',
      'parcel',
      'check',
      'call',
    ]) {
      expect(all.out).toContain(`\n  ${command} `);
      const one = await commonplace([command, '--help']);
      expect(one).toMatchObject({ code: 0, err: '' });
      expect(one.out).toContain(`Usage: commonplace ${command}`);
    }
  });

  it('prints its version', async () => {
    expect((await commonplace(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [[]],
    [['no-such-command']],
    [['search', '/tmp']],
    [['check']],
    [['check', '/tmp', '--wrong']],
    [['search', '/tmp', 'x', '--limit', '0']],
    [['call', '/tmp']],
    [['call', '/tmp', 'a', '{}', 'more']],
    [['serve']],
    [['open', '--port', 'x']],
    [['sync', '/tmp', 'origin', 'more']],
    [['sync', '/tmp', '--create']],
    [['search', '/tmp', 'x', '--join-unrelated']],
    [['remote']],
    [['remote', 'rename', '/tmp']],
    [['remote', 'list']],
    [['remote', 'list', '/tmp', 'more']],
    [['remote', 'add', '/tmp']],
    [['remote', 'remove', '/tmp', 'origin', '--name', 'x']],
    [['parcel', 'make']],
    [['parcel', 'open', '/tmp']],
    [['parcel', 'open', '/tmp', 'x', '--since-last']],
  ])('answers %j with exit code 2 and a word on how it is meant', async (args) => {
    const ended = await commonplace(args);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).toMatch(/See: commonplace .*--help\n$/);
  });

  it('runs through a link, as npm installs it', async () => {
    const homeDir = makeTempDir();
    const link = join(homeDir, 'commonplace');
    symlinkSync(join(projectDir, 'electron/launch/commonplace.mjs'), link);
    expect((await runLauncher(link, ['--version'], { homeDir })).code).toBe(0);
  });
});

describe('search', () => {
  it('waits for the index and prints the pages found', async () => {
    const ended = await commonplace(['search', makeWiki(), 'gardens']);
    expect(ended).toMatchObject({ code: 0, err: '1 page found.\n' });
    expect(ended.out).toMatch(/^Home\.md\n/);
  });

  it('prints the answer as JSON, ready', async () => {
    const ended = await commonplace(['search', makeWiki(), 'gardens', '--json', '--limit', '5']);
    expect(JSON.parse(ended.out)).toMatchObject({
      hits: [{ path: 'Home.md' }],
      total: 1,
      isReady: true,
    });
  });

  it('says what is wrong with a folder that is no wiki, and leaves it alone', async () => {
    const dir = makeTempDir();
    const ended = await commonplace(['search', dir, 'x']);
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err).toContain('is no wiki yet');
    expect((await commonplace(['search', join(dir, 'none'), 'x'])).code).toBe(1);
  });
});

describe('check', () => {
  it('ends with 0 when every page survives, although a link leads nowhere', async () => {
    const ended = await commonplace(['check', makeWiki(), '--json']);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.out)).toMatchObject({
      pages: 2,
      brokenLinks: [{ path: 'Home.md', target: 'Wanted page', line: 3 }],
      unreadable: [],
      roundTrip: { pages: 2, identical: 2, different: [] },
      blocks: { total: 3, kept: {} },
    });
  });

  it('ends with 1 when a page can not be read', async () => {
    const dir = makeRepo({ files: { 'Home.md': 'x\n', 'Bad.md': new Uint8Array([0xff, 0xfe]) } });
    const ended = await commonplace(['check', dir]);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("can't be read: Bad.md");
  });

  it('changes nothing in the folder', async () => {
    const dir = makeWiki();
    const before = git(dir, 'rev-parse', 'HEAD');
    await commonplace(['check', dir]);
    expect(git(dir, 'status', '--porcelain')).toBe('');
    expect(git(dir, 'rev-parse', 'HEAD')).toBe(before);
  });
});

describe('call', () => {
  it('fills in the wiki, and prints the envelope', async () => {
    const ended = await commonplace(['call', makeWiki(), 'page.read', '{"path":"Other.md"}']);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.out)).toMatchObject({
      ok: true,
      value: { kind: 'page', text: '*  odd   bullets\n*  kept\n' },
    });
  });

  it('reads the input from standard input', async () => {
    const dir = makeWiki();
    const input = { path: 'New.md', text: 'Text\n', base: null, summary: 'By a script' };
    const ended = await commonplace(['call', dir, 'page.save', '-'], {
      stdin: JSON.stringify(input),
    });
    expect(JSON.parse(ended.out)).toMatchObject({ ok: true, value: { kind: 'saved' } });
    expect(git(dir, 'log', '-1', '--format=%s')).toBe('By a script');
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });

  it('waits for a job and prints its result', async () => {
    const ended = await commonplace(['call', makeWiki(), 'wiki.check']);
    expect(JSON.parse(ended.out)).toMatchObject({ ok: true, value: { roundTrip: { pages: 2 } } });
  });

  it.each([
    ['no.such', '{}', 'UNKNOWN_METHOD'],
    ['page.read', '{"path":"../x"}', 'BAD_INPUT'],
    ['page.read', '{', 'BAD_INPUT'],
  ])('prints a failure of %s %s as %s, with exit code 1', async (method, json, code) => {
    const ended = await commonplace(['call', makeWiki(), method, json]);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('sync', () => {
  it('says that a wiki is not shared yet', async () => {
    const ended = await commonplace(['sync', makeWiki(), '--json']);
    expect(ended.code).toBe(1);
    expect(JSON.parse(ended.out)).toMatchObject({ ok: false, error: { code: 'REMOTE_INVALID' } });
    expect(ended.err).toContain('not shared anywhere yet');
  });

  it('says how it went at each place, and ends with 1 when one of them failed', async () => {
    const dir = makeWiki();
    const stick = makeRepo({ bare: true });
    git(dir, 'remote', 'add', 'origin', stick);
    git(dir, 'remote', 'add', 'gone', join(makeTempDir(), 'gone.git'));
    const all = await commonplace(['sync', dir]);
    expect(all).toMatchObject({ code: 1, out: '' });
    expect(all.err).toContain('origin: All shared.\n');
    expect(all.err).toMatch(/^gone: The folder is not there now\./m);
    expect(git(stick, 'rev-parse', 'main')).toBe(git(dir, 'rev-parse', 'main'));
    const one = await commonplace(['sync', dir, 'origin', '--json']);
    expect(one.code).toBe(0);
    expect(JSON.parse(one.out)).toMatchObject({ remotes: [{ name: 'origin', ahead: 0 }, {}] });
    const unknown = await commonplace(['sync', dir, 'nowhere']);
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.err).toContain('nowhere');
  });

  it('joins a wiki that has no past in common only when told to', async () => {
    const dir = makeWiki();
    const place = makeRepo({ bare: true });
    const theirs = makeRepo({ files: { 'Theirs.md': '# Theirs\n' } });
    git(theirs, 'push', '-q', place, 'main');
    git(dir, 'remote', 'add', 'origin', place);
    const refused = await commonplace(['sync', dir]);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('--join-unrelated');
    expect(git(dir, 'ls-files')).not.toContain('Theirs.md');
    expect(await commonplace(['sync', dir, '--join-unrelated'])).toMatchObject({ code: 0 });
    expect(git(dir, 'ls-files')).toContain('Theirs.md');
    expect(git(place, 'ls-tree', '--name-only', 'main')).toContain('Home.md');
  });

  it('signs in from the environment at the only host, and sends it to none of several', async () => {
    const user = { username: 'ada', password: 'pass-word' };
    const server = await startGitServer({ user });
    onTestFinished(() => server.close());
    const other = await startGitServer({ user: { ...user, password: 'another' } });
    onTestFinished(() => other.close());
    const dir = makeWiki();
    const { url, dir: bare } = await server.createRepo('wiki');
    git(dir, 'remote', 'add', 'origin', url);
    expect((await commonplace(['sync', dir])).code).toBe(1);
    const env = { COMMONPLACE_USERNAME: user.username, COMMONPLACE_PASSWORD: user.password };
    const signedIn = await commonplace(['sync', dir], { env });
    expect(signedIn).toMatchObject({ code: 0, err: 'All shared.\n' });
    expect(await gitAsync(bare, 'rev-parse', 'main')).toBe(git(dir, 'rev-parse', 'main'));

    git(dir, 'remote', 'add', 'other', (await other.createRepo('wiki')).url);
    const several = await commonplace(['sync', dir], { env });
    expect(several.code).toBe(1);
    expect(several.err).toContain('one place at a time');
    expect(other.seen.filter(({ authorization }) => authorization !== null)).toEqual([]);
  });
});

describe('remote', () => {
  it('adds, lists, tests and removes the places where a wiki is shared', async () => {
    const dir = makeWiki();
    const stick = makeTempDir();
    const asked = await commonplace(['remote', 'add', dir, stick]);
    expect(asked.code).toBe(1);
    expect(asked.err).toContain('--create');
    const added = await commonplace(['remote', 'add', dir, stick, '--create', '--name', 'stick']);
    expect(added.code).toBe(0);
    const listed = await commonplace(['remote', 'list', dir]);
    expect(listed.out).toMatch(/^stick\t.+\.git\n$/);
    expect(listed.out).toContain(stick);
    const tested = await commonplace(['remote', 'test', dir, stick, '--json']);
    expect(JSON.parse(tested.out)).toEqual({ kind: 'reached', isEmpty: true, isRelated: null });
    expect((await commonplace(['remote', 'test', dir, 'gopher://x/y'])).code).toBe(1);
    expect((await commonplace(['remote', 'remove', dir, 'stick'])).code).toBe(0);
    expect(git(dir, 'remote')).toBe('');
    expect((await commonplace(['remote', 'remove', dir, 'stick'])).code).toBe(1);
  });
});

describe('parcel', () => {
  it('makes one that another wiki opens', async () => {
    const dir = makeWiki();
    const into = makeTempDir();
    const clone = join(makeTempDir(), 'clone');
    git(into, 'clone', '-q', dir, clone);
    git(
      clone,
      '-c',
      'user.name=Bo',
      '-c',
      'user.email=b@x',
      'commit',
      '-qm',
      'More',
      '--allow-empty',
    );
    const made = await commonplace(['parcel', 'make', clone, into]);
    expect(made).toMatchObject({ code: 0 });
    expect(made.err).toContain('2 revisions');
    const file = made.out.trim();
    const opened = await commonplace(['parcel', 'open', dir, file]);
    expect(opened).toMatchObject({ code: 0, out: '', err: 'Joined 1 revision.\n' });
    expect(git(dir, 'rev-parse', 'HEAD')).toBe(git(clone, 'rev-parse', 'HEAD'));
    const again = await commonplace(['parcel', 'open', dir, file, '--json']);
    expect(JSON.parse(again.out)).toEqual({ kind: 'nothingNew' });
    const refused = await commonplace(['parcel', 'open', dir, join(dir, 'Home.md')]);
    expect(refused).toMatchObject({ code: 1, out: '' });
  });
});
