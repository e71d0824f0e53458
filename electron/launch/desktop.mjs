import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, inRoot, root } from './root.mjs';
import { onEnd } from './lifetime.mjs';

const failureFile = join(cacheDir, 'electron-failed.json');
const rememberMs = 60 * 60 * 1000;
const downloadWithinMs = 5 * 60 * 1000;
const earlyMs = 15_000;

export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Electron's program in node_modules, as its own package finds it; null when it isn't there. */
export function installedElectron() {
  try {
    const name = readFileSync(inRoot('node_modules', 'electron', 'path.txt'), 'utf8');
    const folder =
      process.env.ELECTRON_OVERRIDE_DIST_PATH ?? inRoot('node_modules', 'electron', 'dist');
    return existsSync(join(folder, name)) ? join(folder, name) : null;
  } catch {
    return null;
  }
}

function recentFailure() {
  try {
    const { atMs } = JSON.parse(readFileSync(failureFile, 'utf8'));
    return Date.now() - atMs < rememberMs;
  } catch {
    return false;
  }
}

function download() {
  process.stderr.write('Getting the desktop program (Electron). This happens once …\n');
  const install = inRoot('node_modules', 'electron', 'install.js');
  spawnSync(process.execPath, [install], {
    cwd: root,
    stdio: 'ignore',
    timeout: downloadWithinMs,
  });
  const electron = installedElectron();
  if (electron === null) {
    mkdirSync(cacheDir, { recursive: true });
    writeFileSync(failureFile, JSON.stringify({ atMs: Date.now() }));
  } else rmSync(failureFile, { force: true });
  return electron;
}

/** The desktop program to start, or why there is none, in words. */
export function findDesktop() {
  if (!hasDisplay()) return { reason: 'there is no display' };
  if (process.platform === 'linux' && process.getuid?.() === 0)
    return { reason: 'the desktop program keeps its protection only under an ordinary user' };
  const installed = installedElectron();
  if (installed !== null) return { electron: installed };
  if (recentFailure())
    return { reason: 'the desktop program could not be downloaded less than an hour ago' };
  const electron = download();
  return electron === null
    ? { reason: 'the desktop program could not be downloaded' }
    : { electron };
}

/**
 * Runs the desktop app until it ends.
 *
 * @returns its exit code; null when it broke off right after its start, as without the sandbox that
 *   some systems deny
 */
export function runDesktop(electron, dir) {
  // Set by some editors' terminals; it would start a bare Node instead of the app.
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  const startedMs = Date.now();
  const child = spawn(electron, [root, ...(dir === null ? [] : [dir])], { stdio: 'inherit', env });
  let isAsked = false;
  onEnd((signal) => {
    isAsked = true;
    child.kill(signal);
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(null));
    child.on('exit', (code) => {
      const isEarly = !isAsked && code !== 0 && Date.now() - startedMs < earlyMs;
      resolve(isEarly ? null : (code ?? 0));
    });
  });
}
