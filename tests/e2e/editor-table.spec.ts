import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
let tools: Locator;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  tools = app.page.getByRole('toolbar', { name: 'Table' });
});
test.afterAll(async () => {
  await app.close();
});

const cell = (name: string) => app.text.getByRole('cell', { name, exact: true });

async function choose(menu: string, command: string): Promise<void> {
  await tools.getByRole('button', { name: menu }).click();
  await app.page.getByRole('menuitem', { name: command }).click();
  await expect(app.text).toBeFocused();
}

/** Pastes as another program's copy would be. */
async function paste(kinds: Readonly<Record<string, string>>): Promise<void> {
  await app.page.evaluate(async (copied) => {
    const item: Record<string, Blob> = {};
    for (const [type, text] of Object.entries(copied)) item[type] = new Blob([text], { type });
    await navigator.clipboard.write([new ClipboardItem(item)]);
  }, kinds);
  await app.press('Control+v');
}

const padded =
  'Start.\n\n| Name   | Bed |\n|:-------|----:|\n| Leek   | 2   |\n| Onion  | 3   |\n\nEnd.\n';

test('typing in a cell changes its line and nothing else', async () => {
  const text = await app.edited(padded, async () => {
    await cell('Leek').click();
    await app.press('End');
    await app.type('s');
  });
  expect(text).toBe(padded.replace('| Leek   |', '| Leeks  |'));
});

test('Tab goes from cell to cell, and on from the last one to a new row', async () => {
  const text = await app.edited('| a | b |\n| - | - |\n| 1 | 2 |\n', async () => {
    await cell('1').click();
    await app.press('Shift+Tab', 'Tab', 'Tab', 'Tab');
    await app.type('3');
    await app.press('Tab');
    await app.type('4');
  });
  expect(text).toBe('| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n');
});

test('Enter goes down, and from the last row to a new one; Shift+Enter breaks the line', async () => {
  const text = await app.edited('| a | b |\n| - | - |\n| 1 | 2 |\n', async () => {
    await cell('2').click();
    await app.press('End', 'Shift+Enter');
    await app.type('more\n4');
  });
  expect(text).toBe('| a | b |\n| - | - |\n| 1 | 2<br>more |\n|   | 4 |\n');
});

test('arrows lead out of a table at both ends of a page', async () => {
  const text = await app.edited('| a |\n| - |\n| 1 |\n', async () => {
    await cell('1').click();
    await app.press('ArrowUp', 'ArrowUp');
    await app.type('over');
    await app.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await app.type('under');
  });
  expect(text).toBe('over\n\n| a |\n| - |\n| 1 |\n\nunder\n');
});

test('the tools change rows, columns and alignment, each in one step for undo', async () => {
  const start = '| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n';
  const text = await app.edited(start, async () => {
    await cell('1').click();
    await choose('Row', 'Move row down');
    await choose('Row', 'Insert row above');
    await app.type('new');
    await choose('Column', 'Move column right');
    await choose('Column', 'Align centre');
    await choose('Column', 'Insert column left');
    await cell('2').click();
    await choose('Column', 'Delete column');
    await choose('Row', 'Delete row');
  });
  expect(text).toBe('|   | a |\n| - | :-: |\n|   | 3 |\n|   | new |\n');
  const back = await app.edited(start, async () => {
    await cell('1').click();
    await choose('Row', 'Move row down');
    await choose('Column', 'Delete column');
    await expect(app.text.locator('td')).toHaveCount(2);
    await app.press('Control+z');
    await expect(app.text.locator('td')).toHaveCount(4);
    await app.press('Control+z');
    await app.press('Control+End');
    await app.type('x');
    await app.press('Backspace');
  });
  expect(back).toBe(start);
});

test('Control+A takes the cell, then the table, then the page; Delete empties cells', async () => {
  const start = 'Start.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n';
  const text = await app.edited(start, async () => {
    await cell('1').click();
    await app.press('Control+a');
    await app.type('9');
    await app.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Delete');
    await app.type('z');
  });
  expect(text).toBe(start.replace('| 1 | 2 |', '| z |   |'));
  const over = await app.edited(start, async () => {
    await cell('1').click();
    await app.press('Shift+ArrowRight', 'Shift+ArrowRight');
    await app.type('x');
    await app.press('Control+a', 'Control+a', 'Escape', 'Shift+ArrowUp', 'Control+x');
    await app.type('y');
  });
  expect(over).toBe(start.replace('| 1 | 2 |', '| x | y |'));
  const gone = await app.edited(start, async () => {
    await cell('1').click();
    await app.press('Control+a', 'Control+a', 'Delete');
    await expect(app.text.getByRole('table')).toHaveCount(0);
    await app.press('Control+z');
    await cell('1').click();
    await app.press('Control+a', 'Control+a', 'Control+a');
    await app.type('all');
  });
  expect(gone).toBe('all\n');
});

test('a table comes from the menu of blocks and from typed markdown', async () => {
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.page.getByRole('button', { name: /Kind of block/ }).click();
    await app.page.getByRole('menuitem', { name: 'Table' }).click();
    await app.type('a');
    await app.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await app.type('| b | **c** |\n| :- | -: |\n# d');
  });
  expect(text).toBe(
    'Start.\n\n| a |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |\n\n| b | **c** |\n| :-- | --: |\n| # d |  |\n',
  );
});

test('cells of a spreadsheet become a table, or fill the table they are pasted in', async () => {
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await paste({ 'text/plain': 'a\tb\r\n1\t"two\nlines"\r\n' });
    await cell('1').click();
    await paste({ 'text/plain': 'x\ty|z\nu\tv\tw' });
  });
  expect(text).toBe(
    'Start.\n\n| a | b |  |\n| --- | --- | --- |\n| x | y\\|z |  |\n| u | v | w |\n',
  );
});

test('a table of a web page comes without its spans, its looks and its scripts', async () => {
  const html =
    '<table style="width:9px"><tr><th colspan="2" onclick="window.harm=1">A<script>window.harm=1</script></th></tr>' +
    '<tr><td bgcolor="red"><ul><li>one</li><li><b>two</b></li></ul></td><td><img src="x" onerror="window.harm=1">c</td></tr></table>';
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await paste({ 'text/html': html, 'text/plain': 'A' });
    await expect(app.text.getByRole('table')).toBeVisible();
  });
  expect(text).toBe('Start.\n\n| A |  |\n| --- | --- |\n| one<br>**two** | c |\n');
  expect(await app.page.evaluate(() => 'harm' in window)).toBe(false);
});

test('the tools are named, reached by key and sound to assistive software', async () => {
  app.put('Sound.md', padded);
  await app.edit('Sound.md');
  await expect(tools).toHaveCount(0);
  await cell('Onion').click();
  await app.press('Alt+F10');
  await expect(tools.getByRole('button', { name: 'Row' })).toBeFocused();
  await app.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter');
  await expect(app.page.getByRole('menu')).toMatchAriaSnapshot(`
    - menu:
      - menuitem "Insert row above"
      - menuitem "Insert row below"
      - menuitem /Move row up/
      - menuitem /Move row down/ [disabled]
      - separator
      - menuitem "Delete row"
  `);
  await app.press('Escape');
  await expect(tools).toMatchAriaSnapshot(`
    - toolbar "Table":
      - button "Row"
      - button "Column"
      - button "Delete table"
  `);
  const axe = new AxeBuilder({ page: app.page });
  expect((await axe.analyze()).violations).toEqual([]);
  await app.press('Escape');
  await expect(app.text).toBeFocused();
});
