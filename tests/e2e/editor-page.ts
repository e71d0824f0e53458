import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, expect, type Locator, type Page } from '@playwright/test';
import { startApp } from '../helpers/app-process.ts';

/** A wiki of a few pages, open in a browser. */
export interface EditorApp {
  readonly page: Page;
  readonly wikiDir: string;
  readonly text: Locator;
  /** The page as markdown, where that is what is on the screen. */
  readonly source: Locator;
  /** All lines of a short page's source. */
  sourceText(): Promise<string>;
  /** Writes a page by another program's hand and commits it. */
  put(path: string, content: string | Uint8Array): void;
  /** Does so in another copy of the wiki. */
  putIn(dir: string, path: string, text: string): void;
  /** What plain git says of the wiki. */
  git(...args: readonly string[]): string;
  /** The page's file as it is on disk. */
  read(path: string): string;
  edit(path: string): Promise<void>;
  /** Edits a new page that holds `start`. @returns its path */
  editNew(start: string): Promise<string>;
  /** Edits such a page, does what the test does, saves, and gives the file's text. */
  edited(start: string, act: () => Promise<void>): Promise<string>;
  /** Goes to another place of the wiki by its address, as a link does. */
  goTo(place: string): Promise<void>;
  /** Saves by keyboard and waits until it is done. */
  save(): Promise<void>;
  /** A second browser on the same host, or a second window, signed in, at a place of the wiki. */
  another(place: string, what?: 'browser' | 'window'): Promise<Page>;
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  close(): Promise<void>;
}

function git(dir: string, ...args: readonly string[]): string {
  const options = { encoding: 'utf8' as const };
  return execFileSync('git', ['-C', dir, '-c', 'commit.gpgsign=false', ...args], options).trim();
}

export async function openEditorApp(browser: Browser): Promise<EditorApp> {
  const wikiDir = mkdtempSync(join(tmpdir(), 'commonplace-editor-'));
  git(wikiDir, 'init', '-q', '-b', 'main');
  git(wikiDir, 'config', 'user.name', 'Wanda Writer');
  git(wikiDir, 'config', 'user.email', 'wanda@example.org');
  const putIn = (dir: string, path: string, content: string | Uint8Array) => {
    writeFileSync(join(dir, path), content);
    git(dir, 'add', '-A');
    const author = ['-c', 'user.name=Wanda Writer', '-c', 'user.email=wanda@example.org'];
    git(dir, ...author, 'commit', '-q', '-m', `Put ${path}`);
  };
  const put = (path: string, content: string | Uint8Array) => putIn(wikiDir, path, content);
  put('Home.md', '# Home\n');
  put('Garden plan.md', '# Garden plan\n\nBeds.\n');
  const app = await startApp({ wikiDir });
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(app.url);
  await page.waitForURL(/#\/w\/[0-9a-f]{16}/);
  const wiki = /#\/w\/([0-9a-f]{16})/.exec(page.url())?.[1] ?? '';
  const text = page.getByRole('textbox', { name: 'Page text' });
  const source = page.getByRole('textbox', { name: 'Markdown source' });
  const goTo = (place: string) =>
    page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/w/${wiki}/${place}`);
  const edit = async (path: string) => {
    await goTo(`edit/${encodeURIComponent(path)}`);
    await expect(text).toBeFocused();
  };
  const save = async () => {
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('region', { name: 'Saving' }).getByRole('status')).toHaveText(
      'Saved',
    );
  };
  const read = (path: string) => readFileSync(join(wikiDir, path), 'utf8');
  let count = 0;
  const editNew = async (start: string) => {
    count += 1;
    const path = `Page ${count}.md`;
    put(path, start);
    await edit(path);
    return path;
  };
  return {
    page,
    wikiDir,
    text,
    source,
    sourceText: async () => (await source.locator('.cm-line').allTextContents()).join('\n'),
    put,
    putIn,
    git: (...args) => git(wikiDir, ...args),
    read,
    goTo,
    edit,
    editNew,
    async edited(start, act) {
      const path = await editNew(start);
      await act();
      await save();
      return read(path);
    },
    save,
    async another(place, what = 'browser') {
      // A second start joins the host that runs, and prints another address to open it by.
      const second = await startApp({ homeDir: app.homeDir, wikiDir });
      const other = await (what === 'window' ? context : await browser.newContext()).newPage();
      await other.goto(second.url);
      await other.waitForURL(/#\/w\/[0-9a-f]{16}/);
      await second.stop();
      await other.evaluate((hash) => {
        window.location.hash = hash;
      }, `#/w/${wiki}/${place}`);
      return other;
    },
    async press(...keys) {
      for (const key of keys) {
        await page.keyboard.press(key);
      }
    },
    async type(typed) {
      for (const character of typed) {
        await page.keyboard.press(character === '\n' ? 'Enter' : character);
      }
    },
    async close() {
      await context.close();
      await app.stop();
      rmSync(wikiDir, { recursive: true, force: true });
    },
  };
}
