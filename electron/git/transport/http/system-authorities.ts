import * as tls from 'node:tls';
import { Worker } from 'node:worker_threads';
import { readCertificates } from './certificates.ts';

/** Where the families of Linux and BSD keep all that they trust in one file. */
const bundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

// Windows and macOS may take seconds, and Node waits for them: so another thread does. Named by its
// source, as it is three lines that every way of building the app must find.
const asking = `
  const { parentPort } = require('node:worker_threads');
  parentPort.postMessage(require('node:tls').getCACertificates('system'));
`;
const patienceMs = 30_000;

let known: Promise<readonly string[]> | null = null;

/**
 * The certificates of those whom the system trusts, each as PEM. Asked for once, when the first https
 * place is visited; none where the system has no store that can be read.
 */
export function systemAuthorities(): Promise<readonly string[]> {
  return (known ??= ofSystem(process.platform, bundles));
}

/** For one platform, with the files that it may keep. */
export async function ofSystem(
  platform: NodeJS.Platform,
  files: readonly string[],
): Promise<readonly string[]> {
  if (platform !== 'win32' && platform !== 'darwin') {
    for (const file of files) {
      const found = await readCertificates(file).catch(() => []);
      if (found.length > 0) return found;
    }
  }
  return ofNode();
}

/** Since Node 22.15. */
function ofNode(): Promise<readonly string[]> {
  if (!('getCACertificates' in tls)) return Promise.resolve([]);
  return new Promise((resolve) => {
    const worker = new Worker(asking, { eval: true, execArgv: [] });
    const end = (found: unknown): void => {
      clearTimeout(patience);
      void worker.terminate();
      resolve(Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []);
    };
    const patience = setTimeout(end, patienceMs, null);
    worker.once('message', end);
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
}
