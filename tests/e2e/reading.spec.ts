import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

test.describe.configure({ mode: 'serial' });

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  const section = (name: string) => `## ${name}\n\n${`Words about ${name}.\n\n`.repeat(25)}`;
  app.put(
    'Long.md',
    `# Long\n\nA tree at the *top\nof* it.\n\n${section('Beds')}${section('Water')}> [!note]- Folded\n> A hidden tree.\n\n${section('Seeds')}The last tree.\n`,
  );
});
test.afterAll(async () => {
  await app.close();
});

test('a section is edited from where it is read, and left for where it is read', async () => {
  await app.goTo('page/Long.md');
  const heading = app.page.getByRole('heading', { name: 'Water' });
  await heading.hover();
  await heading.getByRole('link', { name: 'Edit this section' }).click();
  await expect(app.text).toBeFocused();
  const water = app.text.getByRole('heading', { name: 'Water' });
  await expect(water).toBeInViewport();
  await app.type('The ');
  await expect(water).toHaveText('The Water');
  await app.save();
  await app.press('Escape');
  await app.page.waitForURL(/\/page\/Long\.md\?anchor=the-water/);
  await expect(app.page.getByRole('heading', { name: 'The Water' })).toBeFocused();
  await expect(app.page.getByRole('heading', { name: 'The Water' })).toBeInViewport();

  await app.goTo('page/Long.md?anchor=seeds');
  await expect(app.page.getByRole('heading', { name: 'Seeds' })).toBeInViewport();
  await app.press('Shift+E');
  await expect(app.text).toBeFocused();
  await expect(app.text.getByRole('heading', { name: 'Seeds' })).toBeInViewport();
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
  await expect(app.source.getByText('## Seeds')).toBeInViewport();
  await app.press('Control+Home', 'Escape');
  await app.page.waitForURL(/\/page\/Long\.md$/);
});

test('words are found in the page that is read, in what is folded too', async () => {
  await app.goTo('page/Long.md');
  await app.page.getByRole('button', { name: 'More for this page' }).click();
  await app.page.getByRole('menuitem', { name: 'Find in this page' }).click();
  const bar = app.page.getByRole('search', { name: 'Find in this page' });
  await expect(bar.getByLabel('Replace by')).toHaveCount(0);
  await bar.getByLabel('Find', { exact: true }).fill('tree');
  const count = bar.locator('output');
  await expect(count).toHaveText('1 of 3');
  const current = () =>
    app.page.evaluate(() => {
      const [range] = CSS.highlights.get('cp-find-current') ?? [];
      if (!(range instanceof Range)) return null;
      const { top, bottom, height } = range.getBoundingClientRect();
      const bar = document.querySelector('.cp-page-find')?.getBoundingClientRect().top ?? 0;
      const isSeen = height > 0 && top >= 0 && bottom <= bar;
      return { text: range.startContainer.textContent, isSeen };
    });
  await app.press('Enter');
  await expect(count).toHaveText('2 of 3');
  await expect(app.page.getByText('A hidden tree.')).toBeVisible();
  expect(await current()).toEqual({ text: 'A hidden tree.', isSeen: true });
  await app.press('Enter');
  await expect(count).toHaveText('3 of 3');
  expect(await current()).toEqual({ text: 'The last tree.', isSeen: true });
  await app.press('Shift+Enter', 'Shift+Enter');
  await expect(count).toHaveText('1 of 3');
  // Over an emphasis and the end of a line of the source.
  await bar.getByLabel('Find', { exact: true }).fill('the top of it');
  await expect(count).toHaveText('1 of 1');
  app.put('Long.md', '# Long\n\nThe top of it is here now.\n');
  await expect(app.page.getByText('is here now')).toBeVisible();
  await expect(count).toHaveText('1 of 1');
  expect((await new AxeBuilder({ page: app.page }).analyze()).violations).toEqual([]);
  await app.press('Escape');
  await expect(bar).toHaveCount(0);
  expect(await app.page.evaluate(() => window.getSelection()?.toString())).toBe('The top of it');
});
