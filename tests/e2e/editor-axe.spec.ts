import { expect, test } from '@playwright/test';
import { expectAxeClean } from './axe.ts';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(() => app.close());
test.setTimeout(120_000);

const everyKind = `---
title: Every kind
tags: [a, b]
custom:
  x: 1
---
# Every kind

Words **b** \`c\` ==h== [[Home|link]] [[Gone]] <kbd>K</kbd> $x^2$ [l](https://e.org) [r][beds] n[^1] %%hid%%

## Two

> [!tip] Tip
> b

> [!warning]- Closed
> b

> q

:::note T
in
:::

| a | b |
| - | - |
| c | d |

\`\`\`mermaid
graph TD; A-->B
\`\`\`

<div>h<b>x</b></div>

<!-- c -->

$$
x
$$

![pic](x.png)

![[Home]]

![[a.pdf]]

1. one
2. [x] two

- [ ] task
- plain

[beds]: Home.md

[^1]: note
`;

const screens: Readonly<Record<string, () => Promise<void>>> = {
  'every kind of block': () => Promise.resolve(),
  'the list after a slash': async () => {
    await app.type('\n/');
    await expect(app.page.getByRole('listbox')).toBeVisible();
  },
  'a formula': async () => {
    await app.page.keyboard.press('Control+Alt+e');
    await expect(app.page.getByRole('dialog')).toBeVisible();
  },
  'a link': async () => {
    await app.press('Shift+Home', 'Control+k');
    await expect(app.page.getByRole('dialog', { name: 'Add a link' })).toBeVisible();
  },
  'a link whose words are asked too': async () => {
    await app.press('Control+k');
    await expect(app.page.getByRole('textbox', { name: 'Text', exact: true })).toBeVisible();
  },
  'find in the page': async () => {
    await app.press('Control+f');
    await expect(app.page.getByRole('search', { name: 'Find in this page' })).toBeVisible();
  },
  'find and replace': async () => {
    // Where there is little room, the fields to replace with are behind a button.
    await app.page.setViewportSize({ width: 390, height: 800 });
    await app.press('Control+f');
    const bar = app.page.getByRole('search', { name: 'Find in this page' });
    await bar.getByRole('button', { name: 'Replace' }).click();
    await expect(bar.getByRole('textbox', { name: 'Replace by' })).toBeVisible();
    await app.page.setViewportSize({ width: 1280, height: 720 });
  },
  properties: async () => {
    await app.press('Control+Alt+p');
    await expect(app.page.getByRole('textbox', { name: 'Title' })).toBeVisible();
  },
  'a new property': async () => {
    await app.press('Control+Alt+p');
    await app.page.getByRole('button', { name: 'Other', exact: true }).click();
    await expect(app.page.getByRole('form', { name: 'New property' })).toBeVisible();
  },
  'what you changed': async () => {
    await app.type('!');
    await app.press('Control+Shift+e');
    await expect(app.page.getByRole('dialog')).toBeVisible();
  },
  'markdown source': async () => {
    await app.press('Control+Shift+m');
    await expect(app.source).toBeFocused();
  },
};

for (const [name, open] of Object.entries(screens)) {
  test(`is sound to assistive software at any width: ${name}`, async () => {
    await app.editNew(everyKind);
    await app.text.getByRole('heading', { name: 'Two' }).click();
    await app.press('End');
    await open();
    await expectAxeClean(app.page);
    await app.page.setViewportSize({ width: 390, height: 800 });
    await expectAxeClean(app.page);
    await app.page.setViewportSize({ width: 1280, height: 720 });
  });
}
