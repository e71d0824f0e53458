import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

test.describe.configure({ mode: 'serial' });

let app: EditorApp;
let bar: Locator;
let field: Locator;
let by: Locator;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  bar = app.page.getByRole('search', { name: 'Find in this page' });
  field = bar.getByRole('textbox', { name: 'Find' });
  by = bar.getByRole('textbox', { name: 'Replace by' });
});
test.afterAll(async () => {
  await app.close();
});

async function open(start: string): Promise<string> {
  const path = await app.editNew(start);
  await app.press('Control+Home');
  return path;
}
const find = async (words: string) => {
  await app.press('Control+f');
  await expect(field).toBeFocused();
  await field.fill(words);
};
const expectCount = (text: string) => expect(bar.getByRole('status')).toHaveText(text);
const option = (name: string) => bar.getByRole('button', { name });
/** What is drawn as found: it is no part of the document. */
const marked = (name: string) =>
  app.page.evaluate(
    (key) => [...(CSS.highlights.get(key) ?? [])].map((range) => (range as Range).toString()),
    name,
  );
const selected = () => app.page.evaluate(() => window.getSelection()?.toString() ?? '');

test('words are found across formatting and in atoms, and gone through by Enter', async () => {
  const start =
    'A com**mon** bed.\n\n- the *Common*s\n- [[Garden plan|common ground]]\n\n| a |\n| - |\n| in common |\n';
  const path = await open(start);
  await find('common');
  await expectCount('1 of 4');
  expect(await marked('cp-find-current')).toEqual(['common']);
  expect(await marked('cp-find')).toEqual(['Common', 'common', 'common']);
  await app.press('Enter', 'Enter');
  await expectCount('3 of 4');
  await app.press('Shift+Enter');
  await expectCount('2 of 4');
  await option('Match case').click();
  await expectCount('2 of 3');
  await option('Whole words').click();
  await field.press('Shift+Enter');
  await expectCount('1 of 3');
  await field.press('Escape');
  await expect(bar).toBeHidden();
  await expect(app.text).toBeFocused();
  expect(await selected()).toBe('common');
  expect(await marked('cp-find')).toEqual([]);
  await app.type('shared');
  await app.save();
  expect(app.read(path)).toBe(start.replace('com**mon**', 'shared'));
});

test('all are replaced in one step, but for what is kept as one', async () => {
  const start = 'One **bed**, two *beds*.\n\n> a bed, see [[bed]]\n';
  const path = await open(start);
  await find('bed');
  await expectCount('1 of 4');
  await by.fill('plot');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect(bar).toContainText('3 replaced. One is inside a link to a page');
  await expect(app.text).toContainText('One plot, two plots.');
  await expectCount('1 of 1');
  await bar.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(bar).toContainText('One is inside a link to a page');
  await field.press('Escape');
  await app.press('Control+z');
  await expect(app.text).toContainText('One bed, two beds.');
  await app.press('Control+Shift+Z');
  await app.save();
  expect(app.read(path)).toBe('One **plot**, two *plots*.\n\n> a plot, see [[bed]]\n');
});

test('a pattern takes what it found into the replacement, and a bad one stops nothing', async () => {
  const path = await open(`2026-11-22 and 2025-01-02\n\n${'a'.repeat(40)}!\n`);
  await find('(\\d+)-(\\d+)-(\\d+)');
  await expectCount('Nothing found');
  await option('Regular expression').click();
  await expectCount('1 of 2');
  await by.fill('$3.$2.$1');
  await by.press('Enter');
  await expectCount('1 of 1');
  await by.press('Enter');
  await expect(app.text).toContainText('22.11.2026 and 02.01.2025');
  await field.fill('(');
  await expectCount('This is not a complete pattern');
  await field.fill('(a+)+$');
  await expectCount('This pattern takes too long');
  await field.fill('a{40}');
  await expectCount('1 of 1');
  await field.press('Escape');
  await app.save();
  expect(app.read(path)).toBe(`22.11.2026 and 02.01.2025\n\n${'a'.repeat(40)}!\n`);
});

test('the same bar finds and replaces in the source, and goes along with the switch', async () => {
  const path = await open('One **bed**, two beds.\r\n\r\n[[bed]]\r\n');
  await find('**bed');
  await expectCount('Nothing found');
  await app.press('Control+Shift+M');
  await expect(app.source).toBeVisible();
  await expect(field).toBeFocused();
  await expectCount('1 of 1');
  await field.fill('bed');
  await expectCount('1 of 3');
  await expect(app.source.locator('.cp-source-found')).toHaveCount(3);
  await expect(app.source.locator('.cp-source-found-current')).toHaveText('bed');
  await by.fill('plot');
  await by.press('Enter');
  await expectCount('1 of 2');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expectCount('Nothing found');
  await field.press('Escape');
  await expect(app.source).toBeFocused();
  await app.press('Control+z');
  await expect.poll(() => app.sourceText()).toBe('One **plot**, two beds.\n\n[[bed]]\n');
  await app.press('Control+y');
  await app.save();
  expect(app.read(path)).toBe('One **plot**, two plots.\r\n\r\n[[plot]]\r\n');
});

test('what was changed is shown by section, and one section is put back in one step', async () => {
  const path = await open('Start.\n\n## Beds\n\nThree beds of beans.\n\n## Paths\n\nStraw.\n');
  await app.press('End');
  await app.type(' Now');
  await app.text.getByText('Three beds').click();
  await app.press('End', 'Control+Shift+ArrowLeft', 'Control+Shift+ArrowLeft');
  await app.type('peas.');
  await app.press('Control+Shift+E');
  const dialog = app.page.getByRole('dialog', { name: 'What you changed' });
  const beds = dialog.getByRole('region', { name: 'Beds' });
  await expect(beds.locator('del')).toHaveText('beans');
  await expect(beds.locator('ins')).toHaveText('peas');
  await expect(dialog.getByRole('region', { name: 'Paths' })).toBeHidden();
  await beds.getByRole('button', { name: 'Put “Beds” back as it was' }).click();
  await expect(beds).toBeHidden();
  await expect(dialog.getByRole('region', { name: 'The beginning' })).toBeVisible();
  await app.press('Escape');
  await expect(app.text).toBeFocused();
  await expect(app.text).toContainText('Start. Now');
  await expect(app.text).toContainText('beans.');
  await app.press('Control+z');
  await expect(app.text).toContainText('peas.');
  await app.page.getByRole('button', { name: 'Review changes' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  // Until the save is recorded too, plain git finds the wiki locked.
  const saving = app.page.getByRole('region', { name: 'Saving' }).getByRole('status');
  await expect(saving).toHaveText('Saved');
  expect(app.read(path)).toContain('beds of peas.');
  expect(app.read(path)).toMatch(/^Start\. Now\n/);
});

test('the words of the page and of the selection are counted', async () => {
  await open('---\ntags: [not, counted]\n---\n\nOne two [[Garden plan|three]] 日本語.\n');
  const line = app.page.locator('.cp-editor-count');
  await expect(line).toHaveText('6 words, 1 minute to read');
  await app.press('Control+Home', 'Control+Shift+ArrowRight');
  await expect(line).toHaveText('1 of 6 words selected, 1 minute to read');
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
  await expect(line).toHaveText('1 of 6 words selected, 1 minute to read');
});

test('the bar and the review pass the accessibility check', async () => {
  await open('One.\n');
  await app.press('End');
  await app.type(' Two');
  await find('one');
  await expectCount('1 of 1');
  const check = async (part: string) =>
    (await new AxeBuilder({ page: app.page }).include(part).analyze()).violations;
  expect(await check('.cp-editor-dock')).toEqual([]);
  await field.press('Escape');
  await app.press('Control+Shift+E');
  await expect(app.page.getByRole('dialog', { name: 'What you changed' })).toBeVisible();
  expect(await check('[role="dialog"]')).toEqual([]);
  await app.press('Escape', 'Control+Shift+M');
  await expect(app.source).toBeFocused();
  expect(await check('.cp-editor')).toEqual([]);
});

test('titles of callouts and directives are found, shown and replaced', async () => {
  const start =
    'A bed.\n\n> [!tip] The *bed* plan\n> Body\n\n:::note[Beds and bed]{.x}\nDig\n:::\n\n:::tip\nbed\n:::\n';
  const written = await app.edited(start, async () => {
    await app.press('Control+Home');
    await find('bed');
    await expectCount('1 of 5');
    expect(await marked('cp-find')).toEqual(['bed', 'Bed', 'bed', 'bed']);
    await app.press('Enter', 'Enter');
    expect(await marked('cp-find-current')).toEqual(['Bed']);
    await field.press('Escape');
    // What is written next goes to the text that the title stands above.
    await app.type('So ');
    await find('bed');
    await by.fill('plot');
    await bar.getByRole('button', { name: 'Replace all' }).click();
    await expect(
      app.text.getByRole('group', { name: 'Directive: plots and plot', exact: true }),
    ).toBeVisible();
    await field.press('Escape');
  });
  expect(written).toBe(
    start.replace('Dig', 'So Dig').replace('Beds', 'plots').replaceAll('bed', 'plot'),
  );
});

test('properties are searched with the text, shown and replaced in one step of undo', async () => {
  const start =
    '---\ntitle: "The beds"   # seen\naliases: [Bed plan, \'A bed\']\nmood: bed\nnested: {bed: 1}\n---\n\nOne **bed**.\n';
  const path = await open(start);
  await find('bed');
  // The text comes first: the caret is in it.
  await expectCount('6 of 6');
  const form = app.page.getByRole('region', { name: 'Properties of the page' });
  await expect(form.getByRole('button', { name: '4 properties' })).toBeVisible();
  await app.press('Enter');
  await expectCount('1 of 6');
  await expect(form.getByRole('group', { name: 'Title', exact: true })).toBeVisible();
  expect(await marked('cp-find-current')).toEqual(['bed']);
  expect(await marked('cp-find')).toEqual(['Bed', 'bed', 'bed', 'bed', 'bed']);
  await field.press('Escape');
  const title = form.getByRole('group', { name: 'Title', exact: true }).getByRole('textbox');
  await expect(title).toBeFocused();
  expect(
    await title.evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd]),
  ).toEqual([4, 7]);
  await app.press('Control+f');
  await expect(field).toHaveValue('bed');
  await by.fill('plot');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect(bar).toContainText('5 replaced. One is inside');
  await expect(title).toHaveValue('The plots');
  await field.press('Escape');
  await app.save();
  expect(app.read(path)).toBe(start.replaceAll(/bed(?!: 1)/gi, 'plot'));
  await app.text.focus();
  await app.press('Control+z');
  await expect(title).toHaveValue('The beds');
  await app.save();
  expect(app.read(path)).toBe(start);
  await form.getByRole('button', { name: 'Show the source' }).click();
  await find('{bed');
  await expectCount('1 of 1');
  expect(await marked('cp-find-current')).toEqual(['{bed']);
  await by.fill('{plot');
  await by.press('Enter');
  await field.press('Escape');
  await app.save();
  expect(app.read(path)).toBe(start.replace('{bed', '{plot'));
});
