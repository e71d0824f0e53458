import { requireNode } from './node-version.mjs';

requireNode();
const { spawn } = await import('node:child_process');
const { mkdirSync, readFileSync, rmSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureBuild } = await import('./build.mjs');
const { ensureChromium } = await import('./chromium.mjs');
const { ensureDependencies } = await import('./dependencies.mjs');
const { onEnd } = await import('./lifetime.mjs');
const { inRoot, root } = await import('./root.mjs');
const { ensureSshServer } = await import('./ssh-server.mjs');
const { playwrightReport, reportsDir, vitestReport } = await import('./test-reports.mjs');

const checks = ['typecheck', 'lint', 'rooms', 'dead', 'format:check'];
const total = { passed: 0, failures: [] };
const children = new Set();

function count(name, { passed, failures }) {
  total.passed += passed;
  total.failures.push(...failures);
  process.stdout.write(`${name}: ${passed} passed, ${failures.length} failed\n`);
}

// The runners told of a failure long before the end: it is told again where one looks.
function finish() {
  for (const failure of total.failures) process.stdout.write(`\nFailed: ${failure}\n`);
  process.stdout.write(`${total.passed} passed, ${total.failures.length} failed\n`);
  process.exit(total.failures.length === 0 ? 0 : 1);
}

/** What a runner reports; when it ended badly without a failed test, that is the failure. */
function endOf(name, isGood, { passed, failures }) {
  const left = isGood || failures.length > 0 ? failures : [`${name} broke off`];
  return { passed, failures: left };
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
      count(check, { passed: isGood ? 1 : 0, failures: isGood ? [] : [check] });
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
      `--outputFile.json=${join(reportsDir, 'vitest.json')}`,
    ],
    chromium === null ? {} : { CHROMIUM_PATH: chromium },
  );
  count('vitest', endOf('vitest', isGood, vitestReport()));
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
      PLAYWRIGHT_JSON_OUTPUT_NAME: join(reportsDir, 'playwright.json'),
    },
  );
  count('playwright', endOf('playwright', isGood, playwrightReport()));
}

onEnd((signal) => {
  for (const child of children) child.kill(signal);
  process.exitCode = 1;
  process.exit();
});
ensureDependencies();
rmSync(reportsDir, { recursive: true, force: true });
mkdirSync(reportsDir, { recursive: true });
const chromium = ensureChromium();
ensureSshServer();
await runChecks();
ensureBuild(); // some tests of both runners start the built app
await runVitest(chromium);
if (chromium === null)
  count('playwright', { passed: 0, failures: ['playwright: there is no browser'] });
else await runPlaywright(chromium);
finish();
