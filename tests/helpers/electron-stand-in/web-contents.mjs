import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { pageScript, preloadScript } from './worlds.mjs';

const preloadWorldName = 'Electron Isolated Context';

// Bytes as `worlds.mjs` sends them: Electron itself carries them as they are.
const bytesOf = (_key, value) =>
  Array.isArray(value?.standInBytes) ? new Uint8Array(value.standInBytes) : value;

/** An event that a listener may prevent, as Electron passes it. */
export function preventable(more = {}) {
  return {
    ...more,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

/** One page: its navigation rules, its preload, and its end of the IPC. */
export class WebContents extends EventEmitter {
  mainFrame = { url: '', parent: null };
  targetId = null;
  #browser;
  #preferences;
  #ipcMain;
  #session = null;
  #preloadContext = null;
  #openHandler = () => ({ action: 'allow' });
  #expectedUrl = null;
  #closesOpened = false;
  #isDestroyed = false;
  #ready;

  constructor(browser, preferences, ipcMain) {
    super();
    this.#browser = browser;
    this.#preferences = preferences;
    this.#ipcMain = ipcMain;
    this.#ready = this.#open();
  }

  async #open() {
    const { targetId } = await this.#browser.send('Target.createTarget', { url: 'about:blank' });
    this.targetId = targetId;
    const attached = await this.#browser.send('Target.attachToTarget', { targetId, flatten: true });
    this.#session = attached.sessionId;
    this.#browser.onMessage((message) => this.#hear(message));
    await this.#send('Page.enable');
    await this.#send('Runtime.enable');
    await this.#send('Fetch.enable', { patterns: [{ resourceType: 'Document' }] });
    await this.#browser.send('Target.setDiscoverTargets', { discover: true });
    const world = { worldName: preloadWorldName };
    await this.#send('Runtime.addBinding', {
      name: 'standInToHost',
      executionContextName: preloadWorldName,
    });
    const preload = preloadScript(readFileSync(this.#preferences.preload, 'utf8'));
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: preload, ...world });
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript });
  }

  #send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  #hear({ method, params, sessionId }) {
    if (method === 'Target.targetDestroyed' && params.targetId === this.targetId) this.#end();
    if (method === 'Target.targetCreated' && params.targetInfo.openerId === this.targetId)
      this.#closeOpened(params.targetInfo).catch(() => {}); // closed already
    if (sessionId !== this.#session) return;
    if (method === 'Page.windowOpen') this.#judgeWindow(params);
    if (method === 'Fetch.requestPaused') void this.#judgeNavigation(params);
    if (method === 'Runtime.executionContextCreated' && params.context.name === preloadWorldName)
      this.#preloadContext = params.context.id;
    if (method === 'Runtime.bindingCalled' && params.name === 'standInToHost')
      void this.#answer(JSON.parse(params.payload, bytesOf));
    if (method === 'Page.frameNavigated' && params.frame.parentId === undefined)
      this.mainFrame.url = this.#browser.schemes.toApp(params.frame.url);
    if (method === 'Page.navigatedWithinDocument')
      this.mainFrame.url = this.#browser.schemes.toApp(params.url);
    if (method === 'Page.domContentEventFired') this.emit('dom-ready');
    if (method === 'Page.loadEventFired') this.emit('did-finish-load');
  }

  async #judgeNavigation({ requestId, request, frameId }) {
    const url = this.#browser.schemes.toApp(request.url);
    const isMain = frameId === this.targetId;
    const isOwn = isMain && url.split('#')[0] === this.#expectedUrl;
    const isReload = isMain && url.split('#')[0] === this.mainFrame.url.split('#')[0];
    const event = preventable({ url, isMainFrame: isMain });
    if (!isOwn && !isReload) {
      if (isMain) this.emit('will-navigate', event, url);
      this.emit('will-frame-navigate', event);
    }
    if (event.defaultPrevented)
      await this.#send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    else await this.#send('Fetch.continueRequest', { requestId });
  }

  #judgeWindow({ url }) {
    const { action } = this.#openHandler({ url, frameName: '', disposition: 'new-window' });
    this.emit('stand-in-window', { url, action });
    if (action !== 'allow') this.#closesOpened = true;
  }

  /** Closed only once it runs: the page that opened it waits for that, and would wait forever. */
  async #closeOpened({ targetId }) {
    const attached = await this.#browser.send('Target.attachToTarget', { targetId, flatten: true });
    const { sessionId } = attached;
    await this.#browser.send('Runtime.runIfWaitingForDebugger', {}, sessionId);
    await this.#browser.send('Runtime.evaluate', { expression: '0' }, sessionId);
    if (this.#closesOpened) await this.#browser.send('Target.closeTarget', { targetId });
  }

  async #answer({ id, channel, args }) {
    const event = { sender: this, senderFrame: this.mainFrame };
    let reply;
    try {
      const handler = this.#ipcMain._invokeHandlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      reply = { id, isOk: true, value: await handler(event, ...args) };
    } catch (error) {
      reply = { id, isOk: false, value: `Error invoking remote method '${channel}': ${error}` };
    }
    this.#tell(reply);
  }

  #tell(message) {
    if (this.#preloadContext === null || this.#isDestroyed) return;
    const json = JSON.stringify(JSON.stringify(message));
    this.#send('Runtime.evaluate', {
      contextId: this.#preloadContext,
      expression: `standInFromHost(${json})`,
    }).catch(() => {}); // the page is gone
  }

  #end() {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.emit('destroyed');
  }

  async loadURL(url) {
    await this.#ready;
    this.#expectedUrl = url.split('#')[0];
    const loaded = new Promise((resolve) => this.once('did-finish-load', resolve));
    const isSameDocument = this.#expectedUrl === this.mainFrame.url.split('#')[0];
    await this.#send('Page.navigate', { url: this.#browser.schemes.toBrowser(url) });
    if (!isSameDocument) await loaded;
    this.#expectedUrl = null;
  }

  setWindowOpenHandler(handler) {
    this.#openHandler = handler;
  }

  send(channel, ...args) {
    this.#tell({ kind: 'event', channel, args });
  }

  getURL() {
    return this.mainFrame.url;
  }

  getLastWebPreferences() {
    return { ...this.#preferences };
  }

  isDestroyed() {
    return this.#isDestroyed;
  }

  close() {
    void this.#browser.send('Target.closeTarget', { targetId: this.targetId }).catch(() => {});
  }
}
