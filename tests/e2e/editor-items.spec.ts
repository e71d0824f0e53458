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
    await app.press('End');
    await app.type('\n---\nlast\n\n$$\nx');
    await app.press('Enter');
  });
  expect(written).toBe(
    '- one\n\n  more\n- two\n- ```js\n  x()\n  ```\n\n  below\n- three joined\n- ***\n\n  last\n- $$\n  x\n  $$\n',
  );
});

test('a quote in a list goes around the item with the caret, or around the items selected', async () => {
  const { text } = app;
  const start = '*  one\n*  two\n   - deep\n*  three\n\n1. a\n2. b\n3. c\n';
  const written = await app.edited(start, async () => {
    await text.getByText('one').click();
    await app.press('End');
    await app.type(' /quote');
    await app.press('Enter');
    await expect(text.locator('li > .cp-item-body > blockquote')).toHaveText('one ');
    await app.type('and more');
    // As in a paragraph, `>` and a space begin one.
    await text.getByText('deep').click();
    await app.press('Home');
    await app.type('> so ');
    await text.getByText('b', { exact: true }).click();
    await app.press('Home', 'Shift+ArrowDown', 'Shift+End');
    await app.page.getByRole('button', { name: 'Quote' }).click();
    await expect(text.locator('blockquote > ol')).toHaveAttribute('start', '2');
    await app.press('Control+z', 'Control+y');
  });
  expect(written).toBe(
    '*  > one and more\n*  two\n   - > so deep\n*  three\n\n1. a\n\n> 2. b\n> 3. c\n',
  );
});

test('a quote and a callout mark each line of what is wrapped to several lines', async () => {
  const { text } = app;
  const start = 'Before.\n\none line\nand another\n  and a third\n\n- item\n  goes on\n';
  const written = await app.edited(start, async () => {
    await text.getByText('one line').click();
    await app.page.getByRole('button', { name: 'Quote' }).click();
    await text.getByText('item').click();
    await app.page.getByRole('button', { name: 'Quote' }).click();
    await app.press('Control+Home', 'End');
    await app.type(' /callout');
    await app.press('Enter');
  });
  expect(written).toBe(
    '> [!note]\n> Before.\n\n> one line\n> and another\n> and a third\n\n- > item\n  > goes on\n',
  );
});

test('what is chosen after a slash is made of the item, and of no other', async () => {
  const { page, text } = app;
  const start = '- a\n- b\n  - c\n- d\n- e\n';
  const written = await app.edited(start, async () => {
    await text.getByText('c', { exact: true }).click();
    await app.press('End');
    await app.type(' /callout');
    await app.press('Enter');
    await app.type('Mind');
    await text.getByText('d', { exact: true }).click();
    await app.press('End', 'Enter');
    await app.type(':::tip');
    await app.press('Enter');
    await app.type('so');
    await text.getByText('a', { exact: true }).click();
    await page.keyboard.press('Control+Alt+2');
  });
  expect(written).toBe(
    '## a\n\n- b\n  - > [!note] Mind\n    > c\n- d\n- :::tip\n  so\n  :::\n- e\n',
  );
});

test('Tab leaves the first item of a list where it is: nothing above it could hold it', async () => {
  const { text } = app;
  const start = '- a\n- b\n  - c\n  - d\n\n1. e\n\n   below\n2. f\n';
  const written = await app.edited(start, async () => {
    for (const words of ['a', 'c', 'e', 'below']) {
      await text.getByText(words, { exact: true }).click();
      await app.press('End', 'Tab');
    }
    await text.getByText('c', { exact: true }).click();
    await app.press('End', 'Shift+ArrowDown', 'Tab');
    await text.getByText('f', { exact: true }).click();
    await app.press('End', 'Tab');
    await app.type('!');
  });
  expect(written).toBe('- a\n- b\n  - c\n    - d\n\n1. e\n\n   below\n   1. f!\n');
});

test('Tab takes the other selected items below the first of a list', async () => {
  const start = '* a\n* b *B*\n* c\n\n+ d\n';
  const written = await app.edited(start, async () => {
    await app.press('Control+Home', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Tab');
    await app.press('Shift+Tab', 'Tab');
  });
  expect(written).toBe('* a\n  * b *B*\n  * c\n\n+ d\n');
});

test('a rule put into an item leaves the other items their bullets', async () => {
  for (const [bullet, rule] of [
    ['-', '***'],
    ['*', '---'],
  ] as const) {
    const written = await app.edited(`${bullet} a\n${bullet} b\n`, async () => {
      await app.press('Control+Home', 'End', 'Enter');
      await app.type('/rule');
      await expect(app.page.getByRole('option', { name: 'Rule' })).toBeVisible();
      await app.press('Enter');
    });
    expect(written).toBe(`${bullet} a\n${bullet} ${rule}\n${bullet} b\n`);
  }
});

test('several paragraphs become one block of code, line by line', async () => {
  const start = 'one\n\ntwo *b*\n\nthree\n\nfour\n';
  const written = await app.edited(start, async () => {
    await app.press('Control+Home', ...Array<string>(3).fill('Shift+ArrowDown'), 'Shift+ArrowLeft');
    await app.page.getByRole('button', { name: 'Kind of block' }).click();
    await app.page.getByRole('menu').getByText('Code block').click();
  });
  expect(written).toBe('```\none\ntwo b\nthree\n```\n\nfour\n');
});

test('an item that moves into a list below another takes its marker, and no other line changes', async () => {
  const { text } = app;
  const start = '- a\n- b\n    * c\n    * d\n- e\n- f\n';
  const written = await app.edited(start, async () => {
    await text.getByText('e', { exact: true }).click();
    await app.press('Tab');
    await text.getByText('c', { exact: true }).click();
    await app.press('Shift+Tab');
  });
  expect(written).toBe('- a\n- b\n- c\n    * d\n    * e\n- f\n');
});
