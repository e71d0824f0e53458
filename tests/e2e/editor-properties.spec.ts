import { AxeBuilder } from '@axe-core/playwright';
import { type CDPSession, expect, type Locator, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const form = (): Locator => app.page.getByRole('region', { name: 'Properties of the page' });
const row = (name: string): Locator => form().getByRole('group', { name, exact: true });
const properties = 'Control+Alt+p';

const written = `---
# About this page
title:  "Beds"   # as it was
tags: [ garden,  soil ]
custom: {a: 1}   # of a plugin
draft: True
---

# Beds

Text.
`;

test.describe('the properties', () => {
  test('change by keyboard, each only its own bytes; undo and review know of it', async () => {
    app.put('Tagged.md', '---\ntags: [harvest, water]\n---\n');
    const text = await app.edited(written, async () => {
      await expect(form()).toContainText('4 properties');
      await app.press(properties);
      await expect(row('Title').getByRole('textbox')).toBeFocused();
      await app.press('End');
      await app.type(': all');
      const tags = row('Tags').getByRole('combobox');
      await tags.focus();
      await app.type('ha');
      await expect(form().getByRole('option', { name: /harvest/ })).toBeVisible();
      await app.press('ArrowDown', 'Enter');
      await expect(row('Tags').getByRole('button')).toHaveCount(4);
      await app.press('Backspace', 'ArrowLeft', 'Delete');
      await expect(row('Tags')).not.toContainText('soil');
      await app.press('Control+z');
      await expect(row('Tags')).toContainText('soil');
      await row('draft').getByRole('checkbox').press('Space');
      await form().getByRole('button', { name: 'Language' }).click();
      await app.type('he');
      // On the way to the source and back the form stays open, with what is begun there.
      await form().getByRole('button', { name: 'Other', exact: true }).press('Enter');
      await app.type('moo');
      await app.press('Control+Shift+M');
      await expect(app.source).toBeFocused();
      await app.press('Control+Shift+M');
      await expect(app.text).toBeFocused();
      await expect(form().getByRole('textbox', { name: 'Name of the property' })).toHaveValue(
        'moo',
      );
      await form().getByRole('button', { name: 'Cancel' }).click();
      await form().getByRole('button', { name: '5 properties' }).click();
      await app.press('Control+Shift+M');
      await expect(app.source).toBeVisible();
      await app.press('Control+Shift+M');
      await expect(form().getByRole('button', { name: '5 properties' })).toHaveAttribute(
        'aria-expanded',
        'false',
      );
      await app.press('Control+Shift+e');
      await expect(app.page.getByRole('dialog')).toContainText('harvest');
      await app.press('Escape');
      await expect(app.text).toHaveAttribute('lang', 'he');
    });
    expect(text).toBe(
      written
        .replace('"Beds" ', '"Beds: all" ')
        .replace('soil', 'soil, harvest')
        .replace('True', 'false')
        .replace('false\n', 'false\nlanguage: he\n'),
    );
  });

  test('of a page without any come with the first value, and undo takes them all away', async () => {
    const text = await app.edited('Text.\n', async () => {
      await form().getByRole('button', { name: 'Add properties' }).click();
      await form().getByRole('button', { name: 'Other', exact: true }).click();
      await app.type('mood');
      await app.press('Enter');
      await expect(row('mood').getByRole('textbox')).toBeFocused();
      await app.type('no');
      await form().getByRole('button', { name: 'Sources' }).click();
      await app.type('https://a.org');
      await app.press('Escape');
      await expect(app.text).toBeFocused();
      await app.press('Control+Shift+m');
      await expect
        .poll(() => app.sourceText())
        .toBe('---\nmood: "no"\nsources:\n  - url: https://a.org\n---\nText.\n');
      await app.press('Control+z', 'Control+z');
      await expect.poll(() => app.sourceText()).toBe('Text.\n');
      await app.press('Control+End');
      await app.type('!');
    });
    expect(text).toBe('Text.\n!');
  });

  test('that are not YAML stay as they are, with the line to blame, until they are mended', async () => {
    const broken = '---\ntitle: A\ntags: [a\n---\nText.\n';
    const text = await app.edited(broken, async () => {
      await expect(form().getByRole('alert')).toContainText(/Line [34] of the page/);
      await form().getByRole('textbox', { name: 'Properties as YAML' }).focus();
      await app.press('Control+End');
      await app.type(']');
      await form().getByRole('button', { name: 'Show as a form' }).click();
      await expect(row('Tags')).toContainText('a');
      await app.press('Escape');
      await app.type('New ');
    });
    expect(text).toBe(broken.replace('[a', '[a]').replace('Text', 'New Text'));
  });

  test('have no accessibility violations, open and closed', async () => {
    await app.editNew(written);
    const axe = () => new AxeBuilder({ page: app.page }).include('.cp-properties-form').analyze();
    expect((await axe()).violations).toEqual([]);
    await app.press(properties);
    await expect(form()).toMatchAriaSnapshot(`
      - button "4 properties" [expanded]
      - group "Title":
        - textbox "Title": Beds
      - group "Tags":
        - button "Remove garden"
        - button "Remove soil"
        - combobox "Add to tags"
      - group "custom":
        - button "Edit as source custom"
      - group "draft":
        - checkbox "draft" [checked]
    `);
    expect((await axe()).violations).toEqual([]);
  });
});

test('text from right to left is mirrored with its lists, quotes and tables, written and read', async () => {
  const arabic =
    '---\nlang: ar\n---\nمرحبا\n\n- بند\n- item\n\n> اقتباس\n\n| א | b |\n| - | - |\n| ג | d |\n';
  const directions = (of: Locator) =>
    of
      .locator('p, ul, blockquote, table')
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).direction).join(' '));
  const text = await app.edited(arabic, async () => {
    await expect(app.text).toHaveAttribute('lang', 'ar');
    for (const tag of ['ul', 'blockquote', 'table']) {
      await expect(app.text.locator(tag)).toHaveCSS('direction', 'rtl');
    }
    // From the end of a word on the left edge the next word goes on to the left.
    await app.text.getByText('مرحبا').click();
    await app.press('End', 'ArrowRight');
    await app.type('!');
  });
  expect(text).toBe(arabic.replace('مرحبا', 'مرحب!ا'));
  await app.press('Escape');
  const article = app.page.locator('article');
  await expect(article).toHaveAttribute('lang', 'ar');
  expect(await directions(article.first())).not.toContain('ltr');
});

test.describe('with an input method', () => {
  let keys: CDPSession;
  test.beforeAll(async () => {
    keys = await app.page.context().newCDPSession(app.page);
  });

  /** Writes a word as an input method does: sign by sign, each in place of the one before. */
  async function compose(steps: readonly string[], word: string): Promise<void> {
    for (const step of steps) {
      await keys.send('Input.imeSetComposition', {
        text: step,
        selectionStart: step.length,
        selectionEnd: step.length,
      });
      await app.press();
    }
    await keys.send('Input.insertText', { text: word });
  }

  const chinese = () => compose(['n', 'ni', 'nih', 'nihao'], '你好');
  const japanese = () => compose(['k', 'か', 'かn', 'かん', 'かんじ'], '漢字');
  const korean = () => compose(['ㅎ', '하', '한'], '한');

  test('words are written once, wherever text is', async () => {
    const start =
      'One\n\n## Two\n\n- Three\n\n> [!tip] Four\n> Five\n\n| a | b |\n| - | - |\n| Six | c |\n';
    const text = await app.edited(start, async () => {
      for (const [place, write] of [
        ['One', chinese],
        ['Two', japanese],
        ['Three', korean],
        ['Four', chinese],
        ['Six', japanese],
      ] as const) {
        await app.text.getByText(place, { exact: true }).click();
        await app.press('End');
        await write();
        await write();
      }
    });
    expect(text).toBe(
      start
        .replace('One', 'One你好你好')
        .replace('Two', 'Two漢字漢字')
        .replace('Three', 'Three한한')
        .replace('Four', 'Four你好你好')
        .replace('Six', 'Six漢字漢字'),
    );
  });

  test('completes a link, finds and names a tag; signs within a composition are only signs', async () => {
    app.put('漢字.md', '# 漢字\n');
    const text = await app.edited('', async () => {
      await compose(['#', '# ', '# あ'], '# あ');
      await app.press('Enter');
      await app.type('[[');
      await japanese();
      await expect(app.page.getByRole('option', { name: /漢字/ }).first()).toBeVisible();
      await app.press('Enter');
      await app.press('Control+f');
      await expect(app.page.getByRole('textbox', { name: /find/i })).toBeFocused();
      await japanese();
      await expect(app.page.getByRole('textbox', { name: /find/i })).toHaveValue('漢字');
      await app.press('Escape');
      await app.press(properties);
      await form().getByRole('button', { name: 'Tags' }).click();
      await korean();
      await app.press('Enter');
      await expect(row('Tags')).toContainText('한');
    });
    expect(text).toBe('---\ntags:\n  - 한\n---\n\\# あ\n\n[[漢字]]\n');
  });
});
