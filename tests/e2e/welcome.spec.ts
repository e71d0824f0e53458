import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type AppProcess, startApp } from '../helpers/app-process.ts';

let app: AppProcess;
test.beforeEach(async ({ page }) => {
  app = await startApp();
  await page.goto(app.url);
});
test.afterEach(async () => app.stop());

test('the sample wiki is one click away', async ({ page }) => {
  await page.getByRole('button', { name: 'Explore the sample wiki' }).click();
  await expect(page).toHaveURL(/\/page\/Home\.md$/);
  await expect(page.getByRole('tree', { name: 'Pages' })).toContainText('Commons');
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

test('a folder that is not there is told in words', async ({ page }) => {
  await page.getByRole('button', { name: 'Open a folder' }).click();
  await page.getByRole('textbox', { name: 'Folder' }).fill(join(app.homeDir, 'nowhere'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('There is no folder');
});

test('a reload stays signed in and on the same page', async ({ page }) => {
  await page.getByRole('button', { name: 'Explore the sample wiki' }).click();
  await expect(page).toHaveURL(/\/page\/Home\.md$/);
  await page.reload();
  await expect(page.getByRole('tree', { name: 'Pages' })).toContainText('Commons');
  expect(page.url()).not.toContain('launch=');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the welcome screen and its dialogs pass axe in the ${colorScheme} theme`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const way of [null, 'Create a wiki', 'Open a folder', 'Join a wiki']) {
      if (way !== null) await page.getByRole('button', { name: way }).click();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations).toEqual([]);
      if (way !== null) await page.keyboard.press('Escape');
    }
  });
}
