import { runCommand } from '../../../electron/cli/run.ts';
import type { Terminal } from '../../../electron/cli/terminal.ts';
import { textCore } from '../../../electron/core/host/text-core.ts';
import { startWebHost } from '../../../electron/webhost/host.ts';
import { systemClock } from '../../../electron/core/host/node-ports.ts';
import type { Envelope, HostFrame } from '../../../shared/contract/envelope.ts';
import type { AppEvent } from '../../../shared/contract/events.ts';
import { startDesktop } from '../desktop-app.ts';
import { connect, signIn } from '../web-session.ts';
import { waitForJobs, type Door } from './door.ts';
import { openRealCore } from './real-core.ts';

export async function directDoor(homeDir: string): Promise<Door> {
  const core = await openRealCore(homeDir, 'browser');
  return {
    name: 'dispatch',
    request: waitForJobs(
      (method, input) => core.dispatch(method, input),
      (listener) => core.onEvent(listener),
    ),
    close: () => core.close(),
  };
}

export async function socketDoor(homeDir: string): Promise<Door> {
  const core = await openRealCore(homeDir, 'browser');
  const host = await startWebHost({
    core: textCore(core),
    clock: systemClock,
    logger: { warn: () => {}, error: () => {} },
    uiDir: homeDir,
    port: 0,
  });
  const socket = await connect(await signIn(host.newLaunchUrl()));
  const waiting = new Map<number, (answer: Envelope) => void>();
  const listeners = new Set<(event: AppEvent) => void>();
  let isOpen = true;
  let nextId = 1;
  const read = async () => {
    while (isOpen) {
      const frame = (await socket.next()) as HostFrame; // a wrong shape fails the test
      if ('event' in frame) listeners.forEach((listener) => listener(frame.event));
      else waiting.get(frame.id)?.(frame.answer);
    }
  };
  void read();
  return {
    name: 'WebSocket',
    request: waitForJobs(
      (method, input) =>
        new Promise((resolve) => {
          const id = nextId++;
          waiting.set(id, resolve);
          socket.send({ id, method, input });
        }),
      (listener) => listeners.add(listener),
    ),
    async close() {
      isOpen = false;
      await host.close();
    },
  };
}

export async function desktopDoor(homeDir: string): Promise<Door> {
  const desktop = await startDesktop({ homeDir });
  const listeners = new Set<(event: AppEvent) => void>();
  await desktop.page.exposeFunction('tellTest', (event: AppEvent) =>
    listeners.forEach((listener) => listener(event)),
  );
  await desktop.page.evaluate(() => {
    const tell = Reflect.get(window, 'tellTest') as (event: AppEvent) => void;
    window.commonplace?.onEvent(tell);
  });
  return {
    name: 'Electron IPC',
    request: waitForJobs(
      async (method, input) => {
        const answer = await desktop.page.evaluate(
          ([name, json]) => window.commonplace?.request(name ?? '', JSON.parse(json ?? '{}')),
          [method, JSON.stringify(input)],
        );
        if (answer === undefined) throw new Error('The page has no bridge.');
        return answer;
      },
      (listener) => listeners.add(listener),
    ),
    close: () => desktop.stop(),
  };
}

/** `commonplace call`, in this process: its arguments, its output and its exit code. */
export async function terminalDoor(homeDir: string): Promise<Door> {
  const core = await openRealCore(homeDir, 'terminal');
  return {
    name: 'commonplace call',
    async request(method, input) {
      let printed = '';
      const terminal: Terminal = {
        out: (text) => void (printed += text),
        say: () => {},
        progress: () => {},
        readStdin: () => Promise.resolve(JSON.stringify(input)),
        ask: () => Promise.resolve(null),
        env: {},
        onInterrupt: () => () => {},
      };
      const code = await runCommand(['call', homeDir, method, '-'], terminal, () =>
        Promise.resolve({ ...core, close: () => Promise.resolve() }),
      );
      const answer = JSON.parse(printed) as Envelope; // a wrong shape fails the test
      if (code !== (answer.ok ? 0 : 1)) throw new Error(`The exit code was ${code}.`);
      return answer;
    },
    close: () => core.close(),
  };
}
