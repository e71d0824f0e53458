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

/** The caret on an empty line at the end of a page. */
const below = async () => {
  await app.press('Control+End', 'Enter');
};

const typedBlocks = [
  ['a heading', '## Beds', '## Beds'],
  ['a list', '- one\ntwo', '- one\n- two'],
  ['a list by asterisk', '* one', '- one'],
  ['a numbered list', '1. one\ntwo', '1. one\n2. two'],
  ['a task list', '- [ ] one\ntwo', '- [ ] one\n- [ ] two'],
  ['a done task', '- [x] one', '- [x] one'],
  ['a quote', '> said', '> said'],
  ['a code block', '```js\nlet a = 1;', '```js\nlet a = 1;\n```'],
  ['a rule', '---\nafter', '---\n\nafter'],
  ['bold', 'so **bold** it is', 'so **bold** it is'],
  ['italic', 'so *soft* it is', 'so *soft* it is'],
  ['code', 'so `code` it is', 'so `code` it is'],
  ['strikethrough', 'so ~~gone~~ it is', 'so ~~gone~~ it is'],
  ['a link', 'a [bed](beds.md) here', 'a [bed](beds.md) here'],
  ['a wikilink in full', 'see [[Some page]] here', 'see [[Some page]] here'],
  ['text that looks like markup but is not', '2 * 3 * 4 and a_b_c', '2 * 3 * 4 and a_b_c'],
] as const;

for (const [what, typed, written] of typedBlocks) {
  test(`typing markdown makes ${what}`, async () => {
    const text = await app.edited('Start.\n', async () => {
      await below();
      await app.type(typed);
    });
    expect(text).toBe(`Start.\n\n${written}\n`);
  });
}

test('keys mark the selected words', async () => {
  const text = await app.edited('one two three\n', async () => {
    await app.press('Control+Home', 'Control+Shift+ArrowRight', 'Control+b');
    await app.press('End', 'Control+Shift+ArrowLeft', 'Control+i');
  });
  expect(text).toBe('**one** two *three*\n');
});

test('keys act where the caret went, also when the page was busy meanwhile', async () => {
  const keys = await app.page.context().newCDPSession(app.page);
  const press = async (key: string, code: string, keyCode: number, modifiers = 0) => {
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
    const of = { key, code, windowsVirtualKeyCode: keyCode, modifiers };
    await keys.send('Input.dispatchKeyEvent', { type: 'keyDown', ...of, ...(text && { text }) });
  };
  const text = await app.edited('# one\n\ntwo\n', async () => {
    await app.press('Control+Home');
    const busy = app.page.evaluate(() => {
      const start = performance.now();
      while (performance.now() - start < 400);
    });
    await Promise.all([
      busy,
      press('End', 'End', 35, 2),
      press('Enter', 'Enter', 13),
      press('x', 'KeyX', 88),
    ]);
  });
  await keys.detach();
  expect(text).toBe('# one\n\ntwo\n\nx\n');
});

test('the link dialog turns the selection into a link, and back', async () => {
  const text = await app.edited('one two\n', async () => {
    await app.press('End', 'Control+Shift+ArrowLeft', 'Control+k');
    await app.page.getByLabel('Address').fill('two.md');
    await app.page.keyboard.press('Enter');
    await expect(app.text.locator('a')).toHaveText('two');
  });
  expect(text).toBe('one [two](two.md)\n');
});

test('Tab and Shift+Tab move an item in and out', async () => {
  const text = await app.edited('* one\n* two\n* three\n', async () => {
    await app.press('Control+End', 'Tab', 'ArrowUp', 'Tab', 'Shift+Tab');
  });
  expect(text).toBe('* one\n* two\n  * three\n');
});

test('Enter on an empty line leaves a list and a quote', async () => {
  const text = await app.edited('Start.\n', async () => {
    await below();
    await app.type('- one\n\nafter');
    await app.press('Enter');
    await app.type('> said\n\nend');
  });
  expect(text).toBe('Start.\n\n- one\n\nafter\n\n> said\n\nend\n');
});

test('a click on its box and a key finish a task', async () => {
  const text = await app.edited('- [ ] one\n- [ ] two\n', async () => {
    const [first, second] = [
      app.text.getByRole('checkbox').nth(0),
      app.text.getByRole('checkbox').nth(1),
    ];
    await first.click();
    await expect(first).toBeChecked();
    await second.focus();
    await app.press('Space');
    await expect(second).toBeChecked();
  });
  expect(text).toBe('- [x] one\n- [x] two\n');
});

test('completion links to a page by arrows and Enter', async () => {
  const text = await app.edited('Start.\n', async () => {
    await below();
    await app.type('see [[gard');
    const options = app.page.getByRole('listbox', { name: 'Pages' }).getByRole('option');
    await expect(options.first()).toContainText('Garden plan');
    await app.press('ArrowDown', 'ArrowUp', 'Enter');
    await app.type(' now');
  });
  expect(text).toBe('Start.\n\nsee [[Garden plan]] now\n');
});

test('completion offers a page that does not exist yet, by mouse', async () => {
  const text = await app.edited('Start.\n', async () => {
    await below();
    await app.type('[[Compost');
    await app.page.getByRole('option', { name: /does not exist yet/ }).click();
    await app.type('!');
  });
  expect(text).toBe('Start.\n\n[[Compost]]!\n');
});

test('Escape closes the completion and leaves the text', async () => {
  const text = await app.edited('Start.\n', async () => {
    await below();
    await app.type('[[gard');
    await expect(app.page.getByRole('listbox', { name: 'Pages' })).toBeVisible();
    await app.press('Escape');
    await expect(app.page.getByRole('listbox', { name: 'Pages' })).toBeHidden();
    await app.type(' ok');
  });
  expect(text).toBe('Start.\n\n[[gard ok\n');
});

test('the toolbar makes each kind of block and says what stands at the caret', async () => {
  const { page } = app;
  const bar = page.getByRole('toolbar', { name: 'Formatting' });
  const text = await app.edited('one\n', async () => {
    await app.press('Control+Home');
    for (const name of ['Task list', 'Numbered list', 'List']) {
      await bar.getByRole('button', { name, exact: true }).click();
      await expect(bar.getByRole('button', { name, exact: true })).toHaveAttribute(
        'aria-pressed',
        'true',
      );
      // Numbers that nobody sees would have all items of a long list laid out anew for each key.
      await expect(app.text.locator('li[value]')).toHaveCount(name === 'Numbered list' ? 1 : 0);
    }
    await bar.getByRole('button', { name: 'List', exact: true }).click();
    await bar.getByRole('button', { name: 'Quote' }).click();
    await expect(bar.getByRole('button', { name: 'Quote' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await bar.getByRole('button', { name: /Kind of block/ }).click();
    await page.getByRole('menuitem', { name: 'Heading 2' }).click();
    await expect(bar.getByRole('button', { name: /Kind of block: Heading 2/ })).toBeVisible();
  });
  expect(text).toBe('> ## one\n');
});

test('the toolbar is one tab stop, and arrows move inside', async () => {
  app.put('Bar.md', 'one\n');
  await app.edit('Bar.md');
  const bar = app.page.getByRole('toolbar', { name: 'Formatting' });
  await bar.getByRole('button').first().focus();
  await app.press('ArrowRight');
  await expect(bar.getByRole('button', { name: 'Bold' })).toBeFocused();
  await app.press('End');
  await expect(bar.getByRole('button', { name: 'Redo' })).toBeFocused();
  await app.press('ArrowRight');
  await expect(bar.getByRole('button').first()).toBeFocused();
});

test('undo and redo work by key, and undo leads back to the original bytes', async () => {
  const start = 'A __bold__ line\nthat \\* wraps\n';
  const text = await app.edited(start, async () => {
    await app.press('Control+End');
    await app.type(' more');
    await expect(app.text).toContainText('wraps more');
    await app.press('Control+z', 'Control+z', 'Control+z', 'Control+z', 'Control+z');
    await expect(app.text).not.toContainText('more');
  });
  expect(text).toBe(start);
});

test('an edit leaves every other byte of the page as it was', async () => {
  const start =
    '---\ntitle:  "Odd"   # kept\n---\n\n\nSetext\n======\n\nA __bold__ &amp; _soft_ line\nthat wraps.  \nHard.\n\n' +
    '+ plus\n+   padded\n\n|a|b|\n|-|-|\n|1|2|\n\n<div>html</div>\n\n[ref]: https://a.org\n\nLast [ref].\n\n\n';
  const text = await app.edited(start, async () => {
    const word = app.text.getByText('Last');
    await word.click();
    await app.press('Home');
    await app.type('Very ');
  });
  expect(text).toBe(start.replace('Last [ref]', 'Very Last [ref]'));
});

test('a table that says more than it shows is edited as source, in place', async () => {
  const text = await app.edited(
    'Start.\n\n| a | b |\n| - | - |\n| 1 | 2 | 3 |\n\nEnd.\n',
    async () => {
      await app.page.getByRole('button', { name: 'Edit this table' }).click();
      const source = app.page.getByRole('textbox', { name: 'Table as markdown' });
      await source.press('Control+End');
      await source.pressSequentially('\n| 3 | 4 |');
      await source.press('Escape');
      await expect(app.text).toContainText('| 3 | 4 |');
    },
  );
  expect(text).toBe('Start.\n\n| a | b |\n| - | - |\n| 1 | 2 | 3 |\n| 3 | 4 |\n\nEnd.\n');
});

test('plain text is pasted as the markdown it is', async () => {
  const text = await app.edited('Start.\n', async () => {
    await below();
    await app.page.evaluate(() => navigator.clipboard.writeText('## Title\n\n- a\n- **b**\n'));
    await app.press('Control+v');
    await expect(app.text.locator('h2')).toHaveText('Title');
  });
  expect(text).toBe('Start.\n\n## Title\n\n- a\n- **b**\n');
});

test('the source view and the formatted view hold the same text', async () => {
  const text = await app.edited('Start.\n', async () => {
    await below();
    await app.type('## Beds');
    await app.page.getByRole('button', { name: 'Markdown' }).click();
    const { source } = app;
    await expect(source).toBeFocused();
    await expect.poll(() => app.sourceText()).toBe('Start.\n\n## Beds\n');
    await source.press('Control+End');
    await source.pressSequentially('\nMore.\n');
    await app.page.getByRole('button', { name: 'Formatted' }).click();
    await expect(app.text.locator('h2')).toHaveText('Beds');
  });
  expect(text).toBe('Start.\n\n## Beds\n\nMore.\n');
});
