import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const steps = `Steps:

1.  Install it
    with care:

    ~~~sh
    npm start
    ~~~

    > A word of *advice*.

    | a | b |
    |---|---|
    | 1 | 2 |
2. Open it
   - now

   > [!tip] Soon
   > or later
3. Use it
`;

test('what a list item holds below its text is written in place, and only its lines change', async () => {
  const { page, text } = app;
  const written = await app.edited(steps, async () => {
    const items = text.locator('li');
    await expect(items.first().locator('code')).toHaveText('npm start');
    await expect(items.first().locator('blockquote em')).toHaveText('advice');
    await expect(items.nth(1).getByRole('group', { name: 'Callout: Tip' })).toContainText('later');
    await items.first().locator('code').click();
    await app.press('End');
    await app.type(' -- -h');
    await items.first().locator('td').first().click();
    await app.press('End');
    await app.type('0');
    await page.getByText('or later').click();
    await app.press('End');
    await app.type('\nor never\n\nThere');
  });
  expect(written).toBe(
    steps
      .replace('npm start', 'npm start -- -h')
      .replace('| 1 |', '| 10 |')
      .replace('> or later\n', '> or later\n   >\n   > or never\n\n   There\n'),
  );
});

test('what an item holds is begun, left and taken back into its text by keys', async () => {
  const written = await app.edited('', async () => {
    await app.type('- one');
    // A second new line begins a paragraph, Enter on an empty one the next item.
    await app.press('Shift+Enter', 'Shift+Enter');
    await app.type('more\n\ntwo\n');
    await app.type('```js\nx()');
    await app.press('Control+Enter');
    await app.type('below');
    await app.press('Tab');
    await app.press('Shift+Tab');
    await app.type('\n\nthree');
    await app.press('Shift+Enter', 'Shift+Enter');
    await app.type('joined');
    await app.press('Home', 'Backspace');
    await app.type(' ');
  });
  expect(written).toBe(
    '- one\n\n  more\n- two\n- ```js\n  x()\n  ```\n\n  below\n- three joined\n',
  );
});
