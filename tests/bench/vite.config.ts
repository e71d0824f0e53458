import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const suffix = '?nodeWorker';

/** Leads `?nodeWorker` imports to the worker's own entry below, as the product's build does. */
function nodeWorkers(): Plugin {
  return {
    name: 'node-workers',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith(suffix) ? `\0${id}` : null),
    load(id) {
      if (!id.endsWith(suffix)) return null;
      const file = basename(id.slice(0, -suffix.length)).replace(/\.ts$/, '.mjs');
      return `import { Worker } from 'node:worker_threads';
export default (options) => new Worker(new URL('./${file}', import.meta.url), options);`;
    },
  };
}

/** Bundles the bench with the core as the product's build does, for plain Node. */
export default defineConfig({
  root: here('.'),
  logLevel: 'error',
  plugins: [nodeWorkers()],
  ssr: { noExternal: true, external: ['@playwright/test'] },
  build: {
    ssr: true,
    outDir: here('../../node_modules/.cache/commonplace/bench'),
    emptyOutDir: true,
    target: 'node20.19',
    minify: false,
    rolldownOptions: {
      input: {
        bench: here('index.ts'),
        replay: here('replay/index.ts'),
        editor: here('editor/index.ts'),
        saves: here('saves/index.ts'),
        'index-worker': here('../../electron/search/index-worker.ts'),
        'merge-worker': here('../../electron/git/merge/merge-worker.ts'),
      },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      external: ['bufferutil', 'utf-8-validate'],
    },
  },
});
