#!/usr/bin/env node
import { requireNode } from './node-version.mjs';

requireNode();
const { readFileSync } = await import('node:fs');
const { usageOf, usageOfAll } = await import('./usage.mjs');
const { builtModule, inRoot } = await import('./root.mjs');

const [command = '', ...args] = process.argv.slice(2);

async function runApp() {
  const { parseAppArguments } = await import('./app-arguments.mjs');
  const asked = parseAppArguments(args, { needsDir: command === 'serve' });
  if (asked.problem !== undefined) return misuse(`${asked.problem}.`);
  const app = await import('./run-app.mjs');
  return app.runApp(command === 'serve' ? { ...asked, isBrowser: true } : asked);
}

async function runCommand() {
  const { ensureDependencies } = await import('./dependencies.mjs');
  const { ensureBuild } = await import('./build.mjs');
  ensureDependencies();
  ensureBuild();
  const { run } = await import(builtModule('cli.js'));
  return run([command, ...args]);
}

function misuse(problem) {
  process.stderr.write(
    `${problem} See: commonplace ${usageOf(command) ? `${command} ` : ''}--help\n`,
  );
  return 2;
}

async function main() {
  if (['--version', '-v'].includes(command)) {
    const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (['--help', '-h', 'help'].includes(command)) {
    process.stdout.write(usageOf(args[0] ?? '') ?? usageOfAll());
    return 0;
  }
  if (command === '') return misuse('Name a command.');
  const usage = usageOf(command);
  if (usage === null) return misuse(`There is no command ${command}.`);
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  if (args.slice(0, end).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(usage);
    return 0;
  }
  return ['open', 'serve'].includes(command) ? runApp() : runCommand();
}

// What the app waits for (a worker, a timer) may not count as work that keeps Node running.
const hold = setInterval(() => {}, 2 ** 30);
const code = await main();
clearInterval(hold);
// A pipe may still hold what was printed.
process.stdout.write('', () => process.exit(code));
