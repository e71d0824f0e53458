import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, inRoot, root } from './root.mjs';

const sources = ['shared', 'electron', 'renderer', 'electron.vite.config.ts', 'package-lock.json'];
const stampFile = inRoot('out', '.built-from');
const lockDir = join(cacheDir, 'building');
const products = ['main/index.js', 'main/webhost.js', 'main/cli.js', 'renderer/index.html'];

function* filesIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) yield [path, stat];
  if (!stat?.isDirectory()) return;
  for (const name of readdirSync(path).sort())
    if (name !== 'launch') yield* filesIn(join(path, name));
}

/** Changes whenever a source file is added, removed or written. */
function sourceStamp() {
  const hash = createHash('sha256').update(process.versions.node);
  for (const source of sources)
    for (const [path, stat] of filesIn(inRoot(source)))
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  return hash.digest('hex');
}

function isCurrent(stamp) {
  try {
    if (readFileSync(stampFile, 'utf8') !== stamp) return false;
    return products.every((name) => statSync(inRoot('out', name)).isFile());
  } catch {
    return false;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the right to build; another start may be at it, and is waited for. */
function lock() {
  mkdirSync(cacheDir, { recursive: true });
  for (;;) {
    try {
      mkdirSync(lockDir);
      writeFileSync(join(lockDir, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let holder = NaN;
    try {
      holder = Number(readFileSync(join(lockDir, 'pid'), 'utf8'));
    } catch {
      // The other one has just made the folder, or has just removed it.
    }
    if (holder > 0 && !isRunning(holder)) rmSync(lockDir, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

function build(stamp) {
  process.stderr.write('Building Commonplace …\n');
  const vite = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 1 << 26,
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}\n${stderr}\nThe build failed: see the lines above.\n`);
    return false;
  }
  writeFileSync(stampFile, stamp);
  return true;
}

/** Builds the app if a source changed since the last build. Ends the program if it can't. */
export function ensureBuild() {
  if (isCurrent(sourceStamp())) return;
  lock();
  let isBuilt;
  try {
    const stamp = sourceStamp();
    isBuilt = isCurrent(stamp) || build(stamp);
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
  if (!isBuilt) process.exit(1);
}
