import { EventEmitter } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { preventable, WebContents } from './web-contents.mjs';

/** What the app asked of Electron, for tests to look at (`electron.standIn` in `app.evaluate`). */
function newRecord() {
  return {
    schemes: [],
    external: [],
    windows: [],
    shown: [],
    permissionRequest: null,
    permissionCheck: null,
    devicePermission: null,
    spelling: null,
    isSandboxEnabled: false,
    menu: null,
  };
}

function createApp({ appDir, version, record }) {
  const app = new EventEmitter();
  const paths = { documents: join(homedir(), 'Documents'), userData: join(tmpdir(), 'stand-in') };
  let announceReady;
  const ready = new Promise((resolve) => (announceReady = resolve));
  let isQuitting = false;
  return Object.assign(app, {
    isPackaged: false,
    name: 'commonplace',
    becomeReady: () => announceReady(),
    whenReady: () => ready,
    getAppPath: () => appDir,
    getVersion: () => version,
    getPath: (name) => paths[name],
    setPath: (name, path) => void (paths[name] = path),
    enableSandbox: () => void (record.isSandboxEnabled = true),
    requestSingleInstanceLock: () => process.env.STAND_IN_SECOND !== '1',
    exit: (code = 0) => process.exit(code),
    quit() {
      if (isQuitting) return;
      isQuitting = true;
      app.emit('before-quit', preventable());
      const event = preventable();
      app.emit('will-quit', event);
      if (!event.defaultPrevented) process.exit(0);
    },
  });
}

function createIpcMain() {
  const handlers = new Map();
  return {
    _invokeHandlers: handlers, // Electron's own name for them
    handle(channel, handler) {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler`);
      handlers.set(channel, handler);
    },
    removeHandler: (channel) => handlers.delete(channel),
  };
}

function createBrowserWindow({ app, browser, ipcMain, record }) {
  const windows = new Set();
  return class BrowserWindow extends EventEmitter {
    static getAllWindows = () => [...windows];
    static fromWebContents = (contents) =>
      [...windows].find((window) => window.webContents === contents) ?? null;

    #options;
    #isDestroyed = false;

    constructor(options) {
      super();
      this.#options = options;
      this.webContents = new WebContents(browser, options.webPreferences, ipcMain);
      windows.add(this);
      this.webContents.on('stand-in-window', (asked) => record.windows.push(asked));
      app.emit('web-contents-created', {}, this.webContents);
      this.webContents.once('dom-ready', () => this.emit('ready-to-show'));
      this.webContents.once('destroyed', () => {
        this.emit('close', preventable());
        this.#isDestroyed = true;
        windows.delete(this);
        this.emit('closed');
        if (windows.size === 0) app.emit('window-all-closed');
      });
    }

    loadURL = (url) => this.webContents.loadURL(url);
    close = () => this.webContents.close();
    isDestroyed = () => this.#isDestroyed;
    isMinimized = () => false;
    isMaximized = () => false;
    getNormalBounds() {
      const { x = 0, y = 0, width, height } = this.#options;
      return { x, y, width, height };
    }
    getBounds = this.getNormalBounds;
    show() {}
    focus() {}
    restore() {}
    maximize() {}
  };
}

function createSafeStorage() {
  const backend = process.env.STAND_IN_KEY_STORE ?? 'basic_text';
  const flip = (bytes) => Buffer.from(bytes).map((byte) => byte ^ 0x5a);
  return {
    isAsyncEncryptionAvailable: () => Promise.resolve(backend !== 'none'),
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: (text) => Promise.resolve(flip(Buffer.from(text))),
    decryptStringAsync: (sealed) =>
      Promise.resolve({ result: flip(sealed).toString(), shouldReEncrypt: false }),
  };
}

/** The `electron` module, as far as the app uses it. */
export function createElectron({ browser, appDir, version }) {
  const record = newRecord();
  const app = createApp({ appDir, version, record });
  const ipcMain = createIpcMain();
  const BrowserWindow = createBrowserWindow({ app, browser, ipcMain, record });
  const contents = () => BrowserWindow.getAllWindows().map((window) => window.webContents);
  return {
    standIn: record,
    app,
    ipcMain,
    BrowserWindow,
    webContents: {
      getAllWebContents: contents,
      fromDevToolsTargetId: (id) => contents().find(({ targetId }) => targetId === id) ?? null,
    },
    protocol: {
      registerSchemesAsPrivileged: (schemes) => record.schemes.push(...schemes),
      handle: (scheme, handler) => browser.schemes.handlers.set(scheme, handler),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler) => void (record.permissionRequest = handler),
        setPermissionCheckHandler: (handler) => void (record.permissionCheck = handler),
        availableSpellCheckerLanguages: ['de', 'en-GB', 'en-US', 'fr', 'pt-BR'],
        setSpellCheckerLanguages: (languages) => void (record.spelling = languages),
        setDevicePermissionHandler: (handler) => void (record.devicePermission = handler),
      },
    },
    shell: {
      openExternal: (url) => Promise.resolve(void record.external.push(url)),
      showItemInFolder: (path) => void record.shown.push(path),
    },
    dialog: {
      showOpenDialog: () =>
        Promise.resolve(
          process.env.STAND_IN_PICKS === undefined
            ? { canceled: true, filePaths: [] }
            : { canceled: false, filePaths: [process.env.STAND_IN_PICKS] },
        ),
      showMessageBoxSync: () => 0,
    },
    Menu: {
      buildFromTemplate: (template) => ({ template, popup() {} }),
      setApplicationMenu: (menu) => void (record.menu = menu),
    },
    screen: {
      getDisplayMatching: () => ({ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }),
    },
    safeStorage: createSafeStorage(),
    net: { fetch },
  };
}
