import { requireNode } from './node-version.mjs';

requireNode();
const { spawn, spawnSync } = await import('node:child_process');
const { join } = await import('node:path');
const { parseArgs } = await import('node:util');
const { ensureDependencies } = await import('./dependencies.mjs');
const { onEnd } = await import('./lifetime.mjs');
const { cacheDir, inRoot, root } = await import('./root.mjs');

const kinds = ['crash', 'writers', 'sync', 'editor', 'all'];
const usage = `Kills, cuts and crowds Commonplace, and lets git judge what is left; edits pages at random.

  npm run torture -- [crash|writers|sync|editor|all] [--runs N] [--seed N]

  crash      kill -9 at random moments of every operation that writes (200 runs each)
  writers    four processes that save to one wiki at once (100 saves each)
  sync       random stories of peers, two places to share and all that goes wrong (200 stories)
  editor     random edits of pages in the editor (100000), and how many lines single edits change

  --runs N   how many of them
  --seed N   the same random choices again
  --only OP  crash: only this operation; editor: only 'edits' or 'lines'
  --from N   begin with this run or made page; with --runs 1 (editor: 12), a failure again
  --on DIR   editor: edit the pages below this folder, instead of made ones; may be given again
`;

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        runs: { type: 'string' },
        seed: { type: 'string' },
        from: { type: 'string' },
        only: { type: 'string' },
        on: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (positionals.length > 1 || !kinds.includes(positionals[0] ?? 'all'))
      throw new Error(`Choose one of ${kinds.join(', ')}`);
    for (const name of ['runs', 'seed', 'from'])
      if (values[name] !== undefined && !/^\d{1,10}$/.test(values[name]))
        throw new Error(`--${name} wants a number`);
    return values;
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

if (options().help) {
  process.stdout.write(usage);
} else {
  ensureDependencies();
  // Built apart from the product: the core and the programs to kill, straight from the sources.
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
  const config = inRoot('tests', 'torture', 'vite.config.ts');
  const built = spawnSync(process.execPath, [vite, 'build', '-c', config], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
  const program = join(cacheDir, 'torture', 'torture.mjs');
  const child = spawn(process.execPath, [program, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  onEnd((signal) => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
