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

const filler = (name: string) =>
  Array.from(
    { length: 12 },
    (_, index) => `${name} ${index}: ${'words that fill a line of it, '.repeat(8)}and a *stop*.`,
  ).join('\n\n');
const start = [
  '# Long',
  'At the top[^far], and a [link][ref].',
  ...Array.from({ length: 16 }, (_, index) => `## Part ${index}\n\n${filler(`Block ${index}`)}`),
  '## Last',
  'Here is the rare  word: quokka. And again[^far], by a [link][ref].',
  '[ref]: https://a.org',
  '[^far]: Told far below.\n',
].join('\n\n');

test('outline, find, footnotes and link addresses reach what is far away on a long page', async () => {
  const { page, text } = app;
  await page.setViewportSize({ width: 1400, height: 420 });
  const path = await app.editNew(start);
  const mark = text.locator('[data-footnote-mark]').first();
  await expect(mark).toHaveText('1');
  expect(await text.locator('p').count()).toBeLessThan(100);
  await expect(text).not.toContainText('quokka');

  // A footnote far below is read, gone to and left again.
  await mark.click();
  await expect(page.getByRole('textbox', { name: 'Footnote 1' })).toHaveValue('Told far below.');
  await page.getByRole('button', { name: 'Go to the footnote' }).click();
  const note = text.locator('[data-footnote]');
  await expect(note).toBeInViewport();
  await app.type(' So.');
  await expect(note).toContainText('Told far below. So.');
  // The caret's section is marked, and to be seen in a panel that has no room for all of them.
  const outline = page.getByRole('navigation', { name: 'Outline' });
  const marked = outline.locator('[aria-current]');
  await expect(marked).toHaveText('Last');
  await expect(marked).toBeInViewport({ ratio: 0.9 });
  await expect(outline.getByRole('button').first()).not.toBeInViewport();
  await expect(text).toBeFocused();
  await expect(note.locator('[data-footnote-back]')).toHaveText('1.');
  await app.press('Control+Alt+f');
  await expect(mark).toBeInViewport();
  await app.type('!');
  await expect(text).toContainText('At the top1!');

  // A heading far below, by the outline; and back up by the caret's own section.
  await expect(marked).toHaveText('Long');
  await expect(marked).toBeInViewport({ ratio: 0.9 });
  await expect(outline.getByRole('button')).toHaveCount(18);
  await outline.getByRole('button', { name: 'Part 9' }).click();
  const heading = text.getByRole('heading', { name: 'Part 9' });
  await expect(heading).toBeInViewport();
  await app.type('New ');
  await expect(outline.getByRole('button', { name: 'New Part 9' })).toHaveAttribute(
    'aria-current',
    'location',
  );

  // To the source and back at this place.
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
  await app.type('Very ');
  await app.press('Control+Shift+M');
  await expect(text.getByRole('heading', { name: 'New Very Part 9' })).toBeInViewport();

  // Words that are nowhere on the screen.
  const bar = page.getByRole('search', { name: 'Find in this page' });
  await app.press('Control+f');
  await bar.getByRole('textbox', { name: 'Find' }).fill('quokka');
  await expect(bar.getByRole('status')).toHaveText('1 of 1');
  await expect(text.getByText('quokka')).toBeInViewport();
  const found = () =>
    page.evaluate(() =>
      [...(CSS.highlights.get('cp-find-current') ?? [])].map((range) =>
        (range as Range).toString(),
      ),
    );
  expect(await found()).toEqual(['quokka']);
  await bar.getByRole('textbox', { name: 'Find' }).fill('a stop');
  await expect(bar.getByRole('status')).toHaveText(/ of 192$/);
  await bar.getByRole('textbox', { name: 'Replace by' }).fill('an end');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect(bar).toContainText('192 replaced');
  await app.press('Escape', 'Control+z');
  await app.press('Control+f');
  await bar.getByRole('textbox', { name: 'Find' }).fill('a stop');
  await expect(bar.getByRole('status')).toHaveText(/ of 192$/);
  await app.press('Escape');

  // The address that both links have.
  await outline.getByRole('button', { name: 'Last' }).click();
  await text.locator('.cp-definition').click();
  const field = page.getByRole('textbox', { name: 'Address' });
  await expect(page.getByText('For 2 links on this page.')).toBeVisible();
  await field.fill('https://b.org');
  await field.press('Enter');
  await app.save();
  expect(app.read(path)).toBe(
    start
      .replace('[^far], and', '[^far]!, and')
      .replace('## Part 9', '## New Very Part 9')
      .replace('https://a.org', 'https://b.org')
      .replace('far below.', 'far below. So.'),
  );
});
