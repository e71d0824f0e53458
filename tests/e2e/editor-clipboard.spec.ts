import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

/** Pastes as another program's copy would be. */
async function paste(kinds: Readonly<Record<string, string>>, key = 'Control+v'): Promise<void> {
  await app.page.evaluate(async (copied) => {
    const item: Record<string, Blob> = {};
    for (const [type, text] of Object.entries(copied)) item[type] = new Blob([text], { type });
    await navigator.clipboard.write([new ClipboardItem(item)]);
  }, kinds);
  await app.press(key);
}

test('an address over selected words links them; with Shift text stays as it is', async () => {
  const text = await app.edited('one two three\n', async () => {
    await app.press('Control+End', 'Control+Shift+ArrowLeft');
    await paste({ 'text/plain': 'https://example.org/a_b' });
    await expect(app.text.locator('a')).toHaveText('three');
    await app.press('End', 'Enter');
    await paste({ 'text/plain': '# no *marks*\nhere\n\n- none' }, 'Control+Shift+v');
    await expect(app.text).toContainText('- none');
  });
  expect(text).toBe(
    'one two [three](https://example.org/a_b)\n\n\\# no \\*marks\\*\\\nhere\n\n\\- none\n',
  );
});

test('a web page is pasted or dropped as clean blocks: nothing in it runs or is loaded', async () => {
  const asked: string[] = [];
  await app.page.route(/hostile\.example/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  const html =
    '<h2 style="color:red" onclick="window.harm=1">Beds</h2><script>window.harm=1</script>' +
    '<p>So <b>bold</b>, <a href="javascript:window.harm=1">bad</a>, <a href="https://good.example/">good</a>' +
    '<img src="https://hostile.example/pixel.gif" width=1 height=1 onerror="window.harm=1"> ' +
    '<img src="https://hostile.example/cat.png" alt="a cat"></p><ul><li>one<ul><li>deep</li></ul></li></ul>' +
    '<svg><script>window.harm=1</script></svg><iframe src="https://hostile.example/f"></iframe>' +
    '<link rel=stylesheet href="https://hostile.example/s.css"><form action="https://hostile.example"><p>last</p></form>';
  const clean =
    '## Beds\n\nSo **bold**, bad, [good](https://good.example/) [a cat](https://hostile.example/cat.png)\n\n- one\n  - deep\n\nlast\n';
  const text = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    // By hand: the clipboard of this browser would clean it first.
    await app.text.evaluate((element, copied) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/html', copied);
      clipboardData.setData('text/plain', 'Beds');
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      element.dispatchEvent(event);
    }, html);
    await expect(app.text.locator('h2')).toHaveText('Beds');
  });
  expect(text).toBe(`Start.\n\n${clean}`);
  const dropped = await app.edited('Start.\n', async () => {
    await app.press('Control+End', 'Enter');
    await app.text.evaluate((element, carried) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/html', carried);
      const way = { inputType: 'insertFromDrop', bubbles: true, cancelable: true };
      element.dispatchEvent(new InputEvent('beforeinput', { ...way, dataTransfer }));
    }, html);
    await expect(app.text.locator('h2')).toHaveText('Beds');
  });
  expect(dropped).toBe(text);
  expect(asked).toEqual([]);
  expect(await app.page.evaluate(() => 'harm' in window)).toBe(false);
});

test('what is copied is markdown to one program and clean HTML to another', async () => {
  const start = '## A __b__\n\n* one\n* [[Soil|mud]] &amp; `c`\n';
  let copied = ['', ''];
  const text = await app.edited(start, async () => {
    await app.press('Control+a', 'Control+c');
    copied = await app.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type: string) => (await item?.getType(type))?.text() ?? '';
      return [await read('text/plain'), await read('text/html')];
    });
    await app.press('Control+End', 'Enter', 'Enter', 'Control+v');
    await expect(app.text.locator('h2')).toHaveCount(2);
  });
  expect(copied[0]).toBe('## A **b**\n\n- one\n- [[Soil|mud]] & `c`');
  expect(copied[1]).toContain(
    '<h2>A <strong>b</strong></h2><ul><li>one</li><li>mud &amp; <code>c</code></li></ul>',
  );
  expect(text).toBe(`${start}\n## A __b__\n\n* one\n* [[Soil|mud]] &amp; \`c\`\n`);
});
