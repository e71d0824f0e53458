import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startApp } from '../helpers/app-process.ts';
import { desktopProgram, startDesktop } from '../helpers/desktop-app.ts';
import { expectAxeClean } from './axe.ts';

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000"><rect width="1600" height="1000" fill="#2a6335"/></svg>`;

let wikiDir: string;
test.beforeEach(() => {
  wikiDir = realpathSync(mkdtempSync(join(tmpdir(), 'commonplace-files-')));
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', wikiDir, ...args]);
  const put = (path: string, text: string) => writeFileSync(join(wikiDir, path), text);
  mkdirSync(join(wikiDir, 'files'));
  put('Home.md', '# Home\n\n[The beds](files/beds.svg) [The plan](files/plan.pdf)\n');
  put('files/beds.svg', picture);
  put('files/plan.pdf', '%PDF-');
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  const author = ['-c', 'user.name=Wanda Writer', '-c', 'user.email=wanda@example.org'];
  git(...author, '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'Start');
});
test.afterEach(() => rmSync(wikiDir, { recursive: true, force: true }));

async function looksAtPicture(page: Page): Promise<void> {
  const link = page.getByRole('link', { name: 'The beds' });
  await link.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'beds.svg' });
  await expect(dialog.getByRole('img', { name: 'beds.svg' })).toHaveJSProperty(
    'naturalWidth',
    1600,
  );
  await expect(dialog.getByRole('img')).toBeInViewport({ ratio: 1 });
}

async function leavesPicture(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'The beds' })).toBeFocused();
}

test('in a browser a linked picture is shown over the page, another file downloaded', async ({
  page,
}) => {
  const app = await startApp({ wikiDir });
  await page.goto(app.url);
  await looksAtPicture(page);
  await expectAxeClean(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(page.getByRole('dialog').getByRole('img')).toBeInViewport({ ratio: 1 });
  await expectAxeClean(page);
  const taken = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('link', { name: 'Download' }).click();
  expect((await taken).suggestedFilename()).toBe('beds.svg');
  await leavesPicture(page);
  const plan = page.waitForEvent('download');
  await page.getByRole('link', { name: 'The plan' }).press('Enter');
  expect((await plan).suggestedFilename()).toBe('plan.pdf');
  await app.stop();
});

test(`on the desktop both stay in the app, and nothing is opened, in ${desktopProgram}`, async () => {
  test.skip(desktopProgram === 'Electron', 'shows a window of the file manager');
  const outside = mkdtempSync(join(tmpdir(), 'commonplace-outside-'));
  writeFileSync(join(outside, 'secret.pdf'), 'x');
  mkdirSync(join(wikiDir, 'more'));
  symlinkSync(join(outside, 'secret.pdf'), join(wikiDir, 'more/link.pdf'));
  symlinkSync(outside, join(wikiDir, 'folder'));
  const desktop = await startDesktop({ wikiDir });
  const { page } = desktop;
  const shown = () => desktop.app.evaluate(({ standIn }) => [...standIn.shown]);
  await looksAtPicture(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Show in its folder' }).click();
  await expect.poll(shown).toEqual([join(wikiDir, 'files/beds.svg')]);
  await leavesPicture(page);
  await page.getByRole('link', { name: 'The plan' }).press('Enter');
  await expect
    .poll(shown)
    .toEqual([join(wikiDir, 'files/beds.svg'), join(wikiDir, 'files/plan.pdf')]);

  const wiki = /#\/w\/([0-9a-f]{16})/.exec(page.url())?.[1];
  for (const path of [
    '../plan.pdf',
    '/etc/passwd',
    'files/../../plan.pdf',
    '.git/config',
    'more/link.pdf',
    'folder/secret.pdf',
    'files',
    'none.pdf',
  ])
    await page.evaluate((input) => window.commonplace?.request('file.showInFolder', input), {
      wiki,
      path,
    });
  expect(await shown()).toHaveLength(2);
  await desktop.stop();
  rmSync(outside, { recursive: true });
});
