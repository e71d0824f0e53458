import { expect, test, type ElectronApplication } from '@playwright/test';
import type { DesktopBridge } from '../../shared/contract/envelope.ts';
import { desktopProgram, startDesktop, type DesktopApp } from '../helpers/desktop-app.ts';

declare global {
  interface Window {
    readonly commonplace?: DesktopBridge;
  }
}

/** What only the stand-in's module has: the record of what the app asked of Electron. */
interface StandInRecord {
  readonly schemes: readonly { readonly scheme: string; readonly privileges: object }[];
  readonly external: string[];
  /** What it showed in a folder. */
  readonly shown: readonly string[];
  readonly windows: { readonly url: string; readonly action: string }[];
  readonly isSandboxEnabled: boolean;
  readonly spelling: readonly string[] | null;
  readonly permissionRequest: ((...args: unknown[]) => void) | null;
  readonly permissionCheck: ((...args: unknown[]) => boolean) | null;
  readonly devicePermission: ((...args: unknown[]) => boolean) | null;
}

declare module 'electron' {
  const standIn: StandInRecord;
}

test.describe(`the desktop's door, in ${desktopProgram}`, () => {
  let desktop: DesktopApp;
  const app = (): ElectronApplication => desktop.app;

  test.beforeAll(async () => {
    desktop = await startDesktop();
  });
  test.afterAll(() => desktop.stop());

  test('the window is hardened', async () => {
    const preferences = await app().evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return (Reflect.get(contents ?? {}, 'getLastWebPreferences') as () => unknown).call(contents);
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
  });

  test('the page has two functions of ours and nothing of Node or Electron', async () => {
    const seen = await desktop.page.evaluate(() => ({
      bridge: Object.keys(window.commonplace ?? {}).sort(),
      kinds: Object.values(window.commonplace ?? {}).map((member) => typeof member),
      others: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
    }));
    expect(seen).toEqual({
      bridge: ['onEvent', 'request'],
      kinds: ['function', 'function'],
      others: [],
    });
  });

  test('the page is on an origin of its own, not a file', async () => {
    const url = await app().evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
    );
    expect(url).toMatch(/^app:\/\/commonplace\//);
    expect(await desktop.page.evaluate(() => window.isSecureContext)).toBe(true);
  });

  test('the page comes under the content policy', async () => {
    const header = await desktop.page.evaluate(async () => {
      const answer = await fetch('/');
      return answer.headers.get('content-security-policy');
    });
    expect(header).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
    const violated = await desktop.page.evaluate(
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
    expect(await desktop.page.evaluate(() => 'wasRun' in window)).toBe(false);
  });

  test('the page is styled and draws no violation of its own', async () => {
    const problems: string[] = [];
    desktop.page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) problems.push(message.text());
    });
    await desktop.page.reload();
    await desktop.page.waitForFunction(() => document.querySelector('#root > *') !== null);
    expect(problems).toEqual([]);
  });

  test('the page can ask the core, and gets its answer as data', async () => {
    const ask = (method: string, input: unknown) =>
      desktop.page.evaluate(
        ([name, value]) => window.commonplace?.request(String(name), value),
        [method, input],
      );
    expect(await ask('app.capabilities', {})).toMatchObject({
      ok: true,
      value: { host: 'desktop' },
    });
    expect(await ask('no.such', {})).toMatchObject({ error: { code: 'UNKNOWN_METHOD' } });
    expect(await ask('app.updateSettings', { theme: 5 })).toMatchObject({
      error: { code: 'BAD_INPUT' },
    });
  });

  test('events reach the page until it stops listening', async () => {
    const names = await desktop.page.evaluate(async () => {
      const heard: string[] = [];
      let notice = () => {};
      const stop = window.commonplace?.onEvent((event) => {
        heard.push(event.name);
        notice();
      });
      const arrived = new Promise<void>((resolve) => (notice = resolve));
      await window.commonplace?.request('app.updateSettings', { sidebar: false });
      await arrived;
      stop?.();
      await window.commonplace?.request('app.updateSettings', { sidebar: true });
      return heard;
    });
    expect(names).toEqual(['settings.changed']);
  });

  test('the page hands a file to the core as bytes, and gets it back by its address', async () => {
    const found = await desktop.page.evaluate(async () => {
      const ask = async (method: string, input: unknown) => {
        const answer = await window.commonplace?.request(method, input);
        return JSON.stringify(answer?.ok === true ? answer.value : answer);
      };
      const read = (answer: string, key: string) =>
        new RegExp(`"${key}":"([^"]*)"`).exec(answer)?.[1] ?? answer;
      const wiki = read(await ask('wiki.openSample', {}), 'wiki');
      const bytes = new TextEncoder().encode('GIF89a\x01\0\x01\0\xff');
      const path = read(await ask('file.add', { wiki, name: 'Dot.png', bytes }), 'path');
      const answer = await fetch(`/asset/${wiki}/${path}`);
      const same = new Uint8Array(await answer.arrayBuffer()).join() === bytes.join();
      return { path, same, type: answer.headers.get('content-type') };
    });
    expect(found.path).toMatch(/^files\/dot-[0-9a-f]{10}\.gif$/);
    expect(found).toMatchObject({ same: true, type: 'image/gif' });
  });

  test('a request from another origin, or from a frame, is refused', async () => {
    const outcomes = await app().evaluate(async ({ ipcMain, BrowserWindow }) => {
      type Handler = (event: unknown, method: string, input: unknown) => Promise<unknown>;
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, Handler>;
      const handler = handlers.get('commonplace:request');
      const sender = BrowserWindow.getAllWindows()[0]?.webContents;
      const own = sender?.mainFrame;
      const attempt = async (event: object) => {
        try {
          await handler?.(event, 'app.settings', {});
          return 'answered';
        } catch {
          return 'refused';
        }
      };
      const strange = { url: 'https://evil.example/' };
      const frame = { url: own?.url };
      const disguised = { url: 'app://evil/' };
      return {
        own: await attempt({ sender, senderFrame: own }),
        frame: await attempt({ sender, senderFrame: frame }),
        gone: await attempt({ sender, senderFrame: null }),
        strange: await attempt({ sender: { mainFrame: strange }, senderFrame: strange }),
        disguised: await attempt({ sender: { mainFrame: disguised }, senderFrame: disguised }),
        channels: [...handlers.keys()],
      };
    });
    expect(outcomes).toEqual({
      own: 'answered',
      frame: 'refused',
      gone: 'refused',
      strange: 'refused',
      disguised: 'refused',
      channels: ['commonplace:request'],
    });
  });

  test('the page can not be led away', async () => {
    const before = desktop.page.url();
    for (const url of ['https://evil.example/', 'http://127.0.0.1:1/']) {
      // Listens after the app's own listeners, so it sees what they decided.
      await app().evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const decided = new Promise((resolve) => {
          contents?.once('will-navigate', (event) => resolve(event.defaultPrevented));
        });
        Reflect.set(globalThis, 'decided', decided);
      });
      await desktop.page.evaluate((address) => window.location.assign(address), url);
      const isPrevented = await app().evaluate(() => Reflect.get(globalThis, 'decided') as unknown);
      expect(isPrevented).toBe(true);
    }
    expect(await desktop.page.evaluate(() => typeof window.commonplace)).toBe('object');
    expect(desktop.page.url()).toBe(before);
  });

  test('no frame of another page is loaded', async () => {
    const violated = await desktop.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) =>
            resolve(event.effectiveDirective),
          );
          const frame = document.createElement('iframe');
          frame.src = 'https://evil.example/';
          document.body.append(frame);
        }),
    );
    expect(violated).toBe('frame-src');
  });

  test('two windows never share one door', async () => {
    const count = await app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    expect(count).toBe(1);
  });
});

test.describe('what the app asks of Electron, as the stand-in records it', () => {
  test.skip(desktopProgram === 'Electron', 'Electron keeps no record');
  let desktop: DesktopApp;
  test.beforeAll(async () => {
    desktop = await startDesktop();
  });
  test.afterAll(() => desktop.stop());

  test('every renderer is sandboxed, whatever a window asks for', async () => {
    expect(await desktop.app.evaluate(({ standIn }) => standIn.isSandboxEnabled)).toBe(true);
  });

  test('the scheme is standard and secure, and bypasses no policy', async () => {
    expect(await desktop.app.evaluate(({ standIn }) => standIn.schemes)).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
      },
    ]);
  });

  test('no permission is granted and no device reached', async () => {
    const answers = await desktop.app.evaluate(({ standIn }) => {
      const asked: unknown[] = [];
      for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'hid'])
        standIn.permissionRequest?.(null, permission, (isGranted: unknown) =>
          asked.push(isGranted),
        );
      return [
        ...asked,
        standIn.permissionCheck?.(null, 'clipboard-read', 'app://commonplace/'),
        standIn.devicePermission?.({ deviceType: 'usb' }),
      ];
    });
    expect(answers).toEqual(Array(7).fill(false));
  });

  test('no second window opens, whatever its address', async () => {
    const urls = ['https://example.org/w', 'about:blank'];
    for (const url of urls)
      await desktop.page.evaluate((address) => void window.open(address), url);
    await expect
      .poll(() =>
        desktop.app.evaluate(({ standIn }) => standIn.windows.map(({ action }) => action)),
      )
      .toEqual(['deny', 'deny']);
  });

  test('only web and mail addresses are opened elsewhere', async () => {
    const page = desktop.page;
    for (const url of [
      'https://example.org/a',
      'mailto:a@example.org',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/share',
      'ms-settings:',
    ]) {
      await page.evaluate((address) => void window.open(address), url);
      await page.evaluate(
        (address) => window.commonplace?.request('app.openExternal', { url: address }),
        url,
      );
    }
    await expect
      .poll(() => desktop.app.evaluate(({ standIn }) => [...standIn.external].sort()))
      .toEqual([
        'https://example.org/a',
        'https://example.org/a',
        'https://example.org/w',
        'mailto:a@example.org',
        'mailto:a@example.org',
      ]);
  });
});

test.describe('secrets, by the key store that the system has', () => {
  test.skip(desktopProgram === 'Electron' || process.platform !== 'linux', 'needs the stand-in');
  for (const [store, kind] of [
    ['gnome_libsecret', 'protected'],
    ['kwallet6', 'protected'],
    ['basic_text', 'memory'],
    ['none', 'memory'],
  ] as const)
    test(`with ${store} they are kept: ${kind}`, async () => {
      const desktop = await startDesktop({ env: { STAND_IN_KEY_STORE: store } });
      const answer = await desktop.page.evaluate(() =>
        window.commonplace?.request('app.capabilities', {}),
      );
      await desktop.stop();
      expect(answer).toMatchObject({ value: { secrets: kind } });
    });
});
