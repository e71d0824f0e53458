import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const violations = async () => (await new AxeBuilder({ page: app.page }).analyze()).violations;

test('keys move items and blocks and double them, each one step for undo', async () => {
  const start = '# A\n\nTwo __b__\nwraps\n\n* one\n* two\n  * deep\n\n| a |\n|-|\n| 1 |\n';
  const text = await app.edited(start, async () => {
    await app.text.getByText('two', { exact: true }).click();
    await app.press('Alt+ArrowUp');
    await expect(app.text.locator('li').first()).toHaveText('two');
    await expect(app.page.getByRole('status').filter({ hasText: 'Moved item up' })).toHaveCount(1);
    await app.press('Alt+ArrowUp', 'Alt+Shift+ArrowUp', 'Alt+Shift+ArrowUp', 'Control+z');
    await app.text.getByText('wraps').click();
    await app.press('Control+Shift+d', 'End');
    await app.type('!');
    await app.text.getByText('1', { exact: true }).click();
    await app.press('Alt+Shift+ArrowUp');
  });
  expect(text).toBe(
    '# A\n\n* two\n  * deep\n* one\n\nTwo __b__\nwraps\n\n| a |\n|-|\n| 1 |\n\nTwo __b__\nwraps!\n',
  );
});

test('keys move the first and the last out of a quote, a callout and a nested list', async () => {
  const start = '> [!tip] T\n> > one\n> > wraps\n> >\n> > two\n\n- a\n  + deep\n';
  const text = await app.edited(start, async () => {
    await app.text.getByText('two').click();
    await app.press('Alt+ArrowDown', 'Alt+ArrowDown', 'Control+z', 'Control+y');
    await expect(app.text.locator('.callout')).not.toContainText('two');
    await app.text.getByText('one').click();
    await app.press('Alt+ArrowUp');
    await app.text.getByText('deep').click();
    await app.press('Alt+ArrowUp');
  });
  expect(text).toBe('> [!tip] T\n> one\n> wraps\n\ntwo\n\n- deep\n- a\n');
});

test('a block is dragged by its handle to the line shown, and Escape gives it up', async () => {
  const { page } = app;
  const start = 'One __b__\n\nTwo\n\n- three\n\nFour\n';
  const text = await app.edited(start, async () => {
    const drag = async (from: string, to: string) => {
      await app.text.getByText(from).hover();
      const handle = page.locator('.cp-drag-handle');
      await handle.hover();
      await page.mouse.down();
      const box = await app.text.getByText(to).boundingBox();
      await page.mouse.move(box?.x ?? 0, (box?.y ?? 0) + 4, { steps: 6 });
      await expect(page.locator('.cp-drop-line')).toBeVisible();
    };
    await drag('Four', 'Two');
    await page.mouse.up();
    await drag('One', 'three');
    await app.press('Escape');
    await expect(page.locator('.cp-drop-line')).toHaveCount(0);
    await page.mouse.up();
    await drag('three', 'One');
    await page.mouse.up();
    await app.press('Control+z');
    await page.setViewportSize({ width: 390, height: 800 });
    await app.text.getByText('Two').hover();
    await expect(page.locator('.cp-drag-handle')).toBeHidden();
    await page.setViewportSize({ width: 1200, height: 800 });
  });
  expect(text).toBe('One __b__\n\nFour\n\nTwo\n\n- three\n');
});

test('an item is dragged with its lists into the list the line shows, and with Shift the whole list', async () => {
  const { page } = app;
  const start = '# Top\n\n- one\n- two\n  - deep\n- three\n\nText\n\n- [ ] open\n- [x] shut\n';
  const text = await app.edited(start, async () => {
    const drag = async (from: string, to: string, by: { x: number; y: number }) => {
      await app.text.getByText(from).hover();
      const handle = page.locator('.cp-drag-handle');
      await handle.hover();
      const [held, box] = [await handle.boundingBox(), await app.text.getByText(to).boundingBox()];
      await page.mouse.down();
      const y = (box?.y ?? 0) + (box?.height ?? 0) / 2 + by.y;
      await page.mouse.move((held?.x ?? 0) + 10 + by.x, y, { steps: 6 });
    };
    // Where a nested list ends, further left is the outer one.
    await drag('one', 'deep', { x: 0, y: 6 });
    await expect(page.locator('.cp-drop-line')).toBeVisible();
    await page.mouse.up();
    await drag('three', 'deep', { x: 30, y: 6 });
    await page.mouse.up();
    await drag('deep', 'open', { x: 0, y: -6 });
    await page.mouse.up();
    await drag('one', 'two', { x: 0, y: -6 });
    await app.press('Escape');
    await page.mouse.up();
    await drag('open', 'one', { x: 0, y: 6 });
    await page.mouse.up();
    await page.keyboard.down('Shift');
    await drag('shut', 'Top', { x: 0, y: -6 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
  });
  expect(text).toBe('- deep\n- [x] shut\n\n# Top\n\n- two\n  - three\n- one\n- [ ] open\n\nText\n');
});

test('the outline leads to headings and moves whole sections, by keys and by mouse', async () => {
  const { page } = app;
  await page.setViewportSize({ width: 1400, height: 800 });
  const outline = page.getByRole('navigation', { name: 'Outline' });
  const start =
    '# All\n\n## One\n\nfirst __b__\n\n### Deep\n\n* x\n\n## Two\n\nsecond\n\n## Three\n';
  const text = await app.edited(start, async () => {
    await app.text.getByText('second').click();
    await expect(outline.getByRole('button', { name: 'Two' })).toHaveAttribute(
      'aria-current',
      'location',
    );
    await outline.getByRole('button', { name: 'Two' }).focus();
    await app.press('ArrowUp', 'ArrowUp', 'Alt+Shift+ArrowDown');
    await expect(outline.getByRole('button', { name: 'One' })).toBeFocused();
    await expect(outline.getByRole('button')).toHaveText(['All', 'Two', 'One', 'Deep', 'Three']);
    expect(await violations()).toEqual([]);
    await app.press('Enter');
    await expect(app.text).toBeFocused();
    await app.type('Part ');
    const from = await outline.getByRole('button', { name: 'Three' }).boundingBox();
    const to = await outline.getByRole('button', { name: 'Two' }).boundingBox();
    await page.mouse.move((from?.x ?? 0) + 20, (from?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move((to?.x ?? 0) + 20, (to?.y ?? 0) + 3, { steps: 5 });
    await page.mouse.up();
    await expect(outline.getByRole('button').nth(1)).toHaveText('Three');
  });
  expect(text).toBe(
    '# All\n\n## Three\n\n## Two\n\nsecond\n\n## Part One\n\nfirst __b__\n\n### Deep\n\n* x\n',
  );
  await page.setViewportSize({ width: 390, height: 800 });
  const small = await app.edited(text, async () => {
    await expect(outline).toBeHidden();
    const button = page.getByRole('button', { name: 'Outline' });
    const rows = page.getByRole('dialog', { name: 'Outline' }).getByRole('button');
    await button.click();
    await expect(rows.first()).toBeFocused();
    expect(await violations()).toEqual([]);
    await app.press('ArrowDown', 'ArrowDown', 'Alt+Shift+ArrowUp');
    await expect(rows).toHaveText(['All', 'Two', 'Three', 'Part One', 'Deep']);
    await expect(rows.nth(1)).toBeFocused();
    const from = await page.locator('.cp-sections-box .cp-sections-grip').nth(3).boundingBox();
    const to = await rows.nth(1).boundingBox();
    await page.mouse.move((from?.x ?? 0) + 8, (from?.y ?? 0) + 8);
    await page.mouse.down();
    await page.mouse.move((from?.x ?? 0) + 8, (to?.y ?? 0) + 3, { steps: 5 });
    await page.mouse.up();
    await expect(rows).toHaveText(['All', 'Part One', 'Deep', 'Two', 'Three']);
    await rows.filter({ hasText: 'Deep' }).click();
    await expect(rows).toHaveCount(0);
    await app.type('So ');
    await button.click();
    await button.click();
    await expect(rows).toHaveCount(0);
  });
  expect(small).toBe(
    '# All\n\n## Part One\n\nfirst __b__\n\n### So Deep\n\n* x\n\n## Two\n\nsecond\n\n## Three\n',
  );
  await page.setViewportSize({ width: 1200, height: 800 });
});
