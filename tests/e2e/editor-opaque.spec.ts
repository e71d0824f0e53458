import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const block = (name: string): Locator =>
  app.text.getByRole('group', { name: new RegExp(`^${name}(?::|$)`) });

/** The source of a block while it is written; `CodeMirror` once that has come. */
const field = (name: string): Locator =>
  app.text.getByRole('textbox', { name: `${name} as markdown`, exact: true });

const codeMirror = (): Locator => app.text.locator('.cm-content');

const source = `One

<div onclick="x()"><b>Bold</b><script>document.title = 'hacked'</script></div>

<!-- ask Ana -->

---

:::row:::
Mind
:::row-end:::

[a]: https://a.org

Two
`;

test('what is kept as source is shown as readers see it, reached, edited and left by the arrows', async () => {
  const text = await app.edited(source, async () => {
    await expect(block('HTML').locator('b')).toHaveText('Bold');
    await expect(block('HTML').locator('script, [onclick]')).toHaveCount(0);
    await expect(block('Comment')).toContainText('only for writers');
    await expect(block('Directive row')).toContainText('Mind');
    const axe = new AxeBuilder({ page: app.page }).include('.cp-editor-text');
    expect((await axe.analyze()).violations).toEqual([]);
    await app.press('Control+Home', 'ArrowDown');
    await expect(block('HTML')).toHaveClass(/cp-editor-selected/);
    await app.press('ArrowRight', 'Enter', 'Control+End');
    for (let step = 0; step < 4; step += 1) await app.press('ArrowLeft');
    await app.type('!');
    await app.press('ArrowDown');
    await expect(app.text.locator('hr')).toHaveClass(/cp-editor-selected/);
    const directive = field('Directive row');
    await app.press('ArrowDown');
    await expect(directive).toBeFocused();
    await app.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    await app.type('Now ');
    await app.press('Home', 'ArrowUp');
    await expect(block('Link address a')).toHaveClass(/cp-editor-selected/);
    await app.press('ArrowUp');
    await expect(directive).toBeFocused();
    await app.press('ArrowUp');
    await app.type('the ');
    await app.press('Escape');
    await expect(app.text).toBeFocused();
    await expect(block('Directive row')).toHaveClass(/cp-editor-selected/);
  });
  expect(text).toBe(
    source.replace('Ana -->', 'Ana! -->').replace('Mind', 'Mindthe ').replace('Two', 'Now Two'),
  );
});

test('what is kept as source says what it is and how it begins to who can’t see it', async () => {
  await app.editNew(`${source}\n<div>\n${'many words '.repeat(20)}\n</div>\n`);
  await expect(block('HTML').first().locator('b')).toBeVisible();
  await expect(app.text).toMatchAriaSnapshot(`
    - textbox "Page text":
      - paragraph: One
      - 'group "HTML: <div onclick=\\"x()\\"><b>Bold</b><script>document.title =…"':
        - button "Edit this html"
      - 'group "Comment: ask Ana"':
        - button "Edit this comment"
        - paragraph: ask Ana
      - separator
      - 'group "Directive row: :::row::: Mind :::row-end:::"':
        - button "Edit this directive row"
  `);
  await expect(block('HTML').last()).toHaveAccessibleName(/^HTML: <div> many words .*…$/);
  const axe = new AxeBuilder({ page: app.page }).include('.cp-editor-text');
  expect((await axe.analyze()).violations).toEqual([]);
});

test('a paragraph below a callout goes on in it with Backspace', async () => {
  const text = await app.edited('> [!tip] Title\n> Body\n\nBelow\n\n> Quote\n\n- a\n', async () => {
    await app.text.getByText('Below').click();
    await app.press('Home', 'Backspace');
    await app.type(', ');
    await expect(app.text.getByRole('group', { name: 'Callout: Tip' })).toContainText(
      'Body, Below',
    );
  });
  expect(text).toBe('> [!tip] Title\n> Body, Below\n\n> Quote\n\n- a\n');
});

test('a footnote’s mark is typed, offered and made', async () => {
  const text = await app.edited('One\n\nTwo[^a]\n\n[^a]: Note\n', async () => {
    await app.press('Control+Home', 'End');
    await app.type('[^a]');
    await expect(app.text.locator('[data-footnote-mark]')).toHaveCount(2);
    await app.type(' [^new');
    await expect(app.page.getByRole('option', { name: 'New footnote new' })).toBeVisible();
    await app.press('Enter');
    await app.type('Made');
  });
  expect(text).toBe('One[^a] [^new]\n\nTwo[^a]\n\n[^a]: Note\n\n[^new]: Made\n');
});

test('what is typed or pasted while a link or a block is selected stands behind it', async () => {
  const written = await app.edited(
    'Top\n\nSee [[Home]] first.\n\n<div>raw</div>\n\nEnd\n',
    async () => {
      const link = app.text.getByText('Home', { exact: true });
      await link.click();
      await app.type(' now');
      await link.click();
      await app.page.evaluate(() => navigator.clipboard.writeText(', pasted,'));
      await app.press('Control+v');
      await link.click();
      await app.press('Control+Home', 'ArrowDown', 'ArrowDown');
      await expect(block('HTML')).toHaveClass(/cp-editor-selected/);
      await app.type('Below');
      await app.press('ArrowUp');
      await expect(block('HTML')).toHaveClass(/cp-editor-selected/);
      await app.press('Control+End');
      await app.type('.');
    },
  );
  expect(written).toBe(
    'Top\n\nSee [[Home]], pasted, now first.\n\n<div>raw</div>\n\nBelow\n\nEnd.\n',
  );
});

test('a key that leads above a first block of one piece stays in the text', async () => {
  const written = await app.edited('<div>raw</div>\n\nEnd\n', async () => {
    await app.press('Control+Home', 'PageUp', 'ArrowUp', 'PageUp', 'Home');
    await app.type('Top');
    await app.press('Control+End', 'PageDown');
    await app.type('.');
  });
  expect(written).toBe('Top\n\n<div>raw</div>\n\nEnd.\n');
});

const box = 'Top\n\n<div>\n<b>raw</b>\n</div>\n\nEnd\n';

async function openBox(): Promise<void> {
  // On a busy machine a key that comes right behind an undo can find the caret where it was before.
  await expect(async () => {
    await app.press('Control+Home', 'ArrowDown');
    await expect(block('HTML')).toHaveClass(/cp-editor-selected/, { timeout: 1000 });
  }).toPass();
  await app.press('Enter');
  await expect(codeMirror()).toBeFocused();
}

test('a block’s source is saved, kept as a draft and left for other keys while it is being written', async () => {
  const path = await app.editNew(box);
  await openBox();
  await expect(field('HTML')).toHaveAttribute('spellcheck', 'false');
  await expect(field('HTML')).toHaveAccessibleDescription('Escape when you are done');
  const axe = new AxeBuilder({ page: app.page }).include('.cp-editor-text');
  expect((await axe.analyze()).violations).toEqual([]);
  await expect(app.text.locator('.cp-source-field .cp-md-tag').first()).toHaveText('div');
  await app.press('ArrowDown', 'End');
  await app.type('<i>one</i>');
  await app.save();
  await expect(codeMirror()).toBeFocused();
  expect(app.read(path)).toBe(box.replace('</b>', '</b><i>one</i>'));
  await app.type(' two');
  // Said once it is on the disk, without the block being left.
  await expect(app.page.getByText('A draft is kept')).toBeVisible();
  await expect(codeMirror()).toBeFocused();
  await app.page.keyboard.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
  expect(await app.sourceText()).toBe(box.replace('</b>', '</b><i>one</i> two').trimEnd() + '\n');
  await app.save();
});

test('undo goes on from a block’s source into the page, and takes the block’s change back as one', async () => {
  const written = await app.edited(box, async () => {
    await app.press('Control+End');
    await app.type('ing');
    await openBox();
    // In one piece: CodeMirror takes letters that come slowly for steps of their own.
    await app.page.keyboard.insertText('<hr>');
    await app.press('Control+z');
    await expect(codeMirror()).toHaveText('<div><b>raw</b></div>');
    await app.press('Control+z');
    await expect(app.text.getByText('End', { exact: true })).toBeVisible();
    await expect(app.text).toBeFocused();
    await app.press('Control+y');
    await expect(app.text.getByText('Ending')).toBeVisible();
    await openBox();
    await app.press('x', 'Backspace', 'Escape', 'Control+z');
    await expect(app.text.getByText('End', { exact: true })).toBeVisible();
    await app.press('Control+y');
    await openBox();
    await app.type('A line\n\n');
    await app.press('Escape');
    await expect(app.text.locator('p', { hasText: 'A line' })).toBeVisible();
    await app.press('Control+z');
    await expect(app.text.locator('p', { hasText: 'A line' })).toHaveCount(0);
    await expect(block('HTML').locator('b')).toHaveText('raw');
  });
  expect(written).toBe(box.replace('End', 'Ending'));
});

test('an input method writes, and Tab and the ends lead out of a block’s source', async () => {
  const written = await app.edited(box, async () => {
    await openBox();
    await app.press('Control+End');
    const method = await app.page.context().newCDPSession(app.page);
    await method.send('Input.imeSetComposition', {
      text: 'に',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await method.send('Input.insertText', { text: '日' });
    await app.press('ArrowRight');
    await app.type('The ');
    await app.press('Home', 'ArrowLeft', 'Enter');
    await expect(codeMirror()).toBeFocused();
    await app.press('Tab');
    await expect(codeMirror()).toHaveCount(0);
    await expect(app.text).not.toBeFocused();
  });
  expect(written).toBe(box.replace('</div>', '</div>日').replace('End', 'The End'));
});

test('CodeMirror is fetched for a block’s source, and what is typed meanwhile is kept', async () => {
  const other = await app.another('page/Home.md', 'window');
  const path = 'Slow field.md';
  app.put(path, box);
  const fetched: string[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await other.route(/source-field-[^/]*\.js/, async (route) => {
    fetched.push(route.request().url());
    await released;
    await route.continue();
  });
  const text = other.getByRole('textbox', { name: 'Page text' });
  await other.evaluate((name) => {
    window.location.hash = window.location.hash.replace(/page\/.*/, `edit/${name}`);
  }, encodeURIComponent(path));
  await expect(text).toBeFocused();
  await expect(text.getByRole('group', { name: 'HTML' })).toBeVisible();
  expect(fetched).toEqual([]);
  for (const key of ['Control+Home', 'ArrowDown', 'Enter']) await other.keyboard.press(key);
  await expect(text.locator('textarea')).toBeFocused();
  await other.keyboard.type('<p>ab</p>');
  await other.keyboard.press('ArrowLeft');
  release();
  const content = text.locator('.cm-content');
  await expect(content).toBeFocused();
  await expect(text.locator('textarea')).toHaveCount(0);
  await other.keyboard.type('/');
  await expect(content).toContainText('<p>ab</p/><div>');
  await other.keyboard.press('Control+z');
  await other.keyboard.press('Control+z');
  await expect(content).toHaveText('<div><b>raw</b></div>');
  await other.close();
});

test('what others change waits until a block’s source is left, and a save joins it', async () => {
  const path = await app.editNew(box);
  await openBox();
  await app.press('ArrowDown', 'End');
  await app.type('mine');
  app.put(path, app.read(path).replace('End', 'The end'));
  await app.save();
  expect(app.read(path)).toBe(box.replace('</b>', '</b>mine').replace('End', 'The end'));
});

test('what is found in a tall source comes into sight in its frame', async () => {
  const lines = Array.from({ length: 150 }, (_, at) => `line ${at}\n`).join('');
  await app.editNew(`Top.\n\n:::row:::\n${lines}:::row-end:::\n\nEnd.\n`);
  const shown = block('Directive row').locator('pre');
  await expect(shown).toHaveJSProperty('scrollTop', 0);
  await app.press('Control+f');
  await app.type('line 77');
  await expect(app.page.getByRole('search').getByText('1 of 1')).toBeVisible();
  await expect.poll(() => shown.evaluate((frame) => frame.scrollTop)).toBeGreaterThan(1000);
  await app.press('Escape');
});
