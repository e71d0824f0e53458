import { requireNode } from './node-version.mjs';

requireNode();
const { spawnSync } = await import('node:child_process');
const { rmSync } = await import('node:fs');
const { join } = await import('node:path');
const { parseArgs } = await import('node:util');
const { ensureBuild } = await import('./build.mjs');
const { ensureDependencies } = await import('./dependencies.mjs');
const { cacheDir, inRoot, root } = await import('./root.mjs');

const usage = `Measures Commonplace beside plain tools (git, rg or grep).

  npm run bench -- [--wiki DIR] [--pages N] [--flat] [--json]

  --wiki DIR  measure on a copy of this wiki, instead of one made for it
  --pages N   how many pages to make (2000)
  --flat      make them all in one folder, as some large wikis are
  --json      print JSON instead of a table

  npm run bench -- --replay DIR ...

  Merges again what was merged in the histories of these wikis, with git, node-diff3 and Commonplace.

  npm run bench -- --editor [--only TEXT] [--json]

  Writes on long pages in Chromium, in the editor and in CodeMirror 6.

  npm run bench -- --saves [--only TEXT] [--json]

  Saves long pages with one word more, beside a parse and a print of all of each by remark.
`;

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        wiki: { type: 'string' },
        pages: { type: 'string' },
        flat: { type: 'boolean' },
        json: { type: 'boolean' },
        replay: { type: 'boolean' },
        editor: { type: 'boolean' },
        saves: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.pages !== undefined && !/^[1-9]\d{0,5}$/.test(values.pages))
      throw new Error('--pages wants a number up to 999999');
    if (positionals.length > 0 !== (values.replay === true))
      throw new Error('--replay wants folders, and only --replay does');
    return { ...values, folders: positionals };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

function run(args, stdout) {
  const { status, stdout: output } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) process.exit(status ?? 1);
  return output;
}

const { editor, flat, folders, help, json, only = [], pages, replay, saves, wiki } = options();
if (help) {
  process.stdout.write(usage);
} else {
  ensureDependencies();
  // Built apart from the product: the core and the bench in one file, straight from the sources.
  const config = inRoot('tests', 'bench', 'vite.config.ts');
  run([inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build', '-c', config], 'ignore');
  const built = (name) => join(cacheDir, 'bench', name);
  if (replay) run([built('replay.mjs'), ...folders], 'inherit');
  else if (editor) measureEditor(built('editor.mjs'));
  else if (saves) run([built('saves.mjs'), ...chosen(), ...(json ? ['--json'] : [])], 'inherit');
  else measure(built('bench.mjs'));
}

function chosen() {
  return only.flatMap((name) => ['--only', name]);
}

function measureEditor(bench) {
  ensureBuild();
  const config = inRoot('tests', 'bench', 'editor', 'vite.config.ts');
  run([inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build', '-c', config], 'ignore');
  const peer = join(cacheDir, 'bench-peer', 'peer.js');
  run([bench, '--peer', peer, ...chosen(), ...(json ? ['--json'] : [])], 'inherit');
}

function measure(bench) {
  process.stderr.write('Making the wiki …\n');
  const size = pages === undefined ? [] : ['--pages', pages];
  const layout = flat ? ['--layout', 'flat'] : [];
  const source = wiki === undefined ? [...size, ...layout] : ['--wiki', wiki];
  const prepared = run([bench, ...source], 'pipe').trim();
  process.on('exit', () => rmSync(prepared, { recursive: true, force: true }));
  process.stderr.write('Measuring …\n');
  run([bench, '--prepared', prepared, ...(json ? ['--json'] : [])], 'inherit');
}
