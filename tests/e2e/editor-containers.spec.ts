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

const callout = (name: string): Locator =>
  app.text.getByRole('group', { name: `Callout: ${name}` });
const directive = (name: string): Locator =>
  app.text.getByRole('group', { name: `Directive: ${name}`, exact: true });
const note = (number: number): Locator =>
  app.text.getByRole('group', { name: `Footnote ${number}`, exact: true });

/** Chooses what begins with some letters from the menu of a callout, by keyboard alone. */
async function choose(letters: string): Promise<void> {
  await app.press('Alt+F10', 'Enter');
  await expect(app.page.getByRole('menu')).toBeVisible();
  await app.type(letters);
  await app.press('Enter');
  await expect(app.text).toBeFocused();
}

const garden = `Start.

> [!NOTE]- About *beds* here
> One
> two &amp; __three__.
>
> * item

Between.[^2]

[^2]: The
    note.

End.
`;

test.describe('a callout', () => {
  test('is typed by its sign, with title and body, and left by Enter', async () => {
    const text = await app.edited('Start.\n', async () => {
      await app.press('Control+End', 'Enter');
      await app.type('> [!tip]+ Water\nIn the evening.\n\nAfter.');
      await expect(callout('Tip')).toContainText('In the evening.');
    });
    expect(text).toBe('Start.\n\n> [!tip]+ Water\n> In the evening.\n\nAfter.\n');
  });

  test('is typed without a title', async () => {
    const text = await app.edited('', async () => {
      await app.type('> [!my-kind]\nBody.');
    });
    expect(text).toBe('> [!my-kind]\n> Body.\n');
  });

  test('changes its kind and folding by keyboard, and only its head line changes', async () => {
    const text = await app.edited(garden, async () => {
      await callout('Note').getByText('item').click();
      await choose('warn');
      await expect(callout('Warning')).toBeVisible();
      await choose('always');
    });
    expect(text).toBe(garden.replace('[!NOTE]-', '[!WARNING]'));
  });

  test('changes by a word in its title or body, and only that line changes', async () => {
    const text = await app.edited(garden, async () => {
      await callout('Note').getByText('About').click();
      await app.press('End');
      await app.type(' and there');
      await callout('Note').getByText('two & ').click();
      await app.press('Home');
      await app.type('Just ');
    });
    expect(text).toBe(garden.replace('here', 'here and there').replace('One', 'Just One'));
  });

  test('shows its kinds at a click on its icon', async () => {
    const text = await app.edited(garden, async () => {
      await callout('Note').getByRole('button', { name: 'Kind of callout' }).click();
      await app.page.getByRole('menuitem', { name: 'Bug' }).click();
      await callout('Bug').getByRole('button', { name: 'Readers find it closed' }).click();
    });
    expect(text).toBe(garden.replace('[!NOTE]-', '[!BUG]+'));
  });

  test('becomes a quote with Backspace at its start', async () => {
    const text = await app.edited('> [!note] Title\n> Body\n', async () => {
      await callout('Note').getByText('Title').click();
      await app.press('Home', 'Backspace');
      await expect(callout('Note')).toHaveCount(0);
    });
    expect(text).toBe('> Title\n>\n> Body\n');
  });

  test('lets the arrows out at both ends of a page', async () => {
    const text = await app.edited('> [!note] Title\n> Body\n', async () => {
      await callout('Note').getByText('Title').click();
      await app.press('ArrowUp');
      await app.type('Above.');
      await app.press('ArrowDown', 'ArrowDown', 'ArrowDown');
      await app.type('Below.');
    });
    expect(text).toBe('Above.\n\n> [!note] Title\n> Body\n\nBelow.\n');
  });

  test('undone to the start leaves the file as it was', async () => {
    const text = await app.edited(garden, async () => {
      await callout('Note').getByText('About').click();
      await app.press('Home');
      await app.type('All ');
      await choose('tip');
      await app.press('Control+Alt+f');
      await app.type('New.');
      for (let step = 0; step < 12; step += 1) await app.press('Control+z');
      await expect(callout('Note')).toBeVisible();
      await expect(app.text).not.toContainText('All');
      await app.press('Control+End');
      await app.type('!');
    });
    expect(text).toBe(garden.replace('End.', 'End.!'));
  });
});

const docs = `Start.

::: tip Mind *this* {.wide}
Some *words*,
  wrapped.

* item
:::

::::: {.columns onclick="x()"}
::: {.column}
Left.
:::
:::::

End.
`;

test.describe('a directive', () => {
  test('changes by a word, its name, its title, and only those lines change', async () => {
    const text = await app.edited(docs, async () => {
      const tip = directive('Mind *this*');
      await expect(tip).toHaveAttribute('data-callout', 'tip');
      await tip.getByText('wrapped.').click();
      await app.press('End');
      await app.type(' More.');
      await choose('warn');
      await expect(tip).toHaveAttribute('data-callout', 'warning');
      await tip.getByRole('button', { name: /^Name and title/ }).click();
      const dialog = app.page.getByRole('dialog', { name: 'Directive' });
      await dialog.getByRole('textbox', { name: 'Title' }).fill('Beds {');
      await dialog.getByRole('textbox', { name: 'Attributes' }).fill('wide}');
      await dialog.getByRole('button', { name: 'Done' }).click();
      await expect(dialog).toContainText('Write attributes in braces');
      await dialog.getByRole('textbox', { name: 'Title' }).fill('Beds');
      await dialog.getByRole('textbox', { name: 'Attributes' }).fill('{.narrow}');
      await app.press('Enter');
      await expect(app.text).toBeFocused();
      await expect(directive('Beds')).toContainText('Some words, wrapped. More.');
      const columns = directive('Columns');
      await expect(columns).not.toHaveAttribute('onclick');
      await columns.getByText('Left.').click();
      await app.press('End');
      await app.type(' Right.');
    });
    const head = docs.replace('::: tip Mind *this* {.wide}', '::: warning Beds {.narrow}');
    expect(text).toBe(head.replace('wrapped.', 'wrapped. More.').replace('Left.', 'Left. Right.'));
  });

  test('is made where a line of colons closes it, typed or in its source', async () => {
    const written = await app.edited('A\n\n:::tip Water\nDaily.\n\nB\n\n:::note\n', async () => {
      await app.text.getByText('B', { exact: true }).click();
      await app.press('End', 'Enter');
      await app.type(':::\nAfter.');
      await expect(directive('Water')).toContainText('Daily.B');
      await expect(directive('Water')).not.toContainText('After.');
      await app.text.getByRole('button', { name: 'Edit' }).click();
      await app.press('Control+End');
      await app.type('\nMind.\n:::');
      await app.press('Escape');
      await expect(directive('Note')).toContainText('Mind.');
    });
    expect(written).toBe('A\n\n:::tip Water\nDaily.\n\nB\n:::\n\nAfter.\n\n:::note\nMind.\n:::\n');
  });

  test('is typed, left by Enter, joined from below and unwrapped by Backspace', async () => {
    const text = await app.edited('Start.\n', async () => {
      await app.press('Control+End', 'Enter');
      await app.type(':::note Water\nIn the evening.\n\nAfter.');
      await expect(directive('Water')).toContainText('In the evening.');
      await expect(directive('Water')).not.toContainText('After.');
      await app.press('Home', 'Backspace');
      await expect(directive('Water')).toContainText('In the evening.After.');
      await app.press('End', 'Enter', 'Enter');
      await app.type(':::tip\nDaily.');
      await app.press('Home', 'Backspace');
      await expect(directive('Tip')).toHaveCount(0);
      await app.press('Control+z');
      await expect(directive('Tip')).toContainText('Daily.');
      await app.press('Alt+Shift+ArrowUp');
    });
    expect(text).toBe(
      'Start.\n\n:::tip\nDaily.\n:::\n\n:::note Water\nIn the evening.After.\n:::\n',
    );
  });
});

test.describe('a footnote', () => {
  test('is put in, written and left by one key; marks show their numbers in order', async () => {
    const text = await app.edited('One two.\n\nThree[^a].\n\n[^a]: Old.\n', async () => {
      await app.press('Control+Home', ...Array<string>(3).fill('ArrowRight'));
      await app.press('Control+Alt+f');
      await app.type('New note.');
      await expect(note(1)).toContainText('New note.');
      await expect(note(2)).toContainText('Old.');
      await app.press('Control+Alt+f');
      await app.type('!');
    });
    expect(text).toBe('One[^1]! two.\n\nThree[^a].\n\n[^a]: Old.\n\n[^1]: New note.\n');
  });

  test('is read and changed from its mark, and jumped to and from', async () => {
    const text = await app.edited('One[^a] two.\n\n[^a]: Old.\n', async () => {
      const mark = app.text.locator('[data-footnote-mark]');
      await mark.click();
      const field = app.page.getByRole('textbox', { name: 'Footnote 1' });
      await expect(field).toHaveValue('Old.');
      await app.type('Not this');
      await app.press('Escape');
      await expect(app.text).toBeFocused();
      await mark.click();
      await expect(field).toHaveValue('Old.');
      await app.press('End');
      await app.type(' Newer.\n');
      await expect(app.text).toBeFocused();
      await mark.click();
      await app.page.getByRole('button', { name: 'Go to the footnote' }).click();
      await expect(app.text).toBeFocused();
      await app.type(' Newest.');
      await app.press('Control+Alt+f');
      await app.type('!');
    });
    expect(text).toBe('One[^a]! two.\n\n[^a]: Old. Newer. Newest.\n');
  });

  test('of several blocks is read as a whole from its mark, and edited where it stands', async () => {
    const start =
      'One[^a] two.\n\n[^a]: First *word*.\n\n    - item [r]\n\n    Last.\n\n[r]: https://a.org\n';
    const text = await app.edited(start, async () => {
      await app.text.locator('[data-footnote-mark]').click();
      const popover = app.page.getByRole('dialog', { name: 'Footnote 1' });
      await expect(popover.locator('article > p')).toHaveText(['First word.', 'Last.']);
      await expect(popover.locator('article li a')).toHaveText('r');
      const axe = new AxeBuilder({ page: app.page }).include('.cp-popover');
      expect((await axe.analyze()).violations).toEqual([]);
      await expect(popover.getByRole('button', { name: 'Edit the footnote' })).toBeFocused();
      await app.press('Enter');
      await expect(app.text).toBeFocused();
      await app.type(' So.');
      await app.page.getByRole('button', { name: 'Back to the text' }).first().click();
      await app.type('!');
    });
    expect(text).toBe(start.replace('[^a] two', '[^a]! two').replace('Last.', 'Last. So.'));
  });

  test('whose last mark goes stays, and says that nothing leads to it', async () => {
    const text = await app.edited('One[^a] two.\n\n[^a]: Old.\n', async () => {
      await app.press('Control+Home', ...Array<string>(4).fill('ArrowRight'));
      await app.press('Backspace', 'Backspace');
      await expect(app.text.getByRole('group', { name: 'Footnote a, not used' })).toBeVisible();
    });
    expect(text).toContain('[^a]: Old.\n');
    expect(text).toContain(' two.');
  });

  test('changes by a word, and only that line changes', async () => {
    const text = await app.edited(garden, async () => {
      await note(1).getByText('The note.').click();
      await app.press('Home');
      await app.type('So ');
    });
    expect(text).toBe(garden.replace('[^2]: The', '[^2]: So The'));
  });
});

test('callouts and footnotes are in the menu of blocks', async () => {
  const insert = async (name: string) => {
    await app.page.getByRole('button', { name: /^Kind of block/ }).click();
    await app.page.getByRole('menuitem', { name }).click();
    await expect(app.text).toBeFocused();
  };
  const text = await app.edited('Text\n', async () => {
    await app.press('Control+End');
    await insert('Footnote');
    await app.type('Note');
    await app.press('Control+Alt+f');
    await insert('Callout');
    await app.type('Title');
  });
  expect(text).toBe('> [!note] Title\n> Text[^1]\n\n[^1]: Note\n');
});

test('callouts, footnotes and their tools have no accessibility violations', async () => {
  await app.edited(garden + docs, async () => {
    await callout('Note').getByText('item').click();
    await app.press('Alt+F10', 'Enter');
    await expect(app.page.getByRole('menu')).toMatchAriaSnapshot(`
      - 'menu "Callout: Note"':
        - menuitem "Note"
        - menuitem "Tip"
    `);
    await app.press('Escape');
    // Lexical's place for a menu of links stands outside of everything, empty until there is one.
    const axe = new AxeBuilder({ page: app.page }).exclude('.cp-link-menu-anchor');
    expect((await axe.analyze()).violations).toEqual([]);
    await app.text.locator('[data-footnote-mark]').click();
    await expect(app.page.getByRole('dialog', { name: 'Footnote 1' })).toBeVisible();
    const popover = new AxeBuilder({ page: app.page }).include('.cp-popover');
    expect((await popover.analyze()).violations).toEqual([]);
    await app.press('Escape');
    await expect(app.text).toBeFocused();
    await app.type(' ');
  });
});
