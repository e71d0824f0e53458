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
    await app.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await app.type('Now ');
    await app.press('Home', 'ArrowUp');
    await expect(block('Link address a')).toHaveClass(/cp-editor-selected/);
    await app.press('ArrowDown', 'Backspace', 'ArrowUp', 'Enter');
    await expect(
      app.page.getByRole('textbox', { name: 'Directive row as markdown' }),
    ).toBeFocused();
    await app.press('Escape');
    await expect(app.text).toBeFocused();
  });
  expect(text).toBe(source.replace('Ana -->', 'Ana! -->').replace('Two', 'Now Two'));
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
