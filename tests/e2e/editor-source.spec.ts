import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

test.describe.configure({ mode: 'serial' });

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const toSource = async () => {
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
};
const toText = async () => {
  await app.press('Control+Shift+M');
  await expect(app.text).toBeFocused();
};
const selected = () => app.page.evaluate(() => window.getSelection()?.toString() ?? '');
const expectSource = (text: string) => expect.poll(() => app.sourceText()).toBe(text);

test('the selected word stays selected from one way of editing to the other', async () => {
  await app.editNew(`---
title: Plan
---
# Plan

A *first* paragraph with a [linked](beds.md "Beds") bit and [[Garden plan]] in it.

- one
- two **bold** words
  - deeper

| a | b |
| - | - |
| 1 | cells |

> said by somebody

\`\`\`js
let a = 1;
\`\`\`
`);
  for (const word of [
    'Plan',
    'first',
    'linked',
    'it.',
    'bold',
    'deeper',
    'cells',
    'somebody',
    'let',
  ]) {
    await app.text
      .getByText(word)
      .first()
      .dblclick({ position: { x: 4, y: 8 } });
    await app.press('Shift+ArrowLeft');
    const before = await selected();
    await toSource();
    await expect.poll(selected, word).toBe(before);
    await toText();
    await expect.poll(selected, word).toBe(before);
  }
});

test('undo steps back over the toggles to what was typed before them, and redo forward again', async () => {
  const path = await app.editNew('one\n');
  await app.press('Control+End');
  await app.type(' two');
  await toSource();
  await app.press('End');
  await app.page.keyboard.insertText(' three');
  await expectSource('one two three\n');
  await toText();
  await app.press('End');
  await app.type(' four');
  await expect(app.text).toHaveText('one two three four');
  await app.press('Control+z');
  await expect(app.text).toHaveText('one two three');
  await app.press('Control+z');
  await expect(app.text).toHaveText('one two');
  await app.press('Control+z');
  await expect(app.text).toHaveText('one');
  await toSource();
  await app.press('Control+y');
  await expectSource('one two\n');
  await app.press('Control+Shift+Z');
  await expectSource('one two three\n');
  await app.press('Control+z');
  await expectSource('one two\n');
  await app.page.keyboard.insertText('!');
  await app.press('Control+y');
  await app.save();
  expect(app.read(path)).toMatch(/^one two!\n$/);
});

test('what stood on the screen stays where it stood', async () => {
  const paragraphs = Array.from(
    { length: 220 },
    (_, index) => `Paragraph ${index} ${'and so on '.repeat(12)}end.`,
  );
  await app.editNew(`${paragraphs.join('\n\n')}\n`);
  await expect(app.page.locator('.cp-editor-count')).toContainText('8,580 words');
  const word = app.text.getByText('Paragraph 120 ');
  await expect(async () => {
    await app.page.mouse.wheel(0, 1500);
    await expect(word).toBeInViewport({ timeout: 200 });
  }).toPass();
  await word.scrollIntoViewIfNeeded();
  await word.click({ position: { x: 30, y: 8 } });
  const caretTop = () =>
    app.page.evaluate(() => window.getSelection()?.getRangeAt(0).getBoundingClientRect().top ?? -1);
  const before = await caretTop();
  await toSource();
  await expect.poll(async () => Math.abs((await caretTop()) - before)).toBeLessThan(6);
  await toText();
  await expect.poll(async () => Math.abs((await caretTop()) - before)).toBeLessThan(6);
});

test('a page above 1 MB opens as source, says so, and saves what was typed', async () => {
  const text = 'words and words\n'.repeat(220_000);
  app.put('Long.md', text);
  await app.goTo('edit/Long.md');
  await expect(app.source).toBeFocused();
  await expect(
    app.page.getByText('This page is very long, so it opens as markdown source'),
  ).toBeVisible();
  await app.page.keyboard.insertText('First ');
  await app.save();
  expect(app.read('Long.md') === `First ${text}`).toBe(true);
});

test('a page that is too deep for the parser stays as source, whole', async () => {
  const text = `${'>'.repeat(5000)} deep\n`;
  app.put('Deep.md', text);
  await app.goTo('edit/Deep.md');
  await expect(app.source).toBeFocused();
  await expect(app.page.getByText('can’t be shown as formatted text')).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Formatted' })).toBeHidden();
  await app.press('Control+End');
  await app.page.keyboard.insertText('end');
  await app.save();
  expect(app.read('Deep.md')).toBe(`${text}end`);
});

test('hostile text stays text, runs the way its letters do, and is named for screen readers', async () => {
  await app.editNew(
    '<img src=x onerror="window.pwned=1"> <script>window.pwned=2</script>\n\nשלום עולם \u202eabc\n',
  );
  await toSource();
  await expect(app.source.locator('.cm-line').nth(0)).toContainText(
    '<img src=x onerror="window.pwned=1">',
  );
  const direction = (line: number) =>
    app.source
      .locator('.cm-line')
      .nth(line)
      .evaluate((element) => getComputedStyle(element).direction);
  expect([await direction(0), await direction(2)]).toEqual(['ltr', 'rtl']);
  await expect(app.source.locator('.cm-specialChar')).toHaveCount(1);
  expect(await app.page.evaluate(() => 'pwned' in window)).toBe(false);
  await expect(app.source).toHaveAttribute('spellcheck', 'true');
  await expect(app.source).toHaveAttribute('aria-multiline', 'true');
});

test('an input method writes into the source', async () => {
  const path = await app.editNew('Start.\n');
  await toSource();
  await app.press('Control+End');
  const devtools = await app.page.context().newCDPSession(app.page);
  for (const text of ['に', 'にほ', 'にほん']) {
    await devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }
  await devtools.send('Input.insertText', { text: '日本' });
  await app.save();
  expect(app.read(path)).toBe('Start.\n日本');
});

test('parts that an update of the app took away are missed without a loss, and a bar says why', async () => {
  const start = 'Start.\n\n<b>kept</b>\n\n<div>as source</div>\n';
  app.put('Updated.md', start);
  const page = await app.another('edit/Updated.md', 'window');
  await page.route(/\/assets\/(source-view|OpaquePreview)/, (route) =>
    route.fulfill({ status: 404 }),
  );
  await page.reload();
  const text = page.getByRole('textbox', { name: 'Page text' });
  await expect(text).toBeFocused();
  await expect(text.getByRole('group', { name: 'HTML' })).toContainText('<div>as source</div>');
  const bar = page.getByRole('alert').filter({ hasText: 'Commonplace was updated' });
  await expect(bar).toBeVisible();
  await page.keyboard.type('New ');
  await page.keyboard.press('Control+Shift+m');
  await expect(page.getByText('Your text is kept as it was.')).toBeVisible();
  await page.keyboard.press('Control+Shift+m');
  await expect(text).toContainText('New Start.');
  await page.keyboard.press('Control+s');
  await expect.poll(() => app.read('Updated.md')).toBe(`New ${start}`);
  await page.unroute(/\/assets\/(source-view|OpaquePreview)/);
  await bar.getByRole('button', { name: 'Reload' }).click();
  await expect(text.getByRole('group', { name: 'HTML' }).locator('article')).toHaveCount(1);
  await expect(bar).toHaveCount(0);
  await page.close();
});

test('workers that an update of the app took away are missed without a loss, and the bar says why', async () => {
  const page = await app.another('page/Home.md', 'window');
  const bar = page.getByRole('alert').filter({ hasText: 'Commonplace was updated' });
  const lines = Array.from({ length: 1200 }, (_, at) => `Paragraph ${at} of a long page.\n`);
  const start = lines.join('\n');
  app.put('Outdated.md', start);
  await page.route(/\/assets\/[a-z]+-worker/, (route) => route.fulfill({ status: 404 }));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
  await expect(bar).toBeVisible();
  await page.evaluate(() => {
    window.location.hash = window.location.hash.replace(/page\/.*/, 'edit/Outdated.md');
  });
  const text = page.getByRole('textbox', { name: 'Page text' });
  await expect(text).toBeFocused();
  await page.keyboard.type('New ');
  await page.keyboard.press('Control+s');
  await expect.poll(() => app.read('Outdated.md')).toBe(`New ${start}`);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('Paragraph');
  await expect(page.getByRole('search').getByText('Reload to search')).toBeVisible();
  await page.unroute(/\/assets\/[a-z]+-worker/);
  await bar.getByRole('button', { name: 'Reload' }).click();
  await expect(text).toBeFocused();
  await expect(bar).toHaveCount(0);
  await page.close();
});
