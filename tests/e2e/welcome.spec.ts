import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type AppProcess, startApp } from '../helpers/app-process.ts';
import { expectAxeClean } from './axe.ts';

// Each has an app of its own: the last ones of the run are shared among the workers.
test.describe.configure({ mode: 'parallel' });

let app: AppProcess;
test.beforeEach(async ({ page }) => {
  app = await startApp();
  await page.goto(app.url);
});
test.afterEach(async () => app.stop());

test('the sample wiki is one click away, and a reload stays signed in there', async ({ page }) => {
  await page.getByRole('button', { name: 'Explore the sample wiki' }).click();
  await expect(page).toHaveURL(/\/page\/Home\.md$/);
  await expect(page.getByRole('tree', { name: 'Pages' })).toContainText('Commons');
  await page.reload();
  await expect(page.getByRole('tree', { name: 'Pages' })).toContainText('Commons');
  expect(page.url()).not.toContain('launch=');
});

test('a wiki is created with a name and opens on its front page', async ({ page }) => {
  await page.getByRole('button', { name: 'Create a wiki' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Village bread');
  await page.getByLabel('Where it goes').fill(app.homeDir);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Your e-mail').fill('ada@example.org');
  await page.getByRole('button', { name: 'Create wiki' }).click();
  await expect(page).toHaveURL(/\/page\/Home\.md$/);
  await expect(page).toHaveTitle(/Village bread/);
});

test('a folder without history is asked about before anything is written', async ({ page }) => {
  const dir = join(app.homeDir, 'letters');
  await mkdir(dir);
  await writeFile(join(dir, 'Home.md'), '# Letters\n');
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await page.getByRole('textbox', { name: 'Folder' }).fill(dir);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'This folder is not a wiki yet' });
  await expect(dialog).toContainText('one page');
  await dialog.getByRole('button', { name: 'Start keeping its history' }).click();
  await expect(page).toHaveURL(/\/page\/Home\.md$/);
});

test('the welcome screen and its dialogs pass axe; a folder that is not there is told in words', async ({
  page,
}) => {
  test.setTimeout(120_000); // the browser looks at every element, again and again
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expectAxeClean(page);
  for (const way of ['Create a wiki', 'Join a wiki', 'Open a folder']) {
    await page.getByRole('button', { name: way }).click();
    await expectAxeClean(page);
    if (way !== 'Open a folder') await page.keyboard.press('Escape');
  }
  await page.getByRole('textbox', { name: 'Folder' }).fill(join(app.homeDir, 'nowhere'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('There is no folder');
});
