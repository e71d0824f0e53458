import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
/** Lets the host's answers through again that were kept back since. */
let release: () => void = () => {};
let isSlow = false;

test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  for (const name of ['Squash', 'Square', 'Squid', 'Sparrow'])
    app.put(`${name}.md`, `# ${name}\n\n## Growing\n\n## Growing old\n`);
  const kept: (() => void)[] = [];
  release = () => {
    isSlow = false;
    for (const send of kept.splice(0)) send();
  };
  await app.page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (isSlow) kept.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  await app.page.reload();
});
test.afterAll(async () => {
  await app.close();
});

test('Enter takes a page that fits all letters, however late the answer is', async () => {
  const { page } = app;
  const written = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.type('see [[S');
    await expect(page.getByRole('option').first()).toBeVisible();
    isSlow = true;
    await app.type('qui');
    await app.press('Enter');
    // Writing goes on meanwhile.
    await app.type(' and more\n\nBelow ![[spa');
    release();
    await expect(app.text.locator('.cp-atom').first()).toBeVisible();
    await app.press('Tab');
    await app.type(' it is.');
  });
  expect(written).toBe('Start.\n\nsee [[Squid]] and more\n\nBelow ![[Sparrow]] it is.\n');
});

test('Tab, headings and the lists that are there at once take what is typed in one go', async () => {
  const written = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    isSlow = true;
    await app.type('[[Squash#growing o');
    await app.press('Enter');
    release();
    await expect(app.text.locator('.cp-atom')).toBeVisible();
    await app.type(' :tada');
    await app.press('Enter');
    await app.type(' :noemojiatall');
    await app.press('Enter');
    await app.type('/rule');
    await app.press('Enter');
    await app.type('/nothing\nlast');
  });
  expect(written).toBe(
    'Start.\n\n[[Squash#Growing old]] 🎉 :noemojiatall\n\n---\n\n/nothing\n\nlast\n',
  );
});

test('an arrow pressed before the answer chooses from it', async () => {
  const written = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    isSlow = true;
    await app.type('[[Squ');
    await app.press('ArrowDown', 'Enter');
    release();
    await expect(app.text).not.toContainText('[[');
    await app.type('.');
  });
  const [, second] = /\[\[(Squ\w+)\]\]\.\n$/.exec(written) ?? [];
  expect(['Squash', 'Square', 'Squid']).toContain(second);
});
