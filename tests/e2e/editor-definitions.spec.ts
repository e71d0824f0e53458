import { expect, type Page, test } from '@playwright/test';
import { expectAxeClean } from './axe.ts';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
let page: Page;

test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  page = app.page;
});
test.afterAll(() => app.close());

const start = [
  '# Links',
  '',
  'See [the plan][plan], [plan] and',
  '__[far][]__.',
  '',
  '[plan]:  Garden%20plan.md',
  '[far]: https://far.example "Far"',
  '',
].join('\n');

const popover = () => page.getByRole('dialog', { name: 'Link address' });
const field = (name: string) => popover().getByRole('textbox', { name, exact: true });
const line = (label: string) => app.text.getByRole('group', { name: `Link address ${label}` });

test('a link address is reached, changed and taken away by keyboard, and its links stay links', async () => {
  const path = await app.editNew(start);
  const links = app.text.getByRole('link');
  await page.keyboard.press('Control+End');
  await app.press('ArrowUp', 'ArrowUp');
  await expect(line('plan')).toHaveClass(/selected/);
  await app.press('Enter');
  await expect(field('Address')).toBeFocused();
  await expect(field('Address')).toHaveValue('Garden%20plan.md');
  await expect(popover()).toContainText('For 2 links on this page.');
  await page.setViewportSize({ width: 390, height: 800 });
  await expectAxeClean(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 1280, height: 720 });

  await field('Address').fill('javascript:alert(1)');
  await expect(popover()).toContainText('Readers can’t open this address.');
  await page.keyboard.press('Escape');
  await expect(popover()).toBeHidden();
  await expect(line('plan')).toContainText('Garden%20plan.md');
  await app.press('Enter');
  await field('Address').fill('Other place.md');
  await app.press('Enter');
  await expect(line('plan')).toContainText('Other place.md');
  await expect(links.first()).toHaveAttribute('href', /Other place\.md$/);
  await app.save();
  const moved = start.replace('Garden%20plan.md', '<Other place.md>');
  expect(app.read(path)).toBe(moved);

  await app.press('Delete');
  await expect(line('plan')).toHaveCount(0);
  await app.save();
  expect(app.read(path)).toBe(
    moved
      .replace('[plan]:  <Other place.md>\n', '')
      .replace('[plan], [plan]', '(<Other place.md>), [plan](<Other place.md>)'),
  );
  await app.press('Control+z');
  await app.save();
  expect(app.read(path)).toBe(moved);

  await line('far').click();
  await page.keyboard.press('Escape');
  await app.text.getByText('Links').click();
  await app.press('End');
  await app.type('!');
  await expect(app.text.getByRole('heading')).toHaveText('Links!');
});

test('one link of many gets an address of its own, or all get another', async () => {
  const path = await app.editNew(start);
  await app.text.getByRole('link', { name: 'plan', exact: true }).click();
  await app.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Change the link' });
  await expect(dialog).toContainText('as “plan”, for one more link too');
  await dialog.getByRole('textbox', { name: 'Address' }).fill('Own.md');
  await app.press('Enter');
  await app.save();
  expect(app.read(path)).toBe(start.replace(', [plan]', ', [plan](Own.md)'));

  await app.text.getByRole('link', { name: 'the plan' }).click();
  await app.press('Control+k');
  await dialog.getByRole('button', { name: 'Change for all' }).click();
  await expect(field('Address')).toBeFocused();
  await field('Label').fill('beds');
  await field('Title').fill('All beds');
  await app.press('Enter');
  await app.save();
  expect(app.read(path)).toBe(
    start
      .replace('[the plan][plan], [plan]', '[the plan][beds], [plan](Own.md)')
      .replace('[plan]:  Garden%20plan.md', '[beds]:  Garden%20plan.md "All beds"'),
  );
});

test('a link address is typed, or put in from the menu, and used by its label', async () => {
  const written = await app.edited('# Links\n\nSee\n', async () => {
    await page.keyboard.press('Control+End');
    await app.press('Enter');
    await app.type('[new]: https://new.example');
    await app.press('Enter');
    await expect(line('new')).toBeVisible();
    await app.type('Go [there][new] or [new][]');
    await expect(app.text.getByRole('link')).toHaveCount(2);
    await app.press('Enter');
    await app.type('/link addr');
    await app.press('Enter');
    await expect(field('Label')).toBeFocused();
    await app.press('Enter');
    await expect(popover()).toBeHidden();
    await app.type('End');
  });
  expect(written).toBe(
    '# Links\n\nSee\n\n[new]: https://new.example\n\nGo [there][new] or [new]\n\nEnd\n',
  );
});
