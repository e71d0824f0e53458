import { readFileSync } from 'node:fs';
import { expect, type Locator, test } from '@playwright/test';
import { expectAxeClean } from './axe.ts';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(async () => {
  await app.close();
});

const media = (kind: string): Locator => app.text.locator(`[data-media="${kind}"]`);

/** A picture of one colour, as a browser writes it. */
async function paint(colour: string, type = 'image/png', height = 200): Promise<string> {
  return app.page.evaluate(
    async ([fill, as, heightPx]) => {
      const canvas = new OffscreenCanvas(400, Number(heightPx));
      const context = canvas.getContext('2d');
      if (context === null || fill === undefined || as === undefined) throw new Error('no canvas');
      context.fillStyle = fill;
      context.fillRect(0, 0, 400, canvas.height);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: as })).arrayBuffer());
      return btoa(String.fromCharCode(...bytes));
    },
    [colour, type, String(height)],
  );
}

/** A short film, as a browser records it. */
async function film(): Promise<string> {
  return app.page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' });
    const recorded = new Promise<Blob>((resolve) => {
      recorder.addEventListener('dataavailable', ({ data }) => resolve(data));
    });
    recorder.start();
    for (let frame = 0; frame < 10; frame += 1) {
      context?.fillRect(frame, 0, 1, 9);
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
    recorder.stop();
    const bytes = new Uint8Array(await (await recorded).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  });
}

interface Given {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
}

/** Files held over the text, at a part of its height, and let go there. */
async function drop(
  files: readonly Given[],
  over: Locator,
  part: number,
  hasLine = true,
): Promise<void> {
  const box = await over.boundingBox();
  if (box === null) throw new Error('nothing to drop on');
  const point = { clientX: box.x + 20, clientY: box.y + box.height * part };
  const held = await app.page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, type, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
  }, files);
  for (const kind of ['dragenter', 'dragover'])
    await over.dispatchEvent(kind, { dataTransfer: held, ...point });
  if (hasLine) await expect(app.page.locator('.cp-drop-line')).toBeVisible();
  await over.dispatchEvent('drop', { dataTransfer: held, ...point });
}

test('a copied picture is pasted, shown, described, made narrower, and saved with the page', async () => {
  const bytes = await paint('#2a6335');
  const source = '![Green|120](files/PATH "Leaves")';
  const text = await app.edited('Before.\n\nAfter &amp; *all*.\n', async () => {
    await app.page.evaluate(async (base64) => {
      const data = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const blob = new Blob([data], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    }, bytes);
    await app.press('End', 'Enter', 'Control+v');
    const image = media('picture').locator('img');
    await expect(image).toHaveJSProperty('naturalWidth', 400);
    // Selected by an arrow, opened by Enter: no hand leaves the keys.
    await app.press('ArrowLeft');
    await expect(media('picture')).toHaveClass(/cp-editor-selected/);
    await app.press('Enter');
    const popover = app.page.getByRole('dialog', { name: 'Picture' });
    await expect(popover.getByLabel('Description')).toBeFocused();
    await app.page.keyboard.type('Green');
    await popover.getByLabel('Width').fill('120');
    await expectAxeClean(app.page);
    await popover.getByLabel('Caption').fill('Leaves');
    await app.press('Enter');
    await expect(popover).toHaveCount(0);
    await expect(image).toHaveJSProperty('clientWidth', 120);
    await expect(app.text).toBeFocused();
  });
  const path = /files\/(page-\d+-[0-9a-f]{10}\.png)/.exec(text)?.[1] ?? 'none';
  expect(text).toBe(`Before.\n\n${source.replace('PATH', path)}\n\nAfter &amp; *all*.\n`);
  const changed = app.git('show', '--name-only', '--format=').split('\n');
  expect(changed).toHaveLength(2);
  expect(changed).toContain(`files/${path}`);
  expect(app.git('status', '--porcelain')).toBe('');
});

test('dropped files come in at the line, each as what its bytes are; none leaves the page', async () => {
  const red = await paint('#a00');
  const script = btoa(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>top.harm=1</script></svg>',
  );
  const html = btoa('<script>top.harm=1</script>');
  const text = await app.edited('One.\n\nTwo.\n', async () => {
    await drop(
      [
        { name: 'Red square.png', type: 'image/png', base64: red },
        { name: 'evil.svg', type: 'image/svg+xml', base64: script },
        { name: 'photo.png', type: 'image/png', base64: html },
        { name: 'Walk.mp4', type: 'video/mp4', base64: await film() },
      ],
      app.text.getByText('One.'),
      0.9,
    );
    await expect(media('picture').locator('img')).toHaveCount(2);
    await expect(app.text.getByRole('link', { name: 'photo.png' })).toBeVisible();
    await expect(media('video').locator('video')).toHaveJSProperty('videoWidth', 300);
    // The same bytes by another name are the same file.
    await drop(
      [{ name: 'again.png', type: 'image/png', base64: red }],
      app.text.getByText('Two.'),
      0.9,
    );
    await expect(media('picture').locator('img')).toHaveCount(3);
  });
  expect(text.replace(/-[0-9a-f]{10}/g, '')).toBe(
    'One.\n\n![Red square](files/red-square.png)\n\n![evil](files/evil.svg)\n\n[photo.png](files/photo.bin)\n\n![[files/walk.webm]]\n\nTwo.\n\n![again](files/red-square.png)\n',
  );
  expect(await app.page.evaluate(() => 'harm' in window)).toBe(false);

  // Into the source too, where it is dropped.
  const source = await app.edited('One.\n\nTwo.\n', async () => {
    await app.press('Control+Shift+M');
    await expect(app.source).toBeFocused();
    const given = [{ name: 'again.png', type: 'image/png', base64: red }];
    await drop(given, app.source.locator('.cm-line').nth(1), 0.5, false);
    await expect(app.source).toContainText('![again]');
    await app.press('Control+Shift+M');
    await expect(media('picture').locator('img')).toBeVisible();
  });
  expect(source).toMatch(/^One\.\n!\[again\]\(files\/red-square-[0-9a-f]{10}\.png\)\nTwo\.\n$/);

  const huge = await app.page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(33 * 1024 * 1024)], 'film.png'));
    return transfer;
  });
  await app.text.dispatchEvent('drop', { dataTransfer: huge, clientX: 400, clientY: 300 });
  const notes = app.page.getByRole('region', { name: /^Notifications/ });
  await expect(notes.getByText('“film.png” is over 32 MB.')).toBeVisible();
});

test('pictures are chosen by a menu, dragged wider, deleted, and what is missing is said', async () => {
  const buffer = Buffer.from(await paint('#00a'), 'base64');
  const start = 'A ![__old__ &amp; so](files/none.png) b ![far](https://far.example/x.png).\n';
  const text = await app.edited(start, async () => {
    await expect(media('missing')).toHaveText('Not there: files/none.png (old & so)');
    await expect(media('remote')).toHaveText('Picture from far.example (far)');
    await app.press('Control+End');
    await app.type(' /picture');
    await expect(app.page.getByRole('listbox', { name: 'Insert' })).toBeVisible();
    const chooser = app.page.waitForEvent('filechooser');
    await app.press('Enter');
    await (await chooser).setFiles({ name: 'DSC_0001.PNG', mimeType: 'image/png', buffer });
    const image = media('picture').locator('img');
    await expect(image).toHaveJSProperty('clientWidth', 400);
    await image.click();
    const handle = await media('picture').locator('.cp-media-handle').boundingBox();
    if (handle === null) throw new Error('no handle');
    await app.page.mouse.move(handle.x + 3, handle.y + 5);
    await app.page.mouse.down();
    await app.page.mouse.move(handle.x - 97, handle.y + 5, { steps: 3 });
    await app.page.mouse.up();
    await expect(image).toHaveJSProperty('clientWidth', 300);
    await app.press('Control+z');
    await expect(image).toHaveJSProperty('clientWidth', 400);
    await image.click();
    await app.press('Delete');
    await expect(image).toHaveCount(0);
  });
  expect(text.trimEnd()).toBe(start.trimEnd());
});

test('the form of a picture lies in sight over a tall one; it is saved, and taken back', async () => {
  app.put('tall.png', Buffer.from(await paint('#2a6335', 'image/png', 900), 'base64'));
  const path = await app.editNew('One.\n\n![Tall](tall.png)\n\nTwo.\n');
  await media('picture').click();
  await media('picture').getByRole('button', { name: 'Change' }).click();
  const popover = app.page.getByRole('dialog', { name: 'Picture' });
  const expectInSight = async () => {
    for (const button of await popover.getByRole('button').all())
      await expect(button).toBeInViewport({ ratio: 1 });
  };
  await expectInSight();
  await popover.getByLabel('Caption').pressSequentially('Leaves');
  await app.save();
  expect(app.read(path)).toBe('One.\n\n![Tall](tall.png "Leaves")\n\nTwo.\n');
  await expectInSight();
  await popover.getByLabel('Caption').press('Escape');
  await expect(popover).toHaveCount(0);
  await app.save();
  await expect.poll(() => app.read(path)).toBe('One.\n\n![Tall](tall.png)\n\nTwo.\n');
});

test('a page and a section are shown in place, and never in themselves', async () => {
  app.put('Round.md', '# Round\n\nGoes ![[Square]] and\n\n![[Square]]\n');
  app.put(
    'Square.md',
    '# Square\n\nStraight.\n\n![[Round]]\n\n## Corner\n\nSharp[^1] <script>top.harm=1</script>\n\n[^1]: Very.\n\n## Side\n\nLong.\n',
  );
  const path = await app.editNew('Start.\n');
  await app.press('Control+End', 'Enter');
  await app.type('![[Squ');
  const options = app.page.getByRole('listbox', { name: 'Pages' }).getByRole('option');
  await expect(options.first()).toContainText('Square');
  await app.press('Enter');
  await expect(media('page')).toContainText('Straight.');
  await app.press('ArrowLeft', 'Enter');
  const popover = app.page.getByRole('dialog', { name: 'What is shown here' });
  await popover.getByLabel('Page or file').fill('Square#Corner');
  await app.press('Enter');
  await expect(media('page')).toContainText('Sharp');
  await expect(media('page')).not.toContainText('Long.');
  await app.save();
  expect(app.read(path)).toBe('Start.\n\n![[Square#Corner]]\n');

  await app.goTo(`page/${encodeURIComponent(path)}`);
  const corner = app.page.getByRole('region', { name: 'From Square › Corner' });
  await expect(corner).toContainText('Sharp');
  await expect(corner).not.toContainText('Straight.');
  await corner.getByRole('link', { name: '1', exact: true }).click();
  await expect(corner.locator('li:focus')).toContainText('Very.');
  await corner.getByRole('link', { name: 'Square › Corner' }).click();
  await expect(app.page).toHaveURL(/page\/Square\.md/);

  const round = app.page.getByRole('article').getByRole('region', { name: 'From Round' });
  await expect(round).toContainText('Goes');
  await expect(round.getByRole('region', { name: 'From Square' })).toContainText('already');
  await expectAxeClean(app.page);
  expect(await app.page.evaluate(() => 'harm' in window)).toBe(false);
});

test('a file that can’t be shown is a card that downloads it, alike for readers and writers', async () => {
  const pdf = '%PDF-1.4 1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj';
  app.put('Garden layout.pdf', pdf);
  const start = '![[Garden layout.pdf]]\n\n![Beds](<Garden layout.pdf>)\n\n![[gone.pdf]]\n';
  const path = await app.editNew(start);
  const cards = app.text.locator('.cp-file-card');
  await expect(cards).toHaveText([
    'Garden layout.pdfPDF · 71 bytes',
    'BedsGarden layout.pdf · PDF · 71 bytes',
  ]);
  await expect(media('missing')).toContainText('gone.pdf');
  const taken = async (act: () => Promise<void>) => {
    const download = app.page.waitForEvent('download');
    await act();
    const file = await (await download).path();
    expect(readFileSync(file, 'utf8')).toBe(pdf);
    expect((await download).suggestedFilename()).toBe('Garden layout.pdf');
  };
  await taken(() => cards.first().locator('a').click());
  // By key it is behind Enter, with its name to change.
  await app.press('Control+Home', 'ArrowRight', 'ArrowLeft', 'Enter');
  const popover = app.page.getByRole('dialog', { name: 'File' });
  await taken(() => popover.getByRole('link', { name: 'Download' }).press('Enter'));
  await popover.getByLabel('Description').fill('Plan');
  await app.press('Enter');
  await expect(cards.first()).toContainText('PlanGarden layout.pdf');
  await app.save();
  expect(app.read(path)).toBe(start.replace('.pdf]]', '.pdf|Plan]]'));
  await app.goTo(`page/${encodeURIComponent(path)}`);
  const card = app.page.getByRole('link', { name: 'Plan' });
  await expect(card).toContainText('Garden layout.pdf · PDF · 71 bytes');
  await expectAxeClean(app.page);
  await taken(async () => {
    await card.focus();
    await app.press('Enter');
  });
  expect(app.page.url()).toContain(`page/${encodeURIComponent(path)}`);
});
