import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';

const run = promisify(execFile);

/** git's own program, without blocking a server that this process runs. */
export async function git(dir: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', dir, ...args], {
    env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
  });
  return stdout.trim();
}

/** Joins a wiki from the welcome screen, by what a new person was given. */
export async function joinWiki(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: /Join a wiki/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Join a wiki' });
  await dialog.getByLabel('Its address').fill(address);
  await dialog.getByRole('button', { name: /^Join/ }).click();
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();
}

/** Edits the page on the screen: to the end of the paragraph that holds `words`, `text`, and saved. */
export async function append(page: Page, name: string, words: string, text: string): Promise<void> {
  await expect(page.getByRole('article').getByText(words)).toBeVisible();
  await page.keyboard.press('e');
  await page.getByRole('textbox', { name: 'Page text' }).getByText(words).click();
  await page.keyboard.press('End');
  await page.keyboard.type(text);
  await page.keyboard.press('Control+s');
  const who = page.getByRole('dialog', { name: 'Who is writing?' });
  const saved = page.getByRole('status').getByText('Saved', { exact: true });
  await expect(who.or(saved).first()).toBeVisible();
  if (await who.isVisible()) {
    await who.getByLabel('Name').fill(name);
    await who.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
    await who.getByRole('button', { name: 'Save name' }).click();
  }
  await expect(saved).toBeVisible();
  await page.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('article').getByText(text.trim())).toBeVisible();
}
