import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, inRoot, root } from './root.mjs';

const stampFile = join(cacheDir, 'installed');

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Whether node_modules holds what the lock file names, by npm's own record of it. */
function isInstalled() {
  const wanted = readJson(inRoot('package-lock.json'))?.packages ?? {};
  const present = readJson(inRoot('node_modules', '.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
}

function npmCommand() {
  // Under `npm start` this names the npm that runs us, which need not be on the PATH.
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js') || script?.endsWith('.cjs'))
    return { command: process.execPath, first: [script], shell: false };
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

/** npm would follow the link and empty a folder that others use. */
function refuseLinkedFolder() {
  const folder = inRoot('node_modules');
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  process.stderr.write(
    `${folder} is a link to a folder that does not hold what this version needs. Remove the link and run this again.\n`,
  );
  process.exit(1);
}

/** Installs the dependencies if the lock file changed since they were. Ends the program if it can't. */
export function ensureDependencies() {
  const stamp = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (readText(stampFile) === stamp && readText(inRoot('node_modules', '.package-lock.json')))
    return;
  if (!isInstalled()) {
    refuseLinkedFolder();
    process.stderr.write('Installing what Commonplace is built with. This happens once …\n');
    const { command, first, shell } = npmCommand();
    // A person's own `engine-strict` would refuse packages for engines that we don't use. No
    // package here needs its install script: Electron's program is fetched when it is wanted.
    const args = ['ci', '--engine-strict=false', '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status, error } = spawnSync(command, [...first, ...args, '--include=dev'], {
      cwd: root,
      shell,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NODE_ENV: 'development' },
    });
    if (status !== 0) {
      process.stderr.write(
        `The installation failed${error ? ` (${error.message})` : ''}. Check the connection and the lines above, then try again.\n`,
      );
      process.exit(1);
    }
  }
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(stampFile, stamp);
}
