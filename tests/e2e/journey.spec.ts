import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { startApp, type AppProcess } from '../helpers/app-process.ts';
import { startGitServer } from '../helpers/git-server.ts';
import { append, git, joinWiki } from './member-steps.ts';

/** A sound repository whose files are those of its last revision, in git's own eyes. */
async function expectSound(dir: string): Promise<void> {
  expect(await git(dir, 'fsck', '--strict', '--no-dangling')).toBe('');
  expect(await git(dir, 'status', '--porcelain')).toBe('');
}

interface Member {
  readonly app: AppProcess;
  readonly page: Page;
  readonly dir: string;
  go(path: string): Promise<void>;
  /** Goes to a paragraph that holds `words`, to its end, and types. */
  append(path: string, words: string, text: string): Promise<void>;
  share(expected: string): Promise<void>;
}

/** Starts the app as a new person would, and joins the wiki by its address. */
async function joinAs(browser: Browser, name: string, url: string): Promise<Member> {
  const app = await startApp();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(app.url);
  await joinWiki(page, url);
  const dir = join(app.homeDir, 'Documents', 'garden');
  await page.getByRole('link', { name: /^Sharing:/ }).click();
  const wish = page.getByRole('checkbox', { name: 'Share by itself' });
  await wish.click();
  await expect(wish).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'After I save a page' })).toBeDisabled();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Home', level: 1 })).toBeVisible();

  const go = async (path: string) => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/page/i).last().fill(path);
    await page.getByRole('option', { name: path }).first().click();
    await expect(page.getByRole('heading', { name: path, level: 1 })).toBeVisible();
  };
  return {
    app,
    page,
    dir,
    go,
    async append(path, words, text) {
      await go(path);
      await append(page, name, words, text);
    },
    async share(expected) {
      await page.goto(page.url().replace(/(#\/w\/[0-9a-f]{16}).*$/, '$1/share'));
      await page.getByRole('button', { name: 'Share now', exact: true }).click();
      await expect(page.getByRole('banner').getByText(expected)).toBeVisible();
    },
  };
}

async function seed(dir: string): Promise<void> {
  const text = ['# Home', 'The first paragraph.', 'The second paragraph.', 'See [[Compost]].'];
  writeFileSync(join(dir, 'Home.md'), `${text.join('\n\n')}\n`);
  const compost = ['# Compost', 'Leaves and peelings.', 'Turn it in spring.', 'Wait a year.'];
  writeFileSync(join(dir, 'Compost.md'), `${compost.join('\n\n')}\n`);
  await git(dir, 'init', '-q', '-b', 'main');
  await git(dir, 'add', '-A');
  const who = ['-c', 'user.name=Founder', '-c', 'user.email=founder@example.org'];
  await git(dir, ...who, 'commit', '-q', '-m', 'Start the garden wiki');
}

test('two members join, read, write, find, share and agree', async ({ browser }) => {
  test.setTimeout(240_000);
  const server = await startGitServer();
  const seedDir = mkdtempSync(join(tmpdir(), 'commonplace-seed-'));
  const members: Member[] = [];
  try {
    await seed(seedDir);
    const remote = await server.createRepo('garden', seedDir);
    const ana = await joinAs(browser, 'Ana', remote.url);
    members.push(ana);
    await expectSound(ana.dir);

    await test.step('Ana reads, edits by keyboard and saves', async () => {
      await ana.page.getByRole('article').getByRole('link', { name: 'Compost' }).click();
      await expect(ana.page.getByRole('region', { name: 'Linked from one page' })).toBeVisible();
      await ana.append('Compost', 'Leaves and peelings.', ' No citrus, says Ana.');
      expect(await git(ana.dir, 'log', '-1', '--format=%an|%s')).toBe('Ana|Edit Compost');
      expect(await git(ana.dir, 'diff', '--stat', 'HEAD~1')).toContain(
        '1 insertion(+), 1 deletion(-)',
      );
      await expectSound(ana.dir);
    });

    await test.step('she sees what changed, and finds the new words', async () => {
      await ana.page
        .getByRole('link', { name: 'History' })
        .or(ana.page.getByRole('button', { name: 'History' }))
        .first()
        .click();
      await expect(
        ana.page.getByRole('list', { name: /Versions/ }).getByRole('listitem'),
      ).toHaveCount(2);
      await expect(ana.page.locator('ins').filter({ hasText: 'citrus' }).first()).toBeVisible();
      await ana.page.keyboard.press('/');
      await ana.page.getByLabel('Search the wiki').fill('citru');
      await expect(
        ana.page
          .locator('mark')
          .filter({ hasText: /citrus/i })
          .first(),
      ).toBeVisible();
    });

    await test.step('she shares, and the server has it', async () => {
      await ana.share('All shared');
      expect(await git(remote.dir, 'log', '-1', '--format=%an', 'main')).toBe('Ana');
      await expectSound(ana.dir);
    });

    const bo = await joinAs(browser, 'Bo', remote.url);
    members.push(bo);
    await test.step('Bo has her words; edits of different paragraphs join by themselves', async () => {
      await bo.go('Compost');
      await expect(bo.page.getByText('No citrus, says Ana.')).toBeVisible();
      await bo.append('Compost', 'Wait a year.', ' Or two, says Bo.');
      await ana.append('Compost', 'Turn it in spring.', ' Twice, says Ana.');
      await ana.share('All shared');
      await bo.share('All shared');
      await bo.go('Compost');
      await expect(bo.page.getByText('Twice, says Ana.')).toBeVisible();
      await expect(bo.page.getByText('Or two, says Bo.')).toBeVisible();
      await expectSound(bo.dir);
      await ana.share('All shared');
    });

    await test.step('an overlap is shared with both versions, and Bo writes a third', async () => {
      await ana.append('Home', 'The first paragraph.', ' Ana was here.');
      await ana.share('All shared');
      await bo.append('Home', 'The first paragraph.', ' Bo was here.');
      await bo.share('1 choice open');
      expect(await git(bo.dir, 'rev-parse', 'main')).toBe(
        await git(remote.dir, 'rev-parse', 'main'),
      );
      await ana.share('1 choice open');
      for (const member of members) {
        const { page, dir } = member;
        await expectSound(dir);
        await member.go('Home');
        const article = page.getByRole('article');
        await expect(article.getByText('Ana was here.')).toBeVisible();
        await expect(article.getByText('Bo was here.')).toBeVisible();
        await expect(page.getByRole('link', { name: 'Choose', exact: true })).toBeVisible();
      }
      await bo.page.getByRole('link', { name: 'Choose', exact: true }).click();
      await bo.page.getByRole('button', { name: 'Write it anew' }).click();
      await bo.page
        .getByLabel('Your new words for this section')
        .fill('The first paragraph. Ana and Bo were here.');
      await bo.page.getByRole('button', { name: 'Done' }).click();
      await expect(bo.page.getByRole('heading', { name: 'Nothing to choose here' })).toBeVisible();
      await bo.share('All shared');
      await ana.share('All shared');
      for (const member of members) {
        const { page } = member;
        await member.go('Home');
        await expect(page.getByText('The first paragraph. Ana and Bo were here.')).toBeVisible();
        await expect(page.getByRole('link', { name: 'Choose', exact: true })).toBeHidden();
      }
    });

    for (const { dir } of members) await expectSound(dir);
    const heads = await Promise.all(
      [ana.dir, bo.dir, remote.dir].map((dir) => git(dir, 'rev-parse', 'main')),
    );
    expect(new Set(heads).size).toBe(1);
    expect(await git(remote.dir, 'fsck', '--strict', '--no-dangling')).toBe('');
  } finally {
    for (const { app } of members) await app.stop();
    await server.close();
    rmSync(seedDir, { recursive: true, force: true });
  }
});
