import { expect, test } from '@playwright/test';
import { expectAxeClean } from './axe.ts';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const mixed = `*  plain
*  [ ] open
*  [x] done
   *  deep
   *  [ ] deep task

1) one
2) [x] two
`;

test('plain items beside tasks have their bullets, and only tasks are boxes to tick', async () => {
  const { text } = app;
  const written = await app.edited(mixed, async () => {
    await expect(text).toMatchAriaSnapshot(`
      - textbox "Page text":
        - list:
          - listitem: plain
          - listitem:
            - checkbox "open"
            - text: open
          - listitem:
            - checkbox "done" [checked]
            - text: done
          - listitem:
            - list:
              - listitem: deep
              - listitem:
                - checkbox "deep task"
                - text: deep task
        - list:
          - listitem: one
          - listitem:
            - checkbox "two" [checked]
            - text: two
    `);
    const plain = text.locator('li', { hasText: /^plain$/ });
    await expect(plain).toHaveCSS('list-style-type', 'disc');
    await expect(text.locator('li', { hasText: /^open$/ })).toHaveCSS('list-style-type', 'none');
    await expect(text.locator('li', { hasText: /^two$/ })).toHaveCSS('list-style-type', 'decimal');
    // Where a task's box would be, and where the words of it begin.
    await plain.click({ position: { x: -14, y: 14 }, force: true });
    await text.getByText('plain').click({ position: { x: 1, y: 8 } });
    await app.press('Home', 'ArrowLeft', 'Space', 'Home', 'Delete');
    await text.getByRole('checkbox', { name: 'open' }).click();
    await text.getByRole('checkbox', { name: 'two' }).click();
    await expect(text.getByRole('checkbox', { name: 'two' })).not.toBeChecked();
  });
  expect(written).toBe(mixed.replace('[ ] open', '[x] open').replace('[x] two', '[ ] two'));
});

test('an item that moves in, out, up or down stays as much of a task as it was', async () => {
  const { text } = app;
  const start = '+ [ ] a\n+ b\n+ [x] c\n    + d\n    + [ ] e\n';
  const written = await app.edited(start, async () => {
    await text.getByText('b', { exact: true }).click();
    await app.press('Tab', 'Shift+Tab');
    await text.getByText('d', { exact: true }).click();
    await app.press('Shift+Tab');
    await text.getByText('e', { exact: true }).click();
    await app.press('Shift+Tab', 'Alt+ArrowUp');
    await text.getByText('b', { exact: true }).click();
    await app.press('Tab');
  });
  expect(written).toBe('+ [ ] a\n    + b\n+ [x] c\n+ [ ] e\n+ d\n');
});

test('Enter in a plain item makes a plain one, in a task a task to be done', async () => {
  const { text } = app;
  const written = await app.edited('- a\n- [x] done\n  - [x] deep\n', async () => {
    await text.getByText('a', { exact: true }).click();
    await app.press('End', 'Enter');
    await app.type('b');
    await text.getByText('done').click();
    await app.press('End', 'Enter');
    await app.type('next');
    await text.getByText('done').click();
    await app.press('Home', 'Enter', 'ArrowUp');
    await app.type('before');
    // An empty task in a nested list moves out as a task.
    await text.getByText('deep').click();
    await app.press('End', 'Enter', 'Enter');
    await app.type('out');
  });
  expect(written).toBe('- a\n- b\n- [ ] before\n- [x] done\n- [ ] next\n  - [x] deep\n- [ ] out\n');
});

test('among plain items and tasks the tools change the selected ones alone', async () => {
  const { page, text } = app;
  const written = await app.edited('- a\n- [x] b\n- c\n\n---\n\n- d\n- e\n', async () => {
    await text.getByText('c', { exact: true }).click();
    await app.press('Control+Shift+Digit9');
    await text.getByText('b', { exact: true }).click();
    await app.press('Control+Shift+Digit8');
    await text.getByText('d', { exact: true }).click();
    await page.getByRole('button', { name: 'Task list' }).click();
    await expect(text.getByRole('checkbox')).toHaveCount(3);
    await text.getByText('a', { exact: true }).click();
    await app.press('Home');
    await app.type('[x] ');
  });
  expect(written).toBe('- [x] a\n- b\n- [ ] c\n\n---\n\n- [ ] d\n- [ ] e\n');
});

test('the arrows lead to the box of a task and on to the next one', async () => {
  const { text } = app;
  const written = await app.edited('- [ ] a\n- b\n- [ ] c\n', async () => {
    await text.getByText('a', { exact: true }).click();
    await app.press('Home', 'ArrowLeft');
    await expect(text.getByRole('checkbox', { name: 'a' })).toBeFocused();
    await app.press('ArrowDown');
    await expect(text.getByRole('checkbox', { name: 'c' })).toBeFocused();
    await app.press('Space', 'Escape');
    await expect(text).toBeFocused();
    await app.type('so ');
    await app.press('Control+z', 'Control+y');
  });
  expect(written).toBe('- [ ] a\n- b\n- [x] so c\n');
});

test('lists of every kind are sound to assistive software, at any width', async () => {
  const { page, text } = app;
  const held =
    '- [ ] un**bold**ed\n\n  Below it.\n\n  ```js\n  code\n  ```\n- [ ]\n- [x] [[Home]]\n';
  const start = `- a\n- b\n\n---\n\n${mixed}\n---\n\n${held}\n> - [ ] quoted\n`;
  const path = await app.editNew(start);
  await expect(text.getByRole('checkbox', { name: 'unbolded', exact: true })).toBeVisible();
  await expect(text.getByRole('checkbox', { name: 'Task without words' })).not.toBeChecked();
  await expect(text.getByRole('checkbox', { name: 'Home', exact: true })).toBeChecked();
  await expect(text.getByRole('listitem').getByRole('checkbox')).toHaveCount(8);
  await expectAxeClean(page);
  await page.setViewportSize({ width: 390, height: 800 });
  await expectAxeClean(page);
  const sizes = await text
    .getByRole('checkbox')
    .evaluateAll((boxes) => boxes.map((box) => box.getBoundingClientRect()));
  for (const { width, height } of sizes) expect(Math.min(width, height)).toBeGreaterThan(24);
  await page.setViewportSize({ width: 1280, height: 720 });
  await text
    .getByRole('listitem')
    .filter({ has: page.getByRole('checkbox', { name: 'Task without words' }) })
    .click();
  await app.type('new');
  await expect(text.getByRole('checkbox', { name: 'new', exact: true })).toBeVisible();
  // What screen readers do to press it.
  await text.getByRole('checkbox', { name: 'quoted' }).evaluate((box: HTMLElement) => box.click());
  await expect(text.getByRole('checkbox', { name: 'quoted' })).toBeChecked();
  await app.save();
  expect(app.read(path)).toBe(
    start.replace('- [ ]\n', '- [ ] new\n').replace('[ ] quoted', '[x] quoted'),
  );
});

test('the caret, selections and composed letters pass the box of a task by', async () => {
  const { page, text } = app;
  const written = await app.edited('- [ ] a\n- [ ]\n- [x] c\n', async () => {
    const session = await page.context().newCDPSession(page);
    const compose = async (letters: string) => {
      const end = letters.length;
      await session.send('Input.imeSetComposition', {
        text: letters,
        selectionStart: end,
        selectionEnd: end,
      });
      await session.send('Input.insertText', { text: letters });
    };
    const selected = () => page.evaluate(() => getSelection()?.toString() ?? '');
    await app.press('Control+Home', 'Shift+End');
    await expect.poll(selected).toBe('a');
    await app.press('Home');
    await compose('日');
    await expect(text).toContainText('日a');
    await app.press('ArrowDown');
    await compose('本');
    await expect(text).toContainText('本');
    await app.press('ArrowRight', 'ArrowRight', 'Shift+ArrowLeft', 'Delete');
  });
  expect(written).toBe('- [ ] 日a\n- [ ] 本\n- [x]\n');
});

test('a finger ticks a task, and the caret stays', async () => {
  const { text } = app;
  const written = await app.edited('- [ ] a\n- [ ] b\n', async () => {
    await text.getByText('a', { exact: true }).click();
    await app.press('End');
    await text.getByRole('checkbox', { name: 'b' }).evaluate((box) => {
      box.dispatchEvent(new PointerEvent('click', { bubbles: true, pointerType: 'touch' }));
    });
    await expect(text.getByRole('checkbox', { name: 'b' })).toBeChecked();
    await expect(text).toBeFocused();
    await app.type('!');
  });
  expect(written).toBe('- [ ] a!\n- [x] b\n');
});

test('a reader sees bullets and boxes as the writer does', async () => {
  const { page } = app;
  const path = await app.editNew(mixed);
  await app.goTo(`page/${encodeURIComponent(path)}`);
  const items = page.locator('.cp-article li');
  await expect(items.filter({ hasText: /^plain$/ })).toHaveCSS('list-style-type', 'disc');
  await expect(items.filter({ hasText: /^\s*open$/ })).toHaveCSS('list-style-type', 'none');
  await expect(items.filter({ hasText: /^\s*two$/ })).toHaveCSS('list-style-type', 'decimal');
  await expectAxeClean(page);
});
