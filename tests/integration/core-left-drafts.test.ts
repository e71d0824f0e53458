import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { leftAfterMs } from '../../electron/core/save-left-drafts.ts';
import { oid } from '../../shared/contract/values.ts';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { git, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { manualClock } from '../helpers/manual-clock.ts';

const path = page('Home.md');

/** A wiki that saves by itself, and an app that can be started on it again and again. */
async function openRepo() {
  const dir = makeRepo({ files: { 'Home.md': '# Home\n' } });
  setAuthor(dir);
  const clock = manualClock();
  const dataDir = join(makeTempDir(), 'app');
  const app = await startCore({ clock, dataDir });
  const wiki = await app.open(dir);
  // Sharing far off, so that a wait of five minutes can only be for a look at the drafts.
  await app.call('sync.updatePreferences', { wiki, saving: 'byItself', everyMinutes: 60 });
  const base = oid.parse(git(dir, 'rev-parse', 'HEAD:Home.md'));
  const keep = (text: string, whenLeft: 'keep' | 'save') =>
    app.call('draft.save', { wiki, path, text, base, whenLeft });
  const startAgain = async () => {
    await app.core.close();
    const again = await startCore({ clock, dataDir });
    await again.open(dir);
    return again;
  };
  const drafts = async (from = app) =>
    (await from.call('draft.list', { wiki })).drafts.map((draft) => draft.path);
  return { ...app, dir, wiki, base, clock, keep, startAgain, drafts };
}

const subjects = (dir: string) => git(dir, 'log', '--format=%s').split('\n');

describe('a draft that nobody came back to', () => {
  test('becomes a revision, on the page it began from', async () => {
    const { dir, clock, keep, drafts } = await openRepo();
    await keep('# Home\n\nTyped.\n', 'save');
    await expect.poll(() => clock.waits()).toContain(leftAfterMs);
    clock.advance(leftAfterMs);
    await expect.poll(() => subjects(dir)).toEqual(['Edit Home', 'First commit']);
    expect(git(dir, 'show', 'HEAD:Home.md')).toBe('# Home\n\nTyped.');
    await expect.poll(() => drafts()).toEqual([]);
    expect(git(dir, 'status', '--porcelain')).toBe('');
    expect(git(dir, 'fsck', '--strict')).toBe('');
  });

  test('becomes one at the next start when the app was killed', async () => {
    const { dir, clock, keep, startAgain } = await openRepo();
    await keep('# Home\n\nTyped.\n', 'save');
    clock.advance(leftAfterMs - 1);
    const again = await startAgain();
    expect(subjects(dir)).toEqual(['First commit']);
    await expect.poll(() => clock.waits()).toContain(leftAfterMs);
    clock.advance(leftAfterMs);
    await expect.poll(() => subjects(dir)).toEqual(['Edit Home', 'First commit']);
    await again.core.close();
  });

  test('becomes one together with what others wrote elsewhere in the page meanwhile', async () => {
    const { dir, clock, keep, drafts } = await openRepo();
    await keep('# Home\n\nTyped.\n', 'save');
    writeFileSync(join(dir, 'Home.md'), '# Our home\n');
    await expect.poll(() => clock.waits()).toContain(leftAfterMs);
    clock.advance(leftAfterMs);
    await expect.poll(() => drafts()).toEqual([]);
    expect(git(dir, 'show', 'HEAD:Home.md')).toBe('# Our home\nTyped.');
    expect(git(dir, 'show', 'HEAD~:Home.md')).toBe('# Our home');
  });

  test('stays a draft when somebody wrote in the same place meanwhile', async () => {
    const { dir, clock, keep, drafts, call, wiki } = await openRepo();
    await keep('# Home\n\nTyped.\n', 'save');
    writeFileSync(join(dir, 'Home.md'), '# Home\n\nElsewhere.\n');
    await expect.poll(() => clock.waits()).toContain(leftAfterMs);
    clock.advance(leftAfterMs);
    // The next look is arranged only when this one has ended.
    await expect.poll(() => clock.waits()).toContain(leftAfterMs);
    expect(readFileSync(join(dir, 'Home.md'), 'utf8')).toBe('# Home\n\nElsewhere.\n');
    expect(await drafts()).toEqual(['Home.md']);
    expect((await call('page.read', { wiki, path })).kind).toBe('page');
  });

  test('stays a draft when it was not written to be one', async () => {
    const { dir, clock, keep, drafts } = await openRepo();
    await keep('# Home\n\nTyped.\n', 'keep');
    await expect.poll(() => clock.waits()).toContain(leftAfterMs);
    clock.advance(leftAfterMs);
    await expect.poll(() => clock.waits()).toContain(leftAfterMs);
    expect(subjects(dir)).toEqual(['First commit']);
    expect(await drafts()).toEqual(['Home.md']);
  });

  test('stays a draft as long as the person saves by hand', async () => {
    const { dir, clock, keep, call, wiki } = await openRepo();
    await call('sync.updatePreferences', { wiki, saving: 'byHand' });
    await keep('# Home\n\nTyped.\n', 'save');
    clock.advance(leftAfterMs);
    await call('sync.updatePreferences', { wiki, onFocus: false });
    for (const name of ['One', 'Two', 'Three']) {
      await call('page.save', { wiki, path: page(`${name}.md`), text: 'other\n', base: null });
    }
    await call('sync.updatePreferences', { wiki, saving: 'byItself' });
    await expect
      .poll(() => subjects(dir).slice(0, -1))
      .toEqual(['Edit Home', 'Create Three', 'Create Two', 'Create One']);
  });
});
