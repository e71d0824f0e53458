/**
 * The scripts that stand in for Electron's preload world and its context bridge. Each runs in the
 * page before the page's own. They talk through DOM events that carry JSON, as nothing else is
 * common to an isolated world and the page.
 */

function preloadWorld(runPreload) {
  if (globalThis !== globalThis.top) return;
  const toHost = globalThis.standInToHost;
  const invocations = new Map();
  const channels = new Map();
  const exposed = new Map();
  const functions = new Map();
  let nextId = 1;

  globalThis.standInFromHost = (json) => {
    const message = JSON.parse(json);
    if (message.kind === 'event') {
      for (const listener of channels.get(message.channel) ?? []) listener({}, ...message.args);
      return;
    }
    const { resolve, reject } = invocations.get(message.id);
    invocations.delete(message.id);
    if (message.isOk) resolve(message.value);
    else reject(new Error(message.value));
  };

  const off = (channel, listener) => channels.get(channel)?.delete(listener);
  const ipcRenderer = {
    invoke(channel, ...args) {
      const id = nextId++;
      toHost(JSON.stringify({ id, channel, args }));
      return new Promise((resolve, reject) => invocations.set(id, { resolve, reject }));
    },
    on(channel, listener) {
      if (!channels.has(channel)) channels.set(channel, new Set());
      channels.get(channel).add(listener);
    },
    off,
    removeListener: off,
  };
  const contextBridge = { exposeInMainWorld: (key, api) => void exposed.set(key, api) };

  const tell = (name, detail) =>
    document.dispatchEvent(new CustomEvent(name, { detail: JSON.stringify(detail) }));
  const keep = (callback) => {
    const id = nextId++;
    functions.set(id, callback);
    return id;
  };
  document.addEventListener('stand-in-shape?', () => {
    const shape = [...exposed].map(([key, api]) => [
      key,
      Object.entries(api).map(([name, member]) => [name, keep(member.bind(api))]),
    ]);
    tell('stand-in-shape', shape);
  });
  document.addEventListener('stand-in-call', (event) => {
    const { call, id, args } = JSON.parse(event.detail);
    const real = args.map((argument) =>
      argument?.standInCallback === undefined
        ? argument
        : (...given) => tell('stand-in-callback', { id: argument.standInCallback, args: given }),
    );
    const result = functions.get(id)(...real);
    if (typeof result === 'function') tell('stand-in-return', { call, made: keep(result) });
    else if (typeof result?.then !== 'function') tell('stand-in-return', { call, value: result });
    else
      result.then(
        (value) => tell('stand-in-settle', { call, isOk: true, value }),
        (error) => tell('stand-in-settle', { call, isOk: false, value: String(error.message) }),
      );
  });

  runPreload((name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name}`); // all that a sandboxed preload gets
  });
}

function pageWorld() {
  if (globalThis !== globalThis.top) return;
  const callbacks = new Map();
  const settles = new Map();
  let returned = null;
  let nextId = 1;

  // JSON has no bytes; the host's end makes them of this again.
  const withBytes = (_key, value) =>
    value instanceof Uint8Array ? { standInBytes: [...value] } : value;
  const tell = (name, detail) =>
    document.dispatchEvent(
      new CustomEvent(name, { detail: JSON.stringify(detail ?? null, withBytes) }),
    );
  const hear = (name, listener) =>
    document.addEventListener(name, (event) => listener(JSON.parse(event.detail)));

  hear('stand-in-return', (message) => (returned = message));
  hear('stand-in-callback', ({ id, args }) => callbacks.get(id)(...args));
  hear('stand-in-settle', ({ call, isOk, value }) => {
    const { resolve, reject } = settles.get(call);
    settles.delete(call);
    if (isOk) resolve(value);
    else reject(new Error(value));
  });
  const bridged =
    (id) =>
    (...args) => {
      const call = nextId++;
      const plain = args.map((argument) => {
        if (typeof argument !== 'function') return argument;
        callbacks.set(nextId, argument);
        return { standInCallback: nextId++ };
      });
      returned = null;
      tell('stand-in-call', { call, id, args: plain });
      if (returned?.call !== call)
        return new Promise((resolve, reject) => settles.set(call, { resolve, reject }));
      return returned.made === undefined ? returned.value : bridged(returned.made);
    };
  hear('stand-in-shape', (shape) => {
    for (const [key, members] of shape) {
      const api = Object.fromEntries(members.map(([name, id]) => [name, bridged(id)]));
      Object.defineProperty(globalThis, key, { value: Object.freeze(api) });
    }
  });
  tell('stand-in-shape?');
}

export const pageScript = `(${pageWorld})();`;

export function preloadScript(source) {
  return `(${preloadWorld})((require) => { const exports = {}, module = { exports }; ${source}\n });`;
}
