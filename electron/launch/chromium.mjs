import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inRoot, root } from './root.mjs';

const places = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/opt/google/chrome/chrome'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}

/** Chromium as Playwright's own installer leaves it. */
function* fromPlaywright() {
  const folders = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  ].filter((folder) => folder !== undefined && existsSync(folder));
  for (const folder of folders)
    for (const name of readdirSync(folder).sort().reverse())
      if (/^chromium-\d+$/.test(name))
        for (const inside of [
          ['chrome-linux', 'chrome'],
          ['chrome-linux64', 'chrome'],
          ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
          ['chrome-win', 'chrome.exe'],
        ])
          yield join(folder, name, ...inside);
}

/** A Chromium for the tests; null when this machine has none. */
export function findChromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    ...(places[process.platform] ?? []),
    ...onPath(['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser']),
    ...fromPlaywright(),
  ];
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? null;
}

const run = (command, args) =>
  spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** Gets a Chromium if there is none; ends the program with what to do if it can't be had. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  process.stderr.write('Getting Chromium for the tests. This happens once …\n');
  if (process.platform === 'linux' && process.getuid() === 0 && existsSync('/usr/bin/apt-get')) {
    const install = ['install', '-y', '--no-install-recommends', 'chromium'];
    if (!run('apt-get', install) && run('apt-get', ['update'])) run('apt-get', install);
  }
  if (findChromium() === null)
    run(process.execPath, [inRoot('node_modules', 'playwright', 'cli.js'), 'install', 'chromium']);
  const installed = findChromium();
  if (installed === null) {
    process.stderr.write(
      'The tests need Chromium or Chrome and could not get one. Install it, or name it: CHROMIUM_PATH=/path/to/chromium npm test\n',
    );
  }
  return installed;
}
