import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type EditorApp, openEditorApp } from './editor-page.ts';

let app: EditorApp;
let page: Page;
const asked: string[] = [];

test.beforeAll(async ({ browser }) => {
  app = await openEditorApp(browser);
  page = app.page;
  page.on('request', (request) => asked.push(request.url()));
});
test.afterAll(() => app.close());

const axe = () => new AxeBuilder({ page }).include('main').analyze();

const fence = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`;

test('a page shows formulas, diagrams, marks and code, and hides comments', async () => {
  app.put(
    'Rich.md',
    [
      '# Rich',
      'Energy $E = mc^2$ costs $5 or $10, ==marked *words*==%% not for readers %% and all.',
      '%%\nA whole part\n\nthat is hidden\n%%',
      '$$\n\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}\n$$',
      'Wrong: $\\frac{1$ here.',
      fence('mermaid', 'flowchart LR\n  A[Seed] --> B{Sown?}\n  B -->|yes| C[Harvest]'),
      fence('js', 'const sum = (a, b) => a + b; // adds'),
      fence('mermaid', 'flowchart LR\n  A[[ -->'),
    ].join('\n\n'),
  );
  await app.goTo('page/Rich.md');
  const article = page.locator('article');
  await expect(article.locator('.katex')).toHaveCount(2);
  await expect(article.locator('math')).toHaveCount(2);
  await expect(article).toContainText('costs $5 or $10, marked words and all.');
  await expect(article.locator('mark em')).toHaveText('words');
  await expect(article).not.toContainText('hidden');
  await expect(article.locator('.cp-formula-wrong')).toContainText('can’t be drawn');
  const diagram = article.getByRole('img', { name: 'Diagram (flowchart)' });
  await expect(diagram).toBeVisible();
  expect((await diagram.boundingBox())?.width).toBeGreaterThan(100);
  await expect(article.getByRole('note')).toContainText('This diagram can’t be drawn.');
  await expect(article.locator('.hljs-keyword').first()).toHaveText('const');
  expect((await axe()).violations).toEqual([]);
});

test('hostile formulas and diagrams run nothing, load nothing and end in time', async () => {
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`violation ${event.effectiveDirective}`),
    );
  });
  const evil = 'https://evil.example';
  const image = `<img src='${evil}/i.png' onerror='top.pwned=1'>`;
  app.put(
    'Hostile.md',
    [
      `$\\href{javascript:top.pwned=1}{x}$ $\\includegraphics{${evil}/a.png}$`,
      `$\\htmlStyle{background:url(${evil}/b.png)}{x}$ $\\url{${evil}}$`,
      '$\\def\\a{\\a\\a}\\a$ $\\rule{9999em}{9999em}$',
      `$${'{'.repeat(4000)}$`,
      fence(
        'mermaid',
        `%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "@import url(${evil}/c.css)"}}%%\nflowchart LR\n  A["${image}"] --> B\n  click A href "javascript:top.pwned=1"\n  click B call pwn()\n  style B fill:url(${evil}/d.png)`,
      ),
      fence('mermaid', `sequenceDiagram\n  A->>B: <script>top.pwned=1</script>${image}`),
      fence(
        'mermaid',
        `flowchart LR\n${Array.from({ length: 2500 }, (_, n) => `n${n} --> m${n}`).join('\n')}`,
      ),
      'The end.',
    ].join('\n\n'),
  );
  asked.length = 0;
  await app.goTo('page/Hostile.md');
  const article = page.locator('article');
  await expect(article).toContainText('The end.');
  for (const place of await article.locator('.cp-diagram').all()) {
    await place.scrollIntoViewIfNeeded();
    await expect(place.locator('> *')).toHaveCount(1, { timeout: 25_000 });
  }
  await expect(article.locator('.cp-formula-wrong').first()).toBeVisible();
  await expect(article.getByRole('note').last()).toContainText('can’t be drawn');
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(
    asked.filter((url) => !url.startsWith('http://127.0.0.1') && !url.startsWith('data:')),
  ).toEqual([]);
  expect(await article.locator('a, [style*="url"], script').count()).toBe(0);
  const running = await article.locator('.cp-diagram img').evaluateAll((pictures) =>
    pictures.flatMap((picture) => {
      const source = decodeURIComponent(picture.getAttribute('src')?.replace(/^[^,]*,/, '') ?? '');
      const drawn = new DOMParser().parseFromString(source, 'image/svg+xml');
      const attributes = [...drawn.querySelectorAll('*')].flatMap((each) => [...each.attributes]);
      return [
        ...[...drawn.querySelectorAll('script, iframe, img, image')].map(
          ({ localName }) => localName,
        ),
        ...attributes.filter(({ name, value }) => /^on|href$/.test(name) && !value.startsWith('#')),
      ].map(String);
    }),
  );
  expect(running).toEqual([]);
});

test('formulas are typed, put in, opened by keys and saved as they are written', async () => {
  const popover = page.getByRole('dialog', { name: 'Formula' });
  const field = popover.getByLabel('Formula in LaTeX');
  const saved = await app.edited('Start\n', async () => {
    await app.press('Control+End');
    await app.type(' $x$, $5 and $8 ');
    await expect(app.text.locator('.katex')).toHaveCount(1);
    await app.press('Control+Alt+e');
    await expect(field).toBeFocused();
    await page.keyboard.type('\\frac{1}{2}');
    await expect(popover.locator('.katex .mfrac')).toBeVisible();
    expect((await axe()).violations).toEqual([]);
    await app.press('Enter');
    await expect(app.text).toBeFocused();
    await app.type(' end');
    // Back into it from behind, by one arrow key after the words.
    await app.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    await expect(field).toHaveValue('\\frac{1}{2}');
    await page.keyboard.type('4');
    await app.press('Escape');
    await expect(app.text).toBeFocused();
    await app.press('ArrowLeft');
    await expect(field).toHaveValue('\\frac{1}{2}');
    await page.keyboard.type('3');
    await app.press('ArrowRight');
    await expect(app.text).toBeFocused();
    await app.press('End', 'Enter');
    await app.type('$$\n');
    await expect(field).toBeFocused();
    await page.keyboard.type('a = b');
    await app.press('Control+Enter');
    await expect(app.text.locator('.cp-formula-block .katex')).toBeVisible();
    await app.type('After ');
    await app.press('Control+Shift+h');
    await app.type('marked');
    await app.press('Control+Shift+h');
    await app.type(' and ==typed== %%unseen%%');
  });
  expect(saved).toBe(
    'Start $x$, $5 and $8 $\\frac{1}{2}3$ end\n\n$$\na = b\n$$\n\nAfter ==marked== and ==typed== %%unseen%%\n',
  );
});

test('what is typed in an open formula is drafted and saved, and Escape takes it back', async () => {
  const popover = page.getByRole('dialog', { name: 'Formula' });
  const path = await app.editNew('A $x$ b[^1].\n\n$$\ny\n$$\n\n[^1]: note\n    more\n');
  const bar = page.getByRole('region', { name: 'Saving' });
  await app.press('Control+Home', 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await expect(popover.getByRole('button', { name: 'Done' })).toBeInViewport({ ratio: 1 });
  await page.keyboard.type('1+');
  await app.save();
  expect(app.read(path)).toContain('A $1+x$ b');
  await expect(popover).toBeVisible();
  // The message about the save keeps Escape from nobody.
  await expect(page.getByText('Saved “').first()).toBeVisible();
  await page.keyboard.type('2+');
  await app.press('Escape');
  await expect(popover).toHaveCount(0);
  await expect(app.text).toBeFocused();
  await app.save();
  await expect.poll(() => app.read(path)).toContain('A $x$ b');

  await app.text.locator('.cp-formula-block').click();
  await expect(popover).toBeVisible();
  await page.keyboard.type('^2');
  await expect(bar.getByText('A draft is kept')).toBeVisible();
  await app.goTo(`page/${encodeURIComponent('Home.md')}`);
  await page.getByRole('button', { name: 'Continue editing' }).click();
  await page.getByRole('button', { name: 'Restore it' }).click();
  await expect(app.text.locator('.cp-formula-block .msupsub')).toBeVisible();
  await app.save();
  expect(app.read(path)).toBe('A $x$ b[^1].\n\n$$\ny^2\n$$\n\n[^1]: note\n    more\n');

  await app.text.locator('[data-footnote-mark]').click();
  const note = page.getByRole('dialog', { name: 'Footnote 1' });
  await expect(note).toBeVisible();
  await app.press('Enter');
  await expect(note).toHaveCount(0);
  await app.save();
  await expect.poll(() => app.read(path)).toContain('[^1]: note\n    more\n');
  await app.press('ArrowLeft', 'Enter');
  await expect(note).toBeVisible();
  await page.keyboard.type('!');
  await app.save();
  await expect.poll(() => app.read(path)).toContain('[^1]: !note\n    more\n');
  await expect(note).toBeVisible();
});

test('code is coloured and indented, its language changed, its diagram shown below', async () => {
  const language = page.getByLabel('Language of the code');
  const start = '```js {1} title="a"\nlet a = 1;\nif (a) {\n  a;\n}\n```\n';
  const coloured = () =>
    page.evaluate(() =>
      [...(CSS.highlights.get('cp-code-keyword') ?? [])].map((range) =>
        range instanceof Range ? range.toString() : '',
      ),
    );
  const saved = await app.edited(start, async () => {
    await expect.poll(coloured).toEqual(['let', 'if']);
    await app.press('Control+Home', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Tab');
    await app.press('ArrowRight', 'Shift+Tab');
    await expect(language).toHaveValue('js');
    await app.press('Control+Alt+l');
    await page.keyboard.type('ts');
    await app.press('Enter');
    await expect(app.text).toBeFocused();
    expect((await axe()).violations).toEqual([]);
    await app.press('Control+End', 'ArrowDown');
    await app.type('```mermaid\nflowchart LR\n A --> B');
    const block = app.text.locator('code').last();
    await expect(block).toHaveCSS('background-image', /^url\("data:image\/svg/);
    await app.press('Control+Enter');
    await app.type('Below');
  });
  expect(saved).toBe(
    '```ts {1} title="a"\n  let a = 1;\n  if (a) {\na;\n}\n```\n\n```mermaid\nflowchart LR\n A --> B\n```\n\nBelow\n',
  );
});

test('what is typed beside tabs in code stands there', async () => {
  const written = await app.edited('```go\nfunc a() {\n\tb\tc\n}\n```\n', async () => {
    await app.press('Control+Home', 'ArrowDown', 'End');
    await app.type(' d');
    await app.press('Home');
    await app.type('e');
    await app.press('End', 'Tab');
    await app.type('f\ng');
    await app.press('Home', 'Tab');
    await app.type('h');
    await app.press('Shift+Tab');
  });
  expect(written).toBe('```go\nfunc a() {\ne\tb\tc d\tf\nhg\n}\n```\n');
});
