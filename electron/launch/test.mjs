import { requireNode } from './node-version.mjs';

requireNode();
const { spawn } = await import('node:child_process');
const { mkdirSync, readFileSync, rmSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureBuild } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');
const { ensureDependencies } = await import('./dependencies.mjs');
const { onEnd } = await import('./lifetime.mjs');
const { cacheDir, inRoot, root } = await import('./root.mjs');
const { ensureSshServer } = await import('./ssh-server.mjs');

const checks = ['typecheck', 'lint', 'rooms', 'dead', 'format:check'];
const reports = join(cacheDir, 'reports');
const total = { passed: 0, failed: 0 };
const children = new Set();

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  process.stdout.write(`${name}: ${passed} passed, ${failed} failed\n`);
}

function finish() {
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exit(total.failed === 0 ? 0 : 1);
}

/** Runs one of our tools with this Node; true when it ended well. */
function run(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    children.add(child);
    const end = (isGood) => {
      children.delete(child);
      resolve(isGood);
    };
    child.on('error', () => end(false));
    child.on('exit', (code) => end(code === 0));
  });
}

function report(name) {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'));
  } catch {
    return null; // the runner broke off before it wrote one
  }
}

// The same commands as in package.json, so that each check is described once.
function commandOf(script) {
  const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const [tool, ...args] = scripts[script].split(' ');
  const programs = {
    tsc: ['typescript', 'bin', 'tsc'],
    eslint: ['eslint', 'bin', 'eslint.js'],
    depcruise: ['dependency-cruiser', 'bin', 'dependency-cruise.mjs'],
    knip: ['knip', 'bin', 'knip.js'],
    prettier: ['prettier', 'bin', 'prettier.cjs'],
  };
  return [inRoot('node_modules', ...programs[tool]), ...args];
}

// Two at a time: none of them changes what another one reads.
async function runChecks() {
  const left = [...checks];
  const runNext = async () => {
    for (let check = left.shift(); check !== undefined; check = left.shift()) {
      const isGood = await run(commandOf(check));
      count(check, isGood ? 1 : 0, isGood ? 0 : 1);
    }
  };
  await Promise.all([runNext(), runNext()]);
}

async function runVitest(chromium) {
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const isGood = await run(
    [
      vitest,
      'run',
      '-c',
      'tests/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(reports, 'vitest.json')}`,
    ],
    chromium === null ? {} : { CHROMIUM_PATH: chromium },
  );
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = report('vitest.json') ?? {};
  // A file that can't even be loaded fails the run without a failed test.
  count('vitest', passed, failed === 0 && !isGood ? 1 : failed);
}

async function runPlaywright(chromium) {
  const isGood = await run(
    [
      inRoot('node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '-c',
      'tests/e2e/playwright.config.ts',
    ],
    {
      CHROMIUM_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'playwright.json'),
    },
  );
  const { expected = 0, flaky = 0, unexpected = 0 } = report('playwright.json')?.stats ?? {};
  const failed = unexpected + flaky;
  count('playwright', expected, failed === 0 && !isGood ? 1 : failed);
}

onEnd((signal) => {
  for (const child of children) child.kill(signal);
  process.exitCode = 1;
  process.exit();
});
ensureDependencies();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const chromium = ensureChromium();
ensureSshServer();
await runChecks();
ensureBuild(); // some tests of both runners start the built app
await runVitest(chromium);
if (chromium === null) count('playwright (no browser)', 0, 1);
else await runPlaywright(chromium);
finish();
