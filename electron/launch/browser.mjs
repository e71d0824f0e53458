import { spawn } from 'node:child_process';
import { hasDisplay } from './desktop.mjs';

const openers = {
  darwin: (url) => ['open', [url]],
  win32: (url) => ['rundll32', ['url.dll,FileProtocolHandler', url]],
  linux: (url) => ['xdg-open', [url]],
};

/** Opens the person's browser, if there is one to open. The address is printed too, so failing is fine. */
export function openBrowser(url) {
  const opener = openers[process.platform];
  if (opener === undefined || !hasDisplay()) return;
  const [command, args] = opener(url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // no such program
  child.unref();
}
