import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const electron = here('../../electron');
const suffix = '?nodeWorker';

/** Leads `?nodeWorker` imports to the worker's own entry below, as the product's build does. */
function nodeWorkers(): Plugin {
  return {
    name: 'node-workers',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith(suffix) ? `\0${id}` : null),
    load(id) {
      if (!id.endsWith(suffix)) return null;
      const file = basename(id.slice(0, -suffix.length)).replace(/\.ts$/u, '.mjs');
      return `import { Worker } from 'node:worker_threads';
export default (options) => new Worker(new URL('./${file}', import.meta.url), options);`;
    },
  };
}

const workers = readdirSync(electron, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('-worker.ts'))
  .map((path) => [basename(path, '.ts'), join(electron, path)] as const);

/** Bundles the torture and the programs it kills, with the core as the product's build does. */
export default defineConfig({
  root: here('.'),
  logLevel: 'error',
  plugins: [nodeWorkers()],
  // jsdom finds its own files beside itself.
  ssr: { noExternal: true, external: ['jsdom'] },
  build: {
    ssr: true,
    outDir: here('../../node_modules/.cache/commonplace/torture'),
    emptyOutDir: true,
    target: 'node20.19',
    minify: false,
    rolldownOptions: {
      input: {
        torture: here('index.ts'),
        'crash-program': here('crash/program.ts'),
        'writer-program': here('writer-program.ts'),
        ...Object.fromEntries(workers),
      },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      external: ['bufferutil', 'utf-8-validate'],
    },
  },
});
