import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
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

const write = (path: string, text: string) => writeFileSync(join(app.wikiDir, path), text);
/** Ana, with plain git. */
const anaPuts = (path: string, text: string) => {
  write(path, text);
  app.git('add', '-A');
  const ana = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.org'];
  app.git(...ana, 'commit', '-q', '-m', `Put ${path}`);
};
const line = () => app.page.locator('.cp-came');
const status = () => app.page.getByRole('region', { name: 'Saving' }).getByRole('status');
/** The block with the caret, up to the caret, and how far below the window's top it stands. */
const caret = () =>
  app.page.evaluate(() => {
    const selection = window.getSelection();
    const node = selection?.focusNode ?? null;
    const block = (node instanceof Element ? node : node?.parentElement)?.closest('p, li, h2');
    if (!selection || !node || !block) return null;
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEnd(node, selection.focusOffset);
    return { before: range.toString(), topPx: Math.round(block.getBoundingClientRect().top) };
  });

test('what another program writes comes in beside the caret, and undo leaves it alone', async () => {
  const filler = Array.from({ length: 40 }, (_, index) => `Paragraph __${index}__.`);
  const base = ['# Plan', ...filler, 'The quick fox sleeps.', 'End.', ''].join('\n\n').trimEnd();
  const path = await app.editNew(`${base}\n`);
  await app.text.getByText('The quick fox').click();
  await app.press('End', 'ArrowLeft');
  await app.type(' well');
  const before = await caret();
  expect(before?.before).toBe('The quick fox sleeps well');
  await app.page.evaluate(() => {
    for (const block of document.querySelectorAll('.cp-editor-text > *')) {
      Object.assign(block, { wasHere: true });
    }
  });
  const theirs = base
    .replace('# Plan', '# Plan\n\nNew above.\n\n- with\n- a list')
    .replace('Paragraph __7__.', 'Paragraph seven.')
    .replace('quick fox', 'quick red fox');
  anaPuts(path, `${theirs}\n`);
  await expect(line()).toBeVisible();
  await expect(app.text).toContainText('New above.');
  // In the block whose other words changed the caret stands behind the same words, at the same height.
  await expect.poll(caret).toEqual({
    before: 'The quick red fox sleeps well',
    topPx: before?.topPx,
  });
  const made = await app.page.evaluate(
    () =>
      [...document.querySelectorAll('.cp-editor-text > *')].filter((b) => !('wasHere' in b)).length,
  );
  expect(made).toBe(4);
  await app.type(', says');
  await app.type(' Ana');
  await expect(app.text).toContainText('The quick red fox sleeps well, says Ana.');
  await expect(line()).toContainText('Ana’s changes came in');
  await line().getByRole('button', { name: 'See them' }).click();
  const seen = app.page.getByRole('dialog', { name: 'What came in' });
  await expect(seen.locator('ins').filter({ hasText: 'red' })).toBeVisible();
  await seen.getByRole('button', { name: 'Go on writing' }).click();
  await expect(line()).toHaveCount(0);
  await expect(app.text).toBeFocused();
  // Back beyond the arrival, step by step: only what the person typed goes.
  // How many steps typing makes depends on how slowly it goes.
  for (let round = 0; round < 20; round += 1) {
    if ((await app.text.textContent())?.includes('sleeps.') === true) break;
    await app.press('Control+z');
    await expect(app.text).toContainText('New above.');
  }
  await expect(app.text).toContainText('The quick red fox sleeps.');
  await expect(app.text).toContainText('Paragraph seven.');
  await app.press('Control+Shift+z');
  await expect(app.text).not.toContainText('sleeps.');
  await app.press('Control+End');
  await app.type('!');
  await app.save();
  expect(app.read(path)).toContain('Paragraph __8__.');
  expect(app.read(path)).toContain('New above.\n\n- with\n- a list\n');
  expect(app.git('status', '--porcelain')).toBe('');
});

test('two browsers on one page: both write, both save, and nothing is taken back', async () => {
  const path = await app.editNew('One.\n\nTwo.\n\nThree.\n');
  const other = await app.another(`edit/${encodeURIComponent(path)}`);
  const otherText = other.getByRole('textbox', { name: 'Page text' });
  const otherStatus = other.getByRole('region', { name: 'Saving' }).getByRole('status');
  await expect(otherText).toBeFocused();
  await app.press('Control+End');
  await app.type(' Mine');
  await other.keyboard.type('Theirs ');
  await other.keyboard.press('Control+s');
  await expect(otherStatus).toHaveText('Saved');
  await expect(app.text).toContainText('Theirs One.');
  await expect(line()).toContainText('Your changes from another window came in');
  await app.save();
  await expect(otherText).toContainText('Three. Mine');
  await expect(otherStatus).toHaveText(/No changes|Saved/);
  expect(app.read(path)).toBe('Theirs One.\n\nTwo.\n\nThree. Mine\n');
  // As source too: the place of the caret follows the words.
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
  await app.press('Control+End', 'ArrowUp');
  await app.type('More ');
  await other.keyboard.press('Control+Home');
  await other.keyboard.type('Again ');
  await other.keyboard.press('Control+s');
  await expect.poll(() => app.sourceText()).toContain('Again Theirs One.');
  await app.type('and more ');
  await expect.poll(() => app.sourceText()).toContain('More and more Three. Mine');
  // How many steps typing makes depends on how slowly it goes.
  for (let round = 0; round < 20; round += 1) {
    if ((await app.sourceText()).includes('\nThree. Mine')) break;
    await app.press('Control+z');
  }
  expect(await app.sourceText()).toContain('Again Theirs One.');
  await app.save();
  expect(app.read(path)).toBe('Again Theirs One.\n\nTwo.\n\nThree. Mine\n');
  await other.context().close();
});

test('others’ words come into a long page while the person writes on, formatted and as source', async () => {
  const long = Array.from({ length: 400 }, (_, at) => `Line ${at} ${'of words '.repeat(12)}.\n`);
  const path = await app.editNew(long.join('\n'));
  await app.press('Control+Home');
  await app.type('Mine ');
  anaPuts(path, app.read(path).replace('Line 2 ', 'Her line 2 '));
  await app.type('and more of it ');
  await expect(app.text).toContainText('Her line 2 ');
  await expect(app.text).toContainText('Mine and more of it Line 0');
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
  await app.type('as source ');
  anaPuts(path, app.read(path).replace('Line 4 ', 'Her line 4 '));
  await app.type('and still ');
  await expect.poll(() => app.sourceText()).toContain('Her line 4 ');
  await app.save();
  const lines = [...long].fill(`Her ${long[2]?.replace('L', 'l')}`, 2, 3);
  lines[4] = `Her ${long[4]?.replace('L', 'l')}`;
  expect(app.read(path)).toBe(`Mine and more of it as source and still ${lines.join('\n')}`);
});

test('a second window on a page says so as long as the first is there', async () => {
  const path = await app.editNew('One.\n');
  const other = await app.another(`edit/${encodeURIComponent(path)}`, 'window');
  const words = other.getByText('open for writing in another window');
  await expect(words.first()).toBeVisible();
  await app.goTo('page/Home.md');
  await expect(other.locator('.cp-other-window')).toHaveCount(0);
  await other.close();
});

test('what two windows have not saved is kept for each, and each is offered again', async () => {
  const start = 'One.\n\nTwo.\n\nThree.\n';
  const path = await app.editNew(start);
  const kept = 'A draft is kept';
  await app.press('Control+End');
  await app.type(' Mine');
  await expect(app.page.getByText(kept)).toBeVisible();
  // The other window's unsaved text is not this one's to restore.
  const other = await app.another(`edit/${encodeURIComponent(path)}`, 'window');
  const text = other.getByRole('textbox', { name: 'Page text' });
  await expect(text).toBeFocused();
  await expect(text).not.toContainText('Mine');
  await other.keyboard.type('Theirs ');
  await expect(other.getByText(kept)).toBeVisible();
  await app.type(' more');
  await app.goTo('page/Home.md');
  await expect(app.page.getByRole('heading', { name: 'Home' })).toBeVisible();
  // A window that is closed, or an app that is killed, takes nothing along.
  await other.close();
  const restore = async () => {
    await app.goTo(`edit/${encodeURIComponent(path)}`);
    await app.page.getByRole('button', { name: 'Restore it' }).click();
    await expect(app.text).toBeFocused();
  };
  await restore();
  await expect(app.text).toContainText('Three. Mine more');
  await app.save();
  await app.goTo('page/Home.md');
  await restore();
  await expect(app.text).toContainText('Theirs One.');
  await app.save();
  expect(app.read(path)).toBe('Theirs One.\n\nTwo.\n\nThree. Mine more\n');
  await app.goTo('page/Home.md');
  await app.edit(path);
});

test('what another browser writes now is not offered, and is once that browser is gone', async () => {
  const path = await app.editNew('One.\n');
  const other = await app.another(`edit/${encodeURIComponent(path)}`);
  const otherText = other.getByRole('textbox', { name: 'Page text' });
  await expect(otherText).toBeFocused();
  await other.keyboard.type('Theirs ');
  await expect(other.getByText('A draft is kept')).toBeVisible();
  const restore = app.page.getByRole('button', { name: 'Restore it' });
  await app.goTo('page/Home.md');
  await app.edit(path);
  await expect(app.text).toHaveText('One.');
  // The other one stops to write, and its window stays.
  await other.evaluate(() => {
    window.location.hash = window.location.hash.replace('/edit/', '/page/');
  });
  await expect(otherText).toBeHidden();
  const again = async () => {
    await app.goTo('page/Home.md');
    await expect(app.page.getByRole('heading', { name: 'Home' })).toBeVisible();
    await app.goTo(`edit/${encodeURIComponent(path)}`);
    await expect(restore).toBeVisible();
  };
  await again();
  await other.evaluate(() => {
    window.location.hash = window.location.hash.replace('/page/', '/edit/');
  });
  await other.getByRole('button', { name: 'Restore it' }).click();
  await expect(otherText).toContainText('Theirs One.');
  // It was offered here before: both go on, each with a draft of its own.
  await restore.click();
  await expect(app.text).toContainText('Theirs One.');
  await app.press('Control+Home');
  await app.type('My ');
  await other.keyboard.press('Control+Home');
  await other.keyboard.type('Their own ');
  await expect(other.getByText('A draft is kept')).toBeVisible();
  await app.save();
  await other.context().close();
  await again();
  await restore.click();
  await expect(app.text).toContainText('Their own Theirs One.');
});

test('a save in one window leaves the draft of the other, and their words clash by choice', async () => {
  const path = await app.editNew('One two.\n');
  const other = await app.another(`edit/${encodeURIComponent(path)}`, 'window');
  const text = other.getByRole('textbox', { name: 'Page text' });
  await expect(text).toBeFocused();
  await other.keyboard.type('Other ');
  await expect(other.getByText('A draft is kept')).toBeVisible();
  await app.press('Control+Home');
  await app.type('My ');
  await app.save();
  await expect(other.getByRole('button', { name: 'Look and choose' })).toBeVisible();
  await expect(text).toContainText('Other One two.');
  await other.close();
  await app.goTo('page/Home.md');
  await app.goTo(`edit/${encodeURIComponent(path)}`);
  await app.page.getByRole('button', { name: 'Restore it' }).click();
  await expect(app.text).toContainText('Other One two.');
  await app.page.getByRole('button', { name: 'Look and choose' }).click();
  await app.page.getByRole('dialog').getByRole('button', { name: 'Keep both' }).click();
  await app.page.getByRole('button', { name: 'Go on with this text' }).click();
  await app.save();
  expect(app.read(path)).toMatch(/^(Other One two\.\n\nMy|My One two\.\n\nOther) One two\.\n$/);
});

test('the caret stays in the cell, the item and the quote whose other words changed', async () => {
  const base = '| a | b |\n| - | - |\n| one two | x |\n\n- first\n- second\n\n> said so\n';
  const path = await app.editNew(base);
  const places = [
    { where: 'one two', mine: ' mine', theirs: ['| x |', '| y |'] },
    { where: 'second', mine: ' own', theirs: ['- first', '- the first'] },
    { where: 'said so', mine: ' there', theirs: ['> said', '> was said'] },
  ] as const;
  for (const { where, mine, theirs } of places) {
    await app.text.getByText(where).click();
    await app.press('End');
    await app.save();
    anaPuts(path, app.read(path).replace(theirs[0], theirs[1]));
    await expect(app.text).toContainText(theirs[1].replace(/[|>-] | \|/g, ''));
    await app.type(mine);
    await expect(app.text).toContainText(`${where}${mine}`);
  }
  await app.save();
  expect(app.read(path)).toBe(
    '| a | b |\n| - | - |\n| one two mine | y |\n\n- the first\n- second own\n\n> was said so there\n',
  );
});

test('words in the same place are chosen from side by side, and nothing is lost meanwhile', async () => {
  const path = await app.editNew('## Beds\n\nWe dig.\n\n## Water\n\nOne tank.\n');
  await app.text.getByText('We dig.').click();
  await app.press('End', 'ArrowLeft');
  await app.type(' deep');
  anaPuts(path, '## Beds\n\nWe dig never.\n\n## Water\n\nTwo tanks.\n');
  const notice = app.page.getByRole('group', { name: 'Ana changed the same words as you' });
  await expect(notice).toBeVisible();
  await expect(app.text).toContainText('We dig deep.');
  await app.type('er');
  await notice.getByRole('button', { name: 'Look and choose' }).click();
  const dialog = app.page.getByRole('dialog', { name: 'You both wrote in the same place' });
  await expect(dialog.getByRole('group', { name: 'Mine' })).toContainText('deeper');
  await expect(dialog.getByRole('group', { name: 'Ana’s' })).toContainText('never');
  expect(
    (await new AxeBuilder({ page: app.page }).include('[role=dialog]').analyze()).violations,
  ).toEqual([]);
  await dialog.getByRole('button', { name: 'Later' }).click();
  await app.page.keyboard.press('Control+s');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep both' }).click();
  await dialog.getByRole('button', { name: 'Go on with this text' }).click();
  await expect(app.text).toContainText('Two tanks.');
  await expect(notice).toHaveCount(0);
  await app.save();
  expect(app.read(path)).toBe(
    '## Beds\n\nWe dig deeper.\n\nWe dig never.\n\n## Water\n\nTwo tanks.\n',
  );
});

test('a page that was renamed or deleted meanwhile keeps what was typed', async () => {
  const path = await app.editNew('Start.\n');
  await app.press('Control+End');
  await app.type(' Typed.');
  rmSync(join(app.wikiDir, path));
  const gone = app.page.getByRole('group', { name: /deleted this page meanwhile/ });
  await expect(gone).toBeVisible();
  await gone.getByRole('button', { name: 'Keep the page' }).click();
  await app.save();
  expect(app.read(path)).toBe('Start. Typed.\n');

  const old = await app.editNew('Start.\n\nSecond.\n');
  await app.press('Control+End');
  await app.type(' Typed.');
  await expect(status()).toHaveText('Not saved yet. A draft is kept');
  renameSync(join(app.wikiDir, old), join(app.wikiDir, 'Renamed.md'));
  const name = old.replace('.md', '');
  write('Renamed.md', `---\naliases: [${name}]\n---\nStart anew.\n\nSecond.\n`);
  const moved = app.page.getByRole('group', { name: 'This page is “Renamed” now' });
  await expect(moved).toBeVisible();
  await moved.getByRole('button', { name: 'Go on there' }).click();
  await app.page.getByRole('button', { name: 'Restore it' }).click();
  await expect(app.text).toContainText('Start anew.');
  await expect(app.text).toContainText('Second. Typed.');
});
