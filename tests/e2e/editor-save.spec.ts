import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

test.describe.configure({ mode: 'serial' });

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const status = () => app.page.getByRole('region', { name: 'Saving' }).getByRole('status');

test('a new page begins with its title and is created by saving', async () => {
  await app.edit('Fresh page.md');
  await expect(app.text.locator('h1')).toHaveText('Fresh page');
  await app.press('Control+End', 'Enter');
  await app.type('First words.');
  await app.save();
  expect(app.read('Fresh page.md')).toBe('# Fresh page\n\nFirst words.\n');
});

test('typed text is a draft on disk within a second, and is offered again', async () => {
  app.put('Draft.md', 'Start.\n');
  await app.edit('Draft.md');
  await app.press('Control+End');
  await app.type(' Unsaved words');
  await expect(status()).toHaveText('Not saved yet. A draft is kept');
  expect(app.read('Draft.md')).toBe('Start.\n');
  await app.page.evaluate(() => {
    window.location.hash = window.location.hash.replace('/edit/', '/page/');
  });
  await app.page.waitForURL(/\/page\/Draft\.md/);
  await app.page.evaluate(() => {
    window.location.hash = window.location.hash.replace('/page/', '/edit/');
  });
  await expect(app.page.getByText(/^You wrote it .*, in “The beginning”\.$/)).toBeVisible();
  await app.page.getByRole('button', { name: 'Discard it…' }).click();
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await app.page.getByRole('button', { name: 'See what is new' }).click();
  await expect(app.page.getByRole('region', { name: 'The changes' })).toContainText(
    'Start. Unsaved words',
  );
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('button', { name: 'Restore it' }).click();
  await expect(app.text).toContainText('Start. Unsaved words');
  await app.save();
  expect(app.read('Draft.md')).toBe('Start. Unsaved words\n');
});

test('what was typed just before leaving by a link is kept as a draft', async () => {
  app.put('Left.md', 'Start.\n');
  await app.edit('Left.md');
  await app.press('Control+End');
  await app.type('!?');
  await app.page.evaluate(() => {
    window.location.hash = window.location.hash.replace('/edit/', '/page/');
  });
  await app.page.waitForURL(/\/page\/Left\.md/);
  await expect(app.text).toHaveCount(0);
  await expect(
    app.page.getByText('“Left” is not saved. Your text is kept as a draft.', { exact: true }),
  ).toBeVisible();
  await app.page.evaluate(() => {
    window.location.hash = window.location.hash.replace('/page/', '/edit/');
  });
  await app.page.getByRole('button', { name: 'Restore it' }).click();
  await expect(app.text).toHaveText('Start.!?');
  await app.save();
});

test('a long page comes in whole before a key is obeyed, and one word changes one line', async () => {
  const lines = Array.from({ length: 900 }, (_, index) => `Line __${index}__ of\na long page.\n`);
  const long = lines.join('\n');
  app.put('Long.md', long);
  await app.edit('Long.md');
  await app.press('Control+End');
  await app.type('!');
  await app.press('Control+Home');
  await app.type('A ');
  await app.save();
  expect(app.read('Long.md')).toBe(`A ${long.slice(0, -1)}!\n`);
  // Keys that come slowly are steps of their own: at most one for each of the three.
  await app.press('Control+z', 'Control+z', 'Control+z');
  // The bar may still speak of the save before for a moment.
  await expect(async () => {
    await app.save();
    expect(app.read('Long.md')).toBe(long);
  }).toPass();
});

test('the summary of a save is the revision’s', async () => {
  app.put('Summary.md', 'Start.\n');
  await app.edit('Summary.md');
  await app.press('Control+End');
  await app.type(' More.');
  await app.page.getByLabel('What did you change?').fill('Say more');
  await app.page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(status()).toHaveText('Saved');
  await expect(app.page.getByLabel('What did you change?')).toHaveValue('');
});

test('Escape leaves for the page when all is saved', async () => {
  app.put('Leave.md', 'Start.\n');
  await app.edit('Leave.md');
  await app.press('Escape');
  await app.page.waitForURL(/\/page\/Leave\.md/);
});

test('undo goes back beyond leaving the page, saved or not, but not over what others wrote', async () => {
  const start = 'Start.\n\nSecond.\n';
  const path = await app.editNew(start);
  const comeBack = async () => {
    await app.goTo('page/Home.md');
    await expect(app.page.getByRole('heading', { name: 'Home' })).toBeVisible();
    await app.goTo(`edit/${encodeURIComponent(path)}`);
  };
  await app.press('Control+End');
  await app.page.keyboard.insertText(' One');
  await app.save();
  await comeBack();
  await expect(app.text).toBeFocused();
  await app.press('Control+z');
  await expect(app.text.getByText('Second.', { exact: true })).toBeVisible();
  await app.press('Control+y');
  await expect(app.text.getByText('Second. One')).toBeVisible();
  await app.press('Control+z');
  await app.save();
  expect(app.read(path)).toBe(start);
  // A draft that is restored, with what was undone.
  await app.press('Control+End');
  await app.page.keyboard.insertText(' Two');
  await comeBack();
  await app.page.getByRole('button', { name: 'Restore it' }).click();
  await expect(app.text).toBeFocused();
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
  await app.press('Control+z');
  await expect.poll(() => app.sourceText()).toBe(start);
  await app.press('Control+y', 'Control+s');
  await expect.poll(() => app.read(path)).toBe('Start.\n\nSecond. Two\n');
  await app.goTo('page/Home.md');
  app.put(path, 'Start.\n\nSecond. Two, by others\n');
  await app.edit(path);
  await expect(app.text).toContainText('by others');
  await app.press('Control+z');
  await expect(app.page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
  await expect(app.text).toContainText('Second. Two, by others');
});
