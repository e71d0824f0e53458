import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startApp } from '../helpers/app-process.ts';

function commitAs(dir: string, name: string, message: string): void {
  const run = (...args: string[]) =>
    execFileSync(
      'git',
      ['-C', dir, '-c', `user.name=${name}`, '-c', `user.email=${name}@example.org`, ...args],
      {
        env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
      },
    );
  run('add', '-A');
  run('commit', '-q', '-m', message);
}

test('a reader sees who wrote each word by keyboard, and brings a deleted page back', async ({
  page,
}) => {
  const dir = mkdtempSync(join(tmpdir(), 'commonplace-history-'));
  execFileSync('git', ['init', '-q', '-b', 'main', dir]);
  writeFileSync(join(dir, 'Home.md'), '# Home\n\nThe pond is deep.\n');
  writeFileSync(join(dir, 'Frogs.md'), '# Frogs\n\nThey sing at night.\n');
  commitAs(dir, 'Ana', 'Begin');
  writeFileSync(join(dir, 'Home.md'), '# Home\n\nThe pond is wonderfully deep.\n');
  rmSync(join(dir, 'Frogs.md'));
  commitAs(dir, 'Bela', 'Praise the pond');
  execFileSync('git', ['-C', dir, 'config', 'user.name', 'Reader']);
  execFileSync('git', ['-C', dir, 'config', 'user.email', 'reader@example.org']);
  const app = await startApp({ wikiDir: dir });
  try {
    await page.goto(app.url);
    await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();
    await page.keyboard.press('h');
    await page.getByRole('link', { name: 'Who wrote this' }).click();
    await expect(page.getByRole('button', { name: /^Ana/ })).toBeVisible();
    await page.getByRole('button', { name: '# Home' }).focus();
    const card = page.getByRole('region', { name: 'Who wrote this piece' });
    await expect(card.getByText('Begin')).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('button', { name: 'wonderfully' })).toBeFocused();
    await expect(card.getByText('Praise the pond')).toBeVisible();
    await card.getByRole('link', { name: 'See this change' }).click();
    await expect(
      page.getByRole('button', { name: /Praise the pond/ }).and(page.locator('[aria-current]')),
    ).toBeVisible();

    await page.getByRole('link', { name: 'Recent changes' }).click();
    await page.getByRole('link', { name: 'Deleted pages' }).click();
    await page.getByLabel('Find a deleted page').fill('frog');
    await page.getByRole('button', { name: 'Bring back Frogs' }).click();
    await expect(page.getByRole('article').getByText('They sing at night.')).toBeVisible();
  } finally {
    await app.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
