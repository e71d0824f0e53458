import { requireNode } from './node-version.mjs';

requireNode();
const { parseAppArguments } = await import('./app-arguments.mjs');
const { runApp } = await import('./run-app.mjs');
const { usageOf } = await import('./usage.mjs');

const asked = parseAppArguments(process.argv.slice(2));
if (asked.problem !== undefined) {
  process.stderr.write(`${asked.problem}. See: npm start -- --help\n`);
  process.exit(2);
}
if (asked.isHelp) {
  process.stdout.write(usageOf('open').replaceAll('commonplace open', 'npm start --'));
  process.exit(0);
}
process.exit(await runApp(asked));
