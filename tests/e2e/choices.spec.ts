import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type AppProcess, projectDir, quietEnvironment, startApp } from '../helpers/app-process.ts';
import { expectAxeClean } from './axe.ts';
import { git } from './member-steps.ts';

const run = promisify(execFile);

// Each has an app of its own: the last ones of the run are shared among the workers.
test.describe.configure({ mode: 'parallel' });

let root: string;
const apps: AppProcess[] = [];
test.setTimeout(240_000);
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'commonplace-choices-'));
});
test.afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
  await rm(root, { recursive: true, force: true });
});

async function commonplace(...args: string[]): Promise<void> {
  await run(process.execPath, [join(projectDir, 'electron/launch/commonplace.mjs'), ...args], {
    env: quietEnvironment(root),
  });
}

type Files = Readonly<Record<string, string | Buffer>>;

const paragraphs = (...texts: readonly string[]) => `${texts.join('\n\n')}\n`;

async function commit(dir: string, name: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) await writeFile(join(dir, path), content);
  await git(dir, 'config', 'user.name', name);
  await git(dir, 'config', 'user.email', `${name.toLowerCase()}@example.org`);
  await git(dir, 'add', '-A');
  await git(dir, 'commit', '-q', '-m', `${name} writes`);
}

/** One wiki whose members wrote on the same revision, each shared with the others; the last one's folder. */
async function writtenBy(start: Files, members: Readonly<Record<string, Files>>): Promise<string> {
  const seed = join(root, 'seed');
  await mkdir(seed);
  await git(seed, 'init', '-q', '-b', 'main');
  await commit(seed, 'Founder', start);
  const shared = join(root, 'shared.git');
  await run('git', ['clone', '-q', '--bare', seed, shared]);
  const dirs = Object.keys(members).map((name) => join(root, name));
  for (const dir of dirs) await run('git', ['clone', '-q', shared, dir]);
  for (const [name, files] of Object.entries(members)) {
    await commit(join(root, name), name, files);
    await commonplace('call', join(root, name), 'sync.updatePreferences', '{"isAutomatic":false}');
    await commonplace('sync', join(root, name));
  }
  return dirs.at(-1) ?? '';
}

async function choose(browser: Browser, wikiDir: string, path: string): Promise<Page> {
  const app = await startApp({ wikiDir });
  apps.push(app);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(app.url);
  // Not before it has gone on to the front page: it would do so after the next address too.
  await page.waitForURL(/#\/w\/[0-9a-f]{16}\/page\//);
  await page.goto(page.url().replace(/(#\/w\/[0-9a-f]{16}).*$/, `$1/choice/${path}`));
  await expect(page.getByRole('heading', { name: /^Choose for/ })).toBeVisible();
  return page;
}

test('some places are chosen now and the rest later, by keyboard, and taken back', async ({
  browser,
}) => {
  const text = (spring: string, autumn: string) =>
    paragraphs('# Calendar', '## Spring', spring, '## Autumn', autumn);
  const dir = await writtenBy(
    { 'Home.md': text('Sow the beans in May.', 'Pick the apples.') },
    {
      Ana: { 'Home.md': text('Sow the beans in early May.', 'Pick the ripe apples.') },
      Cy: { 'Home.md': text('Sow the beans in late May.', 'Pick the red apples.') },
      Bo: { 'Home.md': text('Sow the beans in June.', 'Pick the fallen apples.') },
    },
  );
  const page = await choose(browser, dir, 'Home.md');
  const spring = page.getByRole('region', { name: /^Section 1 of 2/ });
  const undo = page.getByRole('button', { name: 'Undo', exact: true });
  for (const words of ['Yours', 'Ana’s', 'Cy’s']) await expect(spring).toContainText(words);
  await expectAxeClean(page);

  const press = async (name: string) => {
    await spring.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await press('Keep all');
  await press('Keep Ana’s');
  await expect(spring).toContainText('chosen');
  await undo.click();
  await expect(spring.getByRole('button', { name: 'Keep all' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await press('Keep Ana’s');
  await page.getByText('The whole page as chosen so far').click();
  const preview = page.getByRole('article');
  await expect(preview).toContainText('Sow the beans in early May.');
  await expect(preview).not.toContainText('June');
  await expect(preview).toContainText('fallen');
  await page.setViewportSize({ width: 390, height: 800 });
  await expectAxeClean(page);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isWide).toBe(false);

  const before = await git(dir, 'rev-parse', 'HEAD:Home.md');
  await page.getByRole('button', { name: 'Save these, the rest later' }).click();
  await expect(page.getByRole('heading', { name: /^The section/ })).toBeVisible();
  expect(await readFile(join(dir, 'Home.md'), 'utf8')).toContain(
    '## Spring\n\nSow the beans in early May.\n\n## Autumn',
  );
  expect(await git(dir, 'status', '--porcelain')).toBe('');
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(spring).toContainText('not chosen yet');
  expect(await git(dir, 'rev-parse', 'HEAD:Home.md')).toBe(before);
});

test('what another program rewrites meanwhile is looked at again, in a page with Windows lines', async ({
  browser,
}) => {
  const lines = (words: string) => `# Tea\r\n\r\n${words}\r\n\r\nThe end.\r\n`;
  const dir = await writtenBy(
    { 'Home.md': lines('Boil water.') },
    { Ana: { 'Home.md': lines('Boil cold water.') }, Bo: { 'Home.md': lines('Boil soft water.') } },
  );
  const page = await choose(browser, dir, 'Home.md');
  await page.getByRole('button', { name: 'Write it anew' }).click();
  await page.getByLabel('Your new words for this section').fill('Boil cold, soft water.\nWait.');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing to choose here' })).toBeVisible();
  expect(await readFile(join(dir, 'Home.md'), 'utf8')).toBe(
    lines('Boil cold, soft water.\r\nWait.'),
  );
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Choose for/ })).toBeVisible();
  await commit(dir, 'Bo', { 'Home.md': lines('Boil rain water.') });
  await expect(page.getByText('Somebody has rewritten this place since.')).toBeVisible();
  await page.getByRole('button', { name: 'Leave the page as it is now' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing to choose here' })).toBeVisible();
  expect(await readFile(join(dir, 'Home.md'), 'utf8')).toBe(lines('Boil rain water.'));
});

test('a file that two people replaced is kept as two until one is chosen', async ({ browser }) => {
  const file = (words: string) => Buffer.from(`\0${words}`);
  const dir = await writtenBy(
    { 'Home.md': '# Home\n', 'plan.pdf': file('old') },
    { Ana: { 'plan.pdf': file('by Ana') }, Bo: { 'plan.pdf': file('by Bo') } },
  );
  const page = await choose(browser, dir, 'plan.pdf');
  await expectAxeClean(page);
  const card = page.locator('.cp-version').filter({ hasText: 'Ana’s' });
  await card.getByRole('button', { name: /^Keep this one/ }).click();
  await expect(page.getByRole('heading', { name: 'Nothing to choose here' })).toBeVisible();
  expect(await readFile(join(dir, 'plan.pdf'))).toEqual(file('by Ana'));
  expect(await git(dir, 'ls-files')).toBe('Home.md\nplan.pdf');
  expect(await git(dir, 'status', '--porcelain')).toBe('');
});
