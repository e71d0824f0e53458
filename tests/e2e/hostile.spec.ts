import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startApp, type AppProcess } from '../helpers/app-process.ts';

// Whatever runs sets `pwned`; whatever loads asks for evil.example.
const home = `---
title: [broken
---
# Home

<script>window.pwned=1</script><img src=x onerror="window.pwned=2"><svg onload="window.pwned=3"><a href="javascript:window.pwned=4">svg link</a></svg>

[script](javascript:window.pwned=5) [data](data:text/html,<script>1</script>) [host](//evil.example/x)

![remote](https://evil.example/t.png) ![local](evil.svg) ![up](../../etc/passwd)

<iframe src="https://evil.example"></iframe><form action="https://evil.example"><button>Send</button></form>
<style>body{display:none}</style><div style="position:fixed;inset:0">cover</div>
<a id="root" name="getElementById">clobber</a>

[[Ok]] [[../../../etc/passwd]] [[.git/config]]
`;

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" onload="top.pwned=6"><script>top.pwned=7</script><image href="https://evil.example/i.png"/><rect width="80" height="40"/></svg>`;

let dir: string;
let app: AppProcess;

test.beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'commonplace-hostile-'));
  const files: Readonly<Record<string, string | Buffer>> = {
    'Home.md': home,
    'evil.svg': svg,
    'Huge.md': 'words and words\n'.repeat(1_400_000),
    'Binary.md': Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256)),
    'Latin.md': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]),
    'Deep.md': `${'>'.repeat(5000)} deep\n`,
    'Ok.md': '# Ok\n\nAll is well.\n',
  };
  for (const [path, content] of Object.entries(files)) writeFileSync(join(dir, path), content);
  const who = ['-c', 'user.name=Mallory', '-c', 'user.email=mallory@example.org'];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    [...who, 'commit', '-qm', 'x'],
  ]) {
    execFileSync('git', ['-C', dir, ...args]);
  }
  app = await startApp({ wikiDir: dir });
});

test.afterAll(async () => {
  await app.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('a hostile wiki runs nothing, loads nothing, and harms no other page', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).host));
  await page.goto(app.url);
  const article = page.getByRole('article');
  await expect(article.getByText('clobber')).toBeVisible();
  await expect(page.getByText("can't be read").first()).toBeVisible();
  await expect(
    article.locator('script, style, iframe, form, svg a, [onerror], [onload], [style*=fixed]'),
  ).toHaveCount(0);
  await expect(
    article.locator('a[href^="javascript:"], a[href^="data:"], a[href^="//"]'),
  ).toHaveCount(0);
  await expect(article.getByText('Show the picture from evil.example')).toBeVisible();
  await expect(article.locator('img[src*="evil.svg"]')).toBeVisible();

  const base = page.url().replace(/\/page\/.*/, '/page/');
  const notices = {
    Huge: 'This page is very large',
    Binary: 'is not text in UTF-8',
    Latin: 'is not text in UTF-8',
    Deep: 'nested too deep',
  };
  for (const [name, notice] of Object.entries(notices)) {
    await page.goto(`${base}${name}.md`);
    await expect(page.getByText(notice).first()).toBeVisible();
  }
  await page.goto(`${base}Ok.md`);
  await expect(article.getByText('All is well.')).toBeVisible();

  await page.goto(`${base}Home.md`);
  await expect(article.getByText('clobber')).toBeVisible();
  await page.keyboard.press('e');
  await expect(page.getByRole('textbox', { name: 'Page text' })).toBeVisible();
  await expect(page.getByRole('status').getByText('No changes')).toBeVisible();

  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(asked.filter((host) => !host.startsWith('127.0.0.1:') && host !== '')).toEqual([]);
});
