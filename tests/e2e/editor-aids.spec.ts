import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
let choices: Locator;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  choices = app.page.getByRole('listbox');
});
test.afterAll(async () => {
  await app.close();
});

const violations = async () => (await new AxeBuilder({ page: app.page }).analyze()).violations;

test('a slash offers blocks, by letters, arrows and Enter', async () => {
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.type('/');
    await expect(choices.getByRole('option').first()).toContainText('Text');
    await expect(app.text).toHaveAttribute('aria-activedescendant', /./);
    expect(await violations()).toEqual([]);
    await app.type('head');
    await expect(choices.getByRole('option')).toHaveCount(6);
    await app.press('ArrowDown', 'Enter');
    await app.type('Beds\n/todo\none\n');
    await app.press('Enter');
    await app.type('A day: /today');
    await app.press('Tab');
  });
  expect(text).toMatch(/^Start\.\n\n## Beds\n\n- \[ \] one\n\nA day: \d{4}-\d\d-\d\d\n$/);
});

test('Escape leaves the slash as text, and a slash in a word opens nothing', async () => {
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.type('/');
    await expect(choices).toBeVisible();
    await app.press('Escape');
    await expect(choices).toBeHidden();
    await app.type('h and/or 1 / 2 /usr/bin');
    await expect(choices).toBeHidden();
    await app.press('Enter');
    await app.type('`/code` and /');
    await app.press('ArrowUp', 'Enter');
    await app.type('now');
  });
  expect(text).toMatch(/^Start\.\n\n\/h and\/or 1 \/ 2 \/usr\/bin\n\n`\/code` and \d{4}-.*now\n$/);
});

test('the menu stays within the window at its bottom and its right', async () => {
  const { page } = app;
  const lines = Array.from({ length: 40 }, (_, index) => `Line ${index}`).join('\n\n');
  await app.edited(`${lines}\n`, async () => {
    await app.press('Control+End', 'Enter');
    for (const [width, typed] of [
      [1200, '/'],
      [390, 'so far on the line /'],
      [390, '[['],
    ] as const) {
      await page.setViewportSize({ width, height: 700 });
      await app.press('Control+End');
      await app.type(` ${typed}`);
      const box = await choices.boundingBox();
      expect(box).not.toBeNull();
      expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(700);
      expect(box?.height ?? 0).toBeGreaterThan(60);
      await app.press('Escape', 'Enter');
    }
    await page.setViewportSize({ width: 1200, height: 800 });
  });
});

test('a composition is left alone: its Enter chooses nothing', async () => {
  const client = await app.page.context().newCDPSession(app.page);
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.type('/');
    await client.send('Input.imeSetComposition', {
      text: 'に',
      selectionStart: 1,
      selectionEnd: 1,
    });
    await client.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    await client.send('Input.insertText', { text: '日' });
    await expect(app.text).toContainText('/日');
    await app.type(' ok');
  });
  expect(text).toBe('Start.\n\n/日 ok\n');
});

test('completion finds aliases and headings, and offers a page to be made last', async () => {
  app.put(
    'Soil.md',
    '---\naliases: [Earth and mud]\n---\n# Soil\n\nDark.\n\n## Worms\n\n## Sand\n',
  );
  const text = await app.edited('# Own\n\n## Here below\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.type('[[mud');
    await expect(choices.getByRole('option').first()).toContainText('Earth and mud');
    await expect(choices.getByRole('option').last()).toContainText('Make new page');
    expect(await violations()).toEqual([]);
    await app.press('Enter');
    await app.type(' [[Soil#');
    await expect(choices.getByRole('option').nth(1)).toContainText('Worms');
    await app.type('sa');
    await expect(choices.getByRole('option')).toHaveCount(1);
    await app.press('Enter');
    await app.type(' [[#below');
    await app.press('Enter');
  });
  expect(text).toBe(
    '# Own\n\n## Here below\n\n[[Soil|Earth and mud]] [[Soil#Sand]] [[#Here below]]\n',
  );
});

test('a wikilink shows what it leads to, safely, to the pointer and to the keyboard', async () => {
  const { page } = app;
  app.put(
    'Trap.md',
    '# Trap\n\nBait <img src=x onerror="window.harm=1"><script>window.harm=1</script> [a](javascript:window.harm=1)\n\n## Deep\n\nDown.\n',
  );
  await app.edited('See [[Trap]] and [[Nowhere]].\n', async () => {
    const card = page.locator('.cp-link-card');
    await expect(app.text.locator('.cp-atom-missing')).toHaveText(['Nowhere']);
    await app.text.getByText('Trap').hover();
    await expect(card).toContainText('Bait');
    const top = (await app.text.getByText('Trap').boundingBox())?.y;
    await app.text.getByText('Nowhere').hover();
    await expect(card).toContainText('no such page yet');
    expect((await app.text.getByText('Trap').boundingBox())?.y).toBe(top);
    await page.mouse.move(5, 5);
    await expect(card).toHaveCount(0);
    await app.press(
      'Control+Home',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
    );
    await expect(card).toContainText('Bait');
    await expect(page.getByRole('status').filter({ hasText: 'Link to Trap' })).toHaveCount(1);
    expect(await violations()).toEqual([]);
  });
  expect(await page.evaluate(() => 'harm' in window)).toBe(false);
});

test('words selected by mouse get a bar that covers none of them', async () => {
  const { page } = app;
  const bar = page.getByRole('toolbar', { name: 'Selected words' });
  const text = await app.edited('one two three\n', async () => {
    await app.text.getByText('one').dblclick({ position: { x: 8, y: 12 } });
    await expect(bar).toBeVisible();
    const words = await page.evaluate(
      () => window.getSelection()?.getRangeAt(0).getBoundingClientRect().toJSON() as DOMRect,
    );
    const box = await bar.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0) <= words.top || (box?.y ?? 0) >= words.bottom).toBe(
      true,
    );
    expect(await violations()).toEqual([]);
    await bar.getByRole('button', { name: 'Bold' }).click();
    await expect(bar.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true');
    await app.press('End');
    await expect(bar).toHaveCount(0);
    await app.press('Shift+Home');
    await expect(bar).toHaveCount(0);
  });
  expect(text).toBe('**one** two three\n');
});

test('templates of the wiki and emoji by name are put in as text', async () => {
  mkdirSync(join(app.wikiDir, 'templates'), { recursive: true });
  app.put(
    'templates/Meeting.md',
    '---\ntitle: Meeting\n---\n## {{title}}\n\nOn {{date}}:\n\n- [ ] first\n',
  );
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.type('/meet');
    await app.press('Enter');
    await expect(app.text.locator('h2')).toBeVisible();
    await app.press('Control+End');
    await app.type(' :tada');
    await expect(choices.getByRole('option').first()).toContainText('🎉');
    await app.press('Enter');
    await app.type(' at 10:30');
  });
  expect(text).toMatch(
    /^Start\.\n\n## Page \d+\n\nOn \d{4}-\d\d-\d\d:\n\n- \[ \] first 🎉 at 10:30\n$/,
  );
});

test('a sign written by its name is shown, stays written by it, and goes with one key', async () => {
  const text = await app.edited('## :rocket: Start\n\nSee :tada: and :nothing:.\n', async () => {
    await expect(app.text.locator('h2')).toHaveText('🚀 Start');
    await expect(app.text.locator('p')).toHaveText('See 🎉 and :nothing:.');
    await app.press('Control+End');
    await app.type(' :+1: :heart:');
    await expect(app.text.locator('p')).toHaveText('See 🎉 and :nothing:. 👍 ❤️');
    await app.press('Backspace');
    await app.type(':eyes:');
    // Taken back, it is what was typed.
    await app.press('Control+z');
    await expect(app.text.locator('p')).toHaveText('See 🎉 and :nothing:. 👍 :eyes:');
  });
  expect(text).toBe('## :rocket: Start\n\nSee :tada: and :nothing:. :+1: \\:eyes:\n');
});

test('focus mode dims all blocks but the one with the caret', async () => {
  await app.edited('One\n\nTwo\n', async () => {
    await app.press('Control+Shift+p');
    await app.page.keyboard.type('dim all');
    await app.press('Enter');
    await app.text.getByText('Two').click();
    await expect(app.text.locator('p').first()).toHaveCSS('opacity', '0.35');
    await expect(app.text.locator('p').last()).toHaveCSS('opacity', '1');
    await app.type('!');
  });
});
