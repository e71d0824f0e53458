import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type AppProcess, startApp } from '../helpers/app-process.ts';
import { expectAxeClean } from './axe.ts';
import { append, git, joinWiki } from './member-steps.ts';

const run = promisify(execFile);

// Each has an app of its own: the last ones of the run are shared among the workers.
test.describe.configure({ mode: 'parallel' });

let root: string;
const apps: AppProcess[] = [];
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'commonplace-share-'));
});
test.afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  await rm(root, { recursive: true, force: true });
});

async function seed(): Promise<string> {
  const dir = join(root, 'garden');
  await mkdir(dir);
  await writeFile(join(dir, 'Home.md'), '# Home\n\nThe first paragraph.\n\nThe last paragraph.\n');
  await git(dir, 'init', '-q', '-b', 'main');
  await git(dir, 'config', 'user.name', 'Ana');
  await git(dir, 'config', 'user.email', 'ana@example.org');
  await git(dir, 'add', '-A');
  await git(dir, 'commit', '-q', '-m', 'Start the garden wiki');
  return dir;
}

async function newPage(browser: Browser, app: AppProcess): Promise<Page> {
  apps.push(app);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(app.url);
  return page;
}

/** Starts the app as a new person would, and joins the wiki by what they were given. */
async function joinBy(browser: Browser, address: string): Promise<Page> {
  const page = await newPage(browser, await startApp());
  await joinWiki(page, address);
  return page;
}

const goHome = (page: Page) =>
  page.goto(page.url().replace(/(#\/w\/[0-9a-f]{16}).*$/, '$1/page/Home.md'));

async function openShare(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Sharing:/ }).click();
  await expect(page.getByRole('heading', { name: 'Share', level: 1 })).toBeVisible();
}

async function appendAtHome(page: Page, name: string, words: string, text: string): Promise<void> {
  await goHome(page);
  await append(page, name, words, text);
}

const shareNow = (page: Page) => page.getByRole('button', { name: 'Share now', exact: true });

/** Adds a folder as the wiki's first place and lets a shared copy be made in it. */
async function shareInFolder(page: Page, folder: string): Promise<void> {
  await openShare(page);
  await page.getByRole('button', { name: /^Folder, stick/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a place' });
  await dialog.getByLabel('Its folder').fill(folder);
  await dialog.getByRole('button', { name: 'Share here' }).click();
  const offer = page.getByRole('dialog', { name: 'Make a shared copy?' });
  await expect(offer).toContainText(folder);
  await offer.getByRole('button', { name: 'Make a shared copy here' }).click();
  await expect(page.getByRole('listitem', { name: 'stick' })).toContainText('All shared');
}

test('a wiki is shared in a folder, joined from it, and changes flow back', async ({ browser }) => {
  test.setTimeout(240_000);
  const stick = join(root, 'stick');
  await mkdir(stick);
  const anaDir = await seed();
  const ana = await newPage(browser, await startApp({ wikiDir: anaDir }));

  await shareInFolder(ana, stick);
  const copy = join(stick, (await readdir(stick))[0] ?? '');
  expect(await git(copy, 'rev-parse', 'main')).toBe(await git(anaDir, 'rev-parse', 'main'));
  await expectAxeClean(ana, ['light']);

  const bo = await joinBy(browser, copy);
  await appendAtHome(bo, 'Bo', 'The first paragraph.', ' Bo was here.');
  await openShare(bo);
  await shareNow(bo).click();
  await expect(bo.getByRole('listitem', { name: 'stick' })).toContainText('All shared');
  await expect.poll(() => git(copy, 'log', '-1', '--format=%an', 'main')).toBe('Bo');

  await shareNow(ana).click();
  await expect.poll(() => git(anaDir, 'log', '-1', '--format=%an', 'main')).toBe('Bo');
  await goHome(ana);
  await expect(ana.getByRole('article').getByText('Bo was here.')).toBeVisible();
});

test('a place is away, is paused, and is removed without a loss', async ({ browser }) => {
  test.setTimeout(240_000);
  const stick = join(root, 'stick');
  await mkdir(stick);
  const anaDir = await seed();
  const ana = await newPage(browser, await startApp({ wikiDir: anaDir }));
  await shareInFolder(ana, stick);
  const copy = join(stick, (await readdir(stick))[0] ?? '');
  const card = ana.getByRole('listitem', { name: 'stick' });

  await test.step('a stick that is pulled out is told so, and comes back', async () => {
    await rename(stick, `${stick} away`);
    await card.getByRole('button', { name: /^Share now/ }).click();
    await expect(card).toContainText('Not plugged in');
    await rename(`${stick} away`, stick);
    await card.getByRole('button', { name: /^Share now/ }).click();
    await expect(card).toContainText('All shared');
  });

  await test.step('a paused place lets nothing out until it goes on', async () => {
    await card.getByRole('button', { name: /^Pause/ }).click();
    await expect(card).toContainText('Paused');
    await appendAtHome(ana, 'Ana', 'The last paragraph.', ' Ana was here.');
    await openShare(ana);
    await expect(card).toContainText('Paused, 1 change waiting');
    await expectAxeClean(ana, ['light']);
    await card.getByRole('button', { name: /^Go on/ }).click();
    await shareNow(ana).click();
    await expect(card).toContainText('All shared');
    expect(await git(copy, 'log', '-1', '--format=%an', 'main')).toBe('Ana');
  });

  await test.step('removing a place deletes nothing there', async () => {
    await ana.getByRole('button', { name: 'Remove stick' }).click();
    const dialog = ana.getByRole('dialog', { name: 'Stop sharing at stick?' });
    await expect(dialog).toContainText('Nothing is deleted there');
    await dialog.getByRole('button', { name: 'Stop sharing there' }).click();
    await expect(ana.getByRole('heading', { name: 'Where to share it' })).toBeVisible();
    expect(await git(copy, 'fsck', '--strict', '--no-dangling')).toBe('');
    expect(await git(anaDir, 'remote')).toBe('');
  });
});

test('a parcel goes out, comes back with changes, and is joined', async ({ browser }) => {
  test.setTimeout(240_000);
  const post = join(root, 'post');
  await mkdir(post);
  const anaDir = await seed();
  const ana = await newPage(browser, await startApp({ wikiDir: anaDir }));

  const makeParcel = async (page: Page): Promise<string> => {
    await openShare(page);
    await page.getByRole('button', { name: 'Make a parcel' }).click();
    const dialog = page.getByRole('dialog', { name: 'Make a parcel' });
    await dialog.getByLabel('Where it goes').fill(post);
    await dialog.getByRole('button', { name: 'Make the parcel' }).click();
    await expect(dialog).toContainText('The parcel is made');
    await expectAxeClean(page, ['light']);
    const file = await dialog.getByText(/\.bundle$/).innerText();
    await dialog.getByRole('button', { name: 'Done' }).click();
    return file;
  };
  const first = await makeParcel(ana);
  await run('git', ['-C', anaDir, 'bundle', 'verify', first]);

  const cy = await joinBy(browser, first);
  await appendAtHome(cy, 'Cy', 'The first paragraph.', ' Cy was here.');
  const second = await makeParcel(cy);
  expect(second).not.toBe(first);

  const openParcel = async (file: string) => {
    await ana.getByRole('button', { name: 'Open a parcel' }).click();
    const dialog = ana.getByRole('dialog', { name: 'Open a parcel' });
    await dialog.getByLabel('Parcel', { exact: true }).fill(file);
    await dialog.getByRole('button', { name: 'Open the parcel' }).click();
    return dialog;
  };
  const opened = await openParcel(second);
  await expect(opened).toContainText('1 change came with it');
  await opened.getByRole('button', { name: 'Done' }).click();
  await goHome(ana);
  await expect(ana.getByRole('article').getByText('Cy was here.')).toBeVisible();
  expect(await git(anaDir, 'status', '--porcelain')).toBe('');

  await openShare(ana);
  await expect(await openParcel(second)).toContainText('everything that is in this parcel');
});

test('the ways to share and their dialogs pass axe, and know what is pasted', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const page = await newPage(browser, await startApp({ wikiDir: await seed() }));
  await openShare(page);
  await expectAxeClean(page);
  for (const name of [/^Web address/, /^SSH/, /^Folder, stick/, 'Make a parcel', 'Open a parcel']) {
    await page.getByRole('button', { name }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAxeClean(page, ['light']);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: /^Web address/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a place' });
  await dialog.getByLabel('Its address').fill('git@codeberg.org:ana/garden.git');
  await expect(dialog.getByRole('radio', { name: /^SSH/ })).toBeChecked();
  await dialog.getByLabel('Its address').fill('git clone http://127.0.0.1:9/garden.git');
  await expect(dialog.getByRole('radio', { name: /^Web address/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByRole('button', { name: 'Share here' }).click();
  await expect(dialog.getByRole('button', { name: 'Share here anyway' })).toBeVisible();
  await dialog.getByLabel('Its address').fill(join(root, 'nowhere'));
  await dialog.getByRole('button', { name: 'Share here' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is no folder');
});
