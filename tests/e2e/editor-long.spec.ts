import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;

test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
});
test.afterAll(() => app.close());

const words = 'and it goes on for some words more, as lines of a long page do';
const prose = Array.from(
  { length: 500 },
  (_, index) => `Line __${String(index)}__ ${words}.\n`,
).join('\n');
const list = Array.from(
  { length: 1_300 },
  (_, index) => `* Item __${String(index)}__ of many\n`,
).join('');

const boxes = () => app.page.locator('.cp-parked').count();
/** Those that stand less than most of a screen above or below what is seen. */
const boxesNear = () =>
  app.page.locator('.cp-parked').evaluateAll((all) => {
    const height = window.innerHeight;
    const boxes = all.map((each) => each.getBoundingClientRect());
    return boxes.filter(({ top, bottom }) => bottom > -0.8 * height && top < 1.8 * height).length;
  });
const line = (said: string) => app.text.getByText(said, { exact: true });

/** Lines that are not as they were, with their places. */
function changes(before: string, path: string): string[] {
  const [old, now] = [before.split('\n'), app.read(path).split('\n')];
  expect(now.length).toBe(old.length);
  return now.flatMap((line, index) => (line === old[index] ? [] : [`${String(index)} ${line}`]));
}

async function scrollTo(place: 'start' | 'end', shown: string) {
  const scroller = app.page.locator('.cp-shell-main');
  await expect(async () => {
    await scroller.evaluate((element, to) => {
      element.scrollTop = to === 'end' ? element.scrollHeight : 0;
    }, place);
    await expect(line(shown)).toBeInViewport({ timeout: 200 });
  }).toPass();
}

test('a long page is written from its start to its end, and keys that leap find its text', async () => {
  app.put('Long.md', prose);
  await app.edit('Long.md');
  expect(await boxes()).toBeGreaterThan(4);
  await app.type('A');
  await app.press('Control+End');
  await app.type('!');
  await app.press('Control+Home');
  for (let count = 0; count < 9; count += 1) await app.page.keyboard.press('PageDown');
  await app.press('End');
  await app.type('?');
  await app.save();
  const [top, middle, end, ...others] = changes(prose, 'Long.md');
  expect(others).toEqual([]);
  expect(top).toMatch(/^0 ALine __0__/);
  expect(middle).toMatch(/^\d{2,} Line __\d+__ .*do\.\?$/);
  expect(end).toMatch(/^998 Line __499__ .*do\.!$/);
  await app.press('Control+z', 'Control+z', 'Control+z');
  await app.save();
  expect(app.read('Long.md')).toBe(prose);
});

test('what stands above and below the screen is there before a person comes to it', async () => {
  app.put('Ahead.md', prose);
  await app.edit('Ahead.md');
  const scroller = app.page.locator('.cp-shell-main');
  await scroller.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  for (let step = 0; step < 8; step += 1) {
    await expect.poll(boxesNear).toBe(0);
    await scroller.evaluate((element) => element.scrollBy(0, 250));
  }
  expect(await boxes()).toBeGreaterThan(4);
});

test('what is done to all of a long page is done to all of it, and taken back', async () => {
  app.put('All.md', prose);
  await app.edit('All.md');
  await app.press('Control+a', 'Control+b');
  await app.save();
  expect(app.read('All.md').match(/^\*\*Line|^__Line/gm)).toHaveLength(500);
  await app.press('Control+z');
  await app.save();
  expect(app.read('All.md')).toBe(prose);
  await app.press('Control+a', 'Delete');
  await app.save();
  expect(app.read('All.md').trim()).toBe('');
  await app.press('Control+z');
  await app.save();
  expect(app.read('All.md')).toBe(prose);
});

test('a selection to far below takes all between along', async () => {
  app.put('Far.md', prose);
  await app.edit('Far.md');
  await line(`Line 1 ${words}.`).click();
  await app.press('Home');
  await scrollTo('end', `Line 499 ${words}.`);
  await app.page.keyboard.down('Shift');
  await line(`Line 499 ${words}.`).click({ position: { x: 2, y: 8 } });
  await app.page.keyboard.up('Shift');
  await app.press('Shift+Home', 'Control+x');
  await app.save();
  expect(app.read('Far.md').split('\n').filter(Boolean)).toHaveLength(2);
  await app.press('Control+z');
  await app.save();
  expect(app.read('Far.md')).toBe(prose);
});

test('a long list is written at both ends, and scrolled between', async () => {
  app.put('List.md', list);
  await app.goTo('edit/List.md');
  // All of it is read first, behind what the page before still has to write.
  await expect(app.text).toBeFocused({ timeout: 30_000 });
  expect(await boxes()).toBeGreaterThan(4);
  await app.type('A');
  await scrollTo('end', 'Item 1299 of many');
  await line('Item 1299 of many').click();
  await app.press('End');
  await app.type('!');
  await app.save();
  const [top, end, ...others] = changes(list, 'List.md');
  expect([top, end, others]).toEqual([
    expect.stringMatching(/^0 \* AItem __0__/),
    expect.stringMatching(/^1299 \* Item __1299__ of many!$/),
    [],
  ]);
  await app.press('Control+z', 'Control+z');
  await app.save();
  expect(app.read('List.md')).toBe(list);
});

test('what is far away is told to who can’t see it, and sound to assistive software', async () => {
  app.put('Said.md', `${prose}\n${list}`);
  await app.edit('Said.md');
  const groups = app.text.getByRole('group', {
    name: /^\d+ more blocks, from: Line \d+ and it goes/,
  });
  await expect(groups.first()).toBeAttached();
  await app.press('Control+End');
  const items = app.text.getByRole('listitem', {
    name: /^\d+ more items, from: Item \d+ of many$/,
  });
  await expect(items.first()).toBeAttached();
  const axe = new AxeBuilder({ page: app.page }).include('.cp-editor-text');
  expect((await axe.analyze()).violations).toEqual([]);
});
