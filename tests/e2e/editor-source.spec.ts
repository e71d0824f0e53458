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

let count = 0;
async function open(start: string): Promise<string> {
  count += 1;
  const path = `Page ${count}.md`;
  app.put(path, start);
  await app.edit(path);
  return path;
}

const toSource = async () => {
  await app.press('Control+Shift+M');
  await expect(app.source).toBeFocused();
};
const toText = async () => {
  await app.press('Control+Shift+M');
  await expect(app.text).toBeFocused();
};
const selected = () => app.page.evaluate(() => window.getSelection()?.toString() ?? '');
const expectSource = (text: string) => expect.poll(() => app.sourceText()).toBe(text);

test('the selected word stays selected from one way of editing to the other', async () => {
  await open(`---
title: Plan
---
# Plan

A *first* paragraph with a [linked](beds.md "Beds") bit and [[Garden plan]] in it.

- one
- two **bold** words
  - deeper

| a | b |
| - | - |
| 1 | cells |

> said by somebody

\`\`\`js
let a = 1;
\`\`\`
`);
  for (const word of [
    'Plan',
    'first',
    'linked',
    'it.',
    'bold',
    'deeper',
    'cells',
    'somebody',
    'let',
  ]) {
    await app.text
      .getByText(word)
      .first()
      .dblclick({ position: { x: 4, y: 8 } });
    await app.press('Shift+ArrowLeft');
    const before = await selected();
    await toSource();
    expect(await selected(), word).toBe(before);
    await toText();
    expect(await selected(), word).toBe(before);
  }
});

test('undo steps back over the toggles to what was typed before them, and redo forward again', async () => {
  const path = await open('one\n');
  await app.press('Control+End');
  await app.type(' two');
  await toSource();
  await app.press('End');
  await app.page.keyboard.insertText(' three');
  await expectSource('one two three\n');
  await toText();
  await app.press('End');
  await app.type(' four');
  await expect(app.text).toHaveText('one two three four');
  await app.press('Control+z');
  await expect(app.text).toHaveText('one two three');
  await app.press('Control+z');
  await expect(app.text).toHaveText('one two');
  await app.press('Control+z');
  await expect(app.text).toHaveText('one');
  await toSource();
  await app.press('Control+y');
  await expectSource('one two\n');
  await app.press('Control+Shift+Z');
  await expectSource('one two three\n');
  await app.press('Control+z');
  await expectSource('one two\n');
  await app.page.keyboard.insertText('!');
  await app.press('Control+y');
  await app.save();
  expect(app.read(path)).toMatch(/^one two!\n$/);
});
