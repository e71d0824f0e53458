import { expect, test, type Page } from '@playwright/test';
import { startApp, type AppProcess } from '../helpers/app-process.ts';

test.describe("the browser's door", () => {
  let app: AppProcess;
  test.beforeEach(async () => {
    app = await startApp();
  });
  test.afterEach(() => app.stop());

  const isShown = (page: Page) => expect(page.locator('#root > *').first()).toBeVisible();

  test('the launch address opens the app and leaves no token in the address bar', async ({
    page,
  }) => {
    await page.goto(app.url);
    await isShown(page);
    await expect.poll(() => page.url()).not.toContain('launch=');
    const { origin } = new URL(app.url);
    await page.waitForFunction(() => window.sessionStorage.length > 0);
    const [cookie] = await page.context().cookies(origin);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  test('draws its page without a violation of its own content policy', async ({ page }) => {
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(app.url);
    await isShown(page);
    await page.waitForLoadState('networkidle');
    expect(problems).toEqual([]);
  });

  test('asks no other machine for anything', async ({ page }) => {
    const { origin } = new URL(app.url);
    const others: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== origin) others.push(request.url());
    });
    await page.goto(app.url);
    await isShown(page);
    await page.waitForLoadState('networkidle');
    expect(others).toEqual([]);
  });

  test('a reload stays signed in', async ({ page }) => {
    await page.goto(app.url);
    await isShown(page);
    await page.waitForFunction(() => window.sessionStorage.length > 0);
    const frames: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
    );
    await page.reload();
    await isShown(page);
    await expect.poll(() => frames[0]).toBe('{"welcome":true}');
  });

  test('a script in the page that is not ours does not run', async ({ page }) => {
    await page.goto(app.url);
    await isShown(page);
    const violated = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) =>
            resolve(event.effectiveDirective),
          );
          const script = document.createElement('script');
          script.textContent = 'window.wasRun = true';
          document.head.append(script);
        }),
    );
    expect(violated).toBe('script-src-elem');
    expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
  });

  test('another site can neither frame the app nor reach its socket', async ({ page, browser }) => {
    await page.goto(app.url);
    await isShown(page);
    const { port, host } = new URL(app.url);
    // The same machine under another name: cookies of this browser, but another site.
    const other = await (await browser.newContext()).newPage();
    await other.route('**/*', (route) =>
      route.request().url().startsWith('http://evil.example')
        ? route.fulfill({ contentType: 'text/html', body: '<p>evil</p>' })
        : route.continue(),
    );
    await other.goto('http://evil.example/');
    const outcome = await other.evaluate(async (target) => {
      const socket = await new Promise<string>((resolve) => {
        const tried = new WebSocket(`ws://${target}/socket`, 'commonplace.v1');
        tried.onopen = () => resolve('open');
        tried.onerror = () => resolve('refused');
      });
      const fetched = await fetch(`http://${target}/`).then(
        () => 'read',
        () => 'refused',
      );
      return { socket, fetched };
    }, host);
    expect(outcome).toEqual({ socket: 'refused', fetched: 'refused' });
    await other.goto(`http://localhost:${port}/`);
    await expect(other.locator('body')).toContainText('answers to no other name');
    await other.context().close();
  });
});
