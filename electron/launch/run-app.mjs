import { ensureBuild } from './build.mjs';
import { openBrowser } from './browser.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { findDesktop, runDesktop } from './desktop.mjs';
import { onEnd } from './lifetime.mjs';
import { builtModule } from './root.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

function portProblem(error, port) {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken. Choose another with --port.`;
  if (error.code === 'EACCES') return `Port ${port} needs rights you don't have. Choose another.`;
  return null;
}

async function runBrowser({ dir, port, isNew, isOpening, isJson }) {
  // Before anything is printed: who reads the address may end us at once.
  const ended = new Promise((resolve) => onEnd(resolve));
  const { openWebHost } = await import(builtModule('webhost.js'));
  const print = (url) =>
    process.stdout.write(isJson ? `${JSON.stringify({ kind: 'browser', url })}\n` : `${url}\n`);
  let opened;
  const show = () => {
    const url = opened.host.newLaunchUrl();
    print(url);
    return url;
  };
  try {
    opened = await openWebHost({
      port,
      startWiki: dir,
      isNew,
      onSignInRefused() {
        say('Somebody opened an address that was used or too old. A new one:');
        show();
      },
    });
  } catch (error) {
    const problem = portProblem(error, port);
    if (problem === null) throw error;
    say(problem);
    return 1;
  }
  if (opened.kind === 'joined') {
    print(opened.url);
    if (isOpening) openBrowser(opened.url);
    say(
      'Commonplace runs already; this address opens it once, within a minute. --new starts another.',
    );
    return 0;
  }
  const url = show();
  if (isOpening) openBrowser(url);
  say('The address works once, within a minute. Ctrl+C stops Commonplace.');
  if (process.stdin.isTTY) {
    say('Enter shows a new address.');
    process.stdin.on('data', show);
    process.stdin.unref();
  }
  await ended;
  await opened.host.close();
  return 0;
}

/** Opens the app: on the desktop where that is possible and wanted, else in the browser. */
export async function runApp({ dir, port, isNew, isOpening, isBrowser, isJson }) {
  ensureDependencies();
  ensureBuild();
  if (!isBrowser) {
    const desktop = findDesktop();
    if (desktop.electron !== undefined) {
      if (isJson) process.stdout.write('{"kind":"desktop"}\n');
      const code = await runDesktop(desktop.electron, dir);
      if (code !== null) return code;
      desktop.reason = 'the desktop program could not start here';
    }
    say(`Commonplace opens in the browser: ${desktop.reason}.`);
  }
  return runBrowser({ dir, port, isNew, isOpening, isJson });
}
