import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

test.describe.configure({ mode: 'serial' });

const pause = '02:00';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  await app.page.clock.install();
  await app.goTo('share');
  const wish = app.page.getByRole('checkbox', { name: 'Save pages by themselves' });
  await expect(wish).not.toBeChecked();
  await wish.click();
  await expect(wish).toBeChecked();
});
test.afterAll(async () => {
  await app.close();
});

const status = () => app.page.getByRole('region', { name: 'Saving' }).getByRole('status');
const revisions = (path: string) => app.git('log', '--format=%an: %s', '--', path).split('\n');

test('leaving by a link saves what was typed as one revision', async () => {
  app.put('Left.md', 'Start.\n');
  await app.edit('Left.md');
  await app.press('Control+End');
  await app.type(' Unsaved words');
  await expect(status()).toHaveText('A draft is kept, and saved when you leave');
  await app.type('!?');
  expect(revisions('Left.md')).toEqual(['Wanda Writer: Put Left.md']);
  await app.goTo('page/Home.md');
  await expect
    .poll(() => revisions('Left.md'))
    .toEqual(['Wanda Writer: Edit Left', 'Wanda Writer: Put Left.md']);
  expect(app.read('Left.md')).toBe('Start. Unsaved words!?\n');
  await app.goTo('page/Left.md');
  await expect(app.page.getByRole('article')).toContainText('Unsaved words!?');
  await expect(app.page.getByText('You have unsaved text')).toHaveCount(0);
  expect(app.git('status', '--porcelain')).toBe('');
});

test('leaving by “Done” saves too, with the words about it', async () => {
  app.put('Done.md', 'Start.\n');
  await app.edit('Done.md');
  await app.press('Control+End');
  await app.type(' More.');
  await app.page.getByLabel('What did you change?').fill('Say more');
  await app.page.getByRole('link', { name: 'Done' }).click();
  await app.page.waitForURL(/\/page\/Done\.md/);
  expect(revisions('Done.md')[0]).toBe('Wanda Writer: Say more');
  expect(app.git('show', 'HEAD:Done.md')).toBe('Start. More.');
});

test('a pause saves what was typed as one revision, and the person types on', async () => {
  app.put('Pause.md', 'Start.\n');
  await app.edit('Pause.md');
  await app.press('Control+End');
  await app.type(' One.');
  await app.page.clock.fastForward('01:30');
  await app.type(' Two.');
  await app.page.clock.fastForward('01:30');
  await expect(status()).toHaveText('A draft is kept, and saved when you leave');
  expect(revisions('Pause.md')).toHaveLength(1);
  await app.page.clock.fastForward(pause);
  await expect(status()).toHaveText('Saved');
  expect(revisions('Pause.md')).toEqual(['Wanda Writer: Edit Pause', 'Wanda Writer: Put Pause.md']);
  await app.type(' Three.');
  await app.save();
  await app.page.clock.fastForward(pause);
  await app.goTo('page/Pause.md');
  await expect(app.page.getByRole('article')).toContainText('Three.');
  expect(app.git('show', 'HEAD:Pause.md')).toBe('Start. One. Two. Three.');
  expect(revisions('Pause.md')).toHaveLength(3);
  expect(app.git('fsck', '--strict')).toBe('');
});

test('a new page that nobody typed in is not made by leaving it', async () => {
  await app.edit('Never.md');
  await app.goTo('page/Home.md');
  await expect(app.page.getByRole('article')).toBeVisible();
  await app.edit('Ever.md');
  await app.press('Control+End', 'Enter');
  await app.type('Words.');
  await app.goTo('page/Home.md');
  await expect.poll(() => app.git('ls-files', 'Ever.md')).toBe('Ever.md');
  expect(app.git('ls-files', 'Never.md')).toBe('');
});

test('words that clash with others’ are not saved over them by leaving, and the person is told', async () => {
  app.put('Theirs.md', 'One line.\n\nSecond.\n');
  await app.edit('Theirs.md');
  await app.press('Control+Home');
  await app.type('My ');
  app.put('Theirs.md', 'Their line.\n\nSecond, theirs.\n');
  await expect(
    app.page.getByRole('group', { name: 'changed the same words as you' }),
  ).toBeVisible();
  await expect(status()).toHaveText('Not saved: the page changed. A draft is kept');
  await app.goTo('page/Home.md');
  const told =
    '“Theirs” was not saved by itself, because the page changed meanwhile. Your text is kept as a draft.';
  await expect(app.page.getByText(told, { exact: true })).toBeVisible();
  expect(app.read('Theirs.md')).toBe('Their line.\n\nSecond, theirs.\n');
  await app.page.getByRole('button', { name: 'Continue editing' }).click();
  await app.page.getByRole('button', { name: 'Restore it' }).click();
  await expect(app.text).toContainText('My One line.');
  // The draft knows what it began from, so both versions are compared again.
  await app.page.getByRole('button', { name: 'Look and choose' }).click();
  await app.page.getByRole('button', { name: 'Keep mine' }).click();
  await app.page.getByRole('button', { name: 'Go on with this text' }).click();
  await app.save();
  expect(app.read('Theirs.md')).toBe('My One line.\n\nSecond, theirs.\n');
});

test('a change that sharing brings into the open page loses no typed word', async () => {
  const stick = mkdtempSync(join(tmpdir(), 'commonplace-stick-'));
  try {
    const elsewhere = join(stick, 'ana');
    app.put('Shared.md', 'One line.\n\nAnother line.\n');
    app.git('clone', '-q', '--bare', app.wikiDir, join(stick, 'garden.git'));
    app.git('clone', '-q', join(stick, 'garden.git'), elsewhere);
    app.git('remote', 'add', 'origin', join(stick, 'garden.git'));
    await app.edit('Shared.md');
    await app.press('Control+Home');
    await app.type('My ');
    await expect(status()).toHaveText('A draft is kept, and saved when you leave');
    app.putIn(elsewhere, 'Shared.md', 'One line.\n\nAnother line, from Ana.\n');
    app.git('-C', elsewhere, 'push', '-q', 'origin', 'main');
    await app.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect(app.text).toContainText('Another line, from Ana.');
    expect(app.read('Shared.md')).toBe('One line.\n\nAnother line, from Ana.\n');
    await expect(app.text).toContainText('My One line.');
    await app.page.clock.fastForward(pause);
    await expect(status()).toHaveText('Saved');
    expect(app.git('show', 'HEAD:Shared.md')).toBe('My One line.\n\nAnother line, from Ana.');
    expect(app.git('log', '-1', '--format=%s', 'HEAD~')).toBe('Put Shared.md');
    expect(app.git('status', '--porcelain')).toBe('');
  } finally {
    rmSync(stick, { recursive: true, force: true });
  }
});
