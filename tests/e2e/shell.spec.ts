import { expect, type Page, test } from '@playwright/test';
import { type AppProcess, startApp } from '../helpers/app-process.ts';
import { expectAxeClean } from './axe.ts';

test.describe.configure({ mode: 'serial' });

let app: AppProcess;
let page: Page;
let home: string;
test.beforeAll(async ({ browser }) => {
  app = await startApp();
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Explore the sample wiki' }).click();
  await expect(page.getByRole('tree', { name: 'Pages' })).toContainText('Commons');
  home = page.url();
});
test.afterAll(async () => app.stop());
test.beforeEach(async () => {
  await page.goto(home);
  await expect(page.getByRole('article')).toBeVisible();
});

test('the switcher goes to a page by a part of its title', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('copyl');
  await expect(page.getByRole('option', { name: 'Copyleft' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/page\/Copyleft\.md$/);
});

test('the switcher offers to create a page of a title that is free', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Mushroom walks');
  await page.getByRole('option', { name: 'Create page “Mushroom walks”' }).click();
  await expect(page).toHaveURL(/\/edit\/Mushroom%20walks\.md$/);
});

test('a slash leads to the search, whose results can be walked by arrow keys', async () => {
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search the wiki' });
  await expect(field).toBeFocused();
  await field.fill('ostrom');
  const hits = page.locator('a[data-hit]');
  await expect(hits.first()).toContainText('Elinor Ostrom');
  await expect(page).toHaveURL(/search\?q=ostrom$/);
  await page.keyboard.press('ArrowDown');
  await expect(hits.first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/page\//);
});

test('a search without hits offers to create the page', async () => {
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search the wiki' }).fill('xylophone');
  await page.getByRole('button', { name: 'Create page “xylophone”' }).click();
  await expect(page).toHaveURL(/\/edit\/xylophone\.md$/);
});

test('the tree is walked and folders are opened by keys', async () => {
  const tree = page.getByRole('tree', { name: 'Pages' });
  await tree.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('treeitem', { name: 'Learn' })).toHaveAttribute(
    'aria-expanded',
    'true',
  );
  await page.keyboard.type('copy');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/page\/Copyleft\.md$/);
  await expect(page.getByRole('treeitem', { name: 'Copyleft' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('on a narrow screen the sidebar is a drawer that a choice closes', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  const item = page.getByRole('treeitem', { name: 'Glossary' });
  await expect(item).toBeHidden();
  await page.getByRole('button', { name: 'Pages and wiki' }).click();
  await item.click();
  await expect(page).toHaveURL(/\/page\/Glossary\.md$/);
  await expect(item).toBeHidden();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

test('search and settings pass axe in both themes', async () => {
  test.setTimeout(120_000); // the browser looks at every element, again and again
  await page.setViewportSize({ width: 1200, height: 800 });
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search the wiki' }).fill('commons');
  await expect(page.locator('a[data-hit]').first()).toBeVisible();
  await expectAxeClean(page);
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { name: 'This wiki' })).toBeVisible();
  await expectAxeClean(page);
});

test('the theme that was chosen outlives a reload', async () => {
  await page.keyboard.press('Control+,');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
});

test('a host that stopped is told of in a bar', async () => {
  app.process.kill('SIGKILL');
  await expect(page.getByRole('alert')).toContainText('connection to Commonplace is lost');
});
