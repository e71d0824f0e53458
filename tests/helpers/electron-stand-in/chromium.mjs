import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Speaks DevTools over Chromium's pipe: messages end with a NUL. */
function connect(write, read) {
  const pending = new Map();
  const listeners = new Set();
  let nextId = 1;
  let rest = '';
  read.setEncoding('utf8');
  read.on('data', (chunk) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop();
    for (const text of messages) {
      const message = JSON.parse(text);
      if (message.id === undefined) {
        for (const listener of listeners) listener(message);
        continue;
      }
      const { resolve, reject } = pending.get(message.id);
      pending.delete(message.id);
      if (message.error) reject(new Error(message.error.message));
      else resolve(message.result);
    }
  });
  return {
    send(method, params = {}, sessionId = undefined) {
      const id = nextId++;
      write.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    },
    onMessage: (listener) => listeners.add(listener),
  };
}

/** A server behind the custom schemes: Chromium knows only http, so their hosts are mapped to it. */
async function startSchemes() {
  const handlers = new Map();
  const server = createServer((request, response) => {
    const [host, scheme] = request.headers.host.split('.');
    const handler = handlers.get(scheme);
    const url = `${scheme}://${host}${request.url}`;
    Promise.resolve(handler?.(new Request(url, { method: request.method })))
      .then(async (answer) => {
        if (answer === undefined) throw new Error('no handler');
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      .catch(() => response.writeHead(500).end());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    handlers,
    port: server.address().port,
    /** How Chromium sees an address of a custom scheme. */
    toBrowser: (url) => url.replace(/^(\w+):\/\/([\w-]+)\//, fromScheme),
    /** And back. */
    toApp: (url) => url.replace(/^http:\/\/([\w-]+)\.(\w+)\.localhost\//, '$2://$1/'),
  };
  function fromScheme(whole, scheme, host) {
    return handlers.has(scheme) ? `http://${host}.${scheme}.localhost/` : whole;
  }
}

function addressIn(stderr) {
  return new Promise((resolve, reject) => {
    let text = '';
    stderr.setEncoding('utf8');
    stderr.on('data', (chunk) => {
      text += chunk;
      const match = /DevTools listening on (ws:\S+)/.exec(text);
      if (match) resolve(match[1]);
    });
    stderr.on('end', () => reject(new Error(`Chromium did not start:\n${text}`)));
  });
}

/** Starts a Chromium without a window. It ends when this process does, however that ends. */
export async function startChromium() {
  const schemes = await startSchemes();
  const profile = mkdtempSync(join(tmpdir(), 'commonplace-stand-in-'));
  const child = spawn(
    process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    [
      '--headless=new',
      '--no-startup-window',
      // Playwright takes the port. This process takes the pipe, whose end is Chromium's end too.
      '--remote-debugging-port=0',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=MAP *.localhost 127.0.0.1:${schemes.port}, MAP * ~NOTFOUND`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-popup-blocking',
      '--disable-sync',
      '--no-first-run',
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  process.on('exit', () => {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  const address = await addressIn(child.stderr);
  return { address, schemes, ...connect(child.stdio[3], child.stdio[4]) };
}
