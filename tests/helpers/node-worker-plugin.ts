import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const suffix = '?nodeWorker';
const outDir = fileURLToPath(new URL('../../node_modules/.cache/test-workers', import.meta.url));

/**
 * Gives vitest the worker imports that the product's build has: the worker is bundled to a file,
 * since Node can't start a thread from TypeScript.
 */
export function nodeWorkerPlugin(): Plugin {
  const built = new Map<string, Promise<string>>();

  const bundle = async (source: string): Promise<string> => {
    const name = `${source.replace(/\W+/g, '-')}-${process.pid}.mjs`;
    await build({
      configFile: false,
      plugins: [plugin], // a worker may start one of its own
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: source,
        outDir,
        emptyOutDir: false,
        target: 'node20.19',
        minify: false,
        rolldownOptions: { output: { entryFileNames: name, codeSplitting: false } },
      },
    });
    const file = join(outDir, name);
    process.once('exit', () => rmSync(file, { force: true }));
    return file;
  };

  const plugin: Plugin = {
    name: 'node-worker',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith(suffix)) return null;
      const resolved = await this.resolve(id.slice(0, -suffix.length), importer);
      return resolved === null ? null : `${resolved.id}${suffix}`;
    },
    async load(id) {
      if (!id.endsWith(suffix)) return null;
      const source = id.slice(0, -suffix.length);
      const file = built.get(source) ?? bundle(source);
      built.set(source, file);
      return [
        "import { Worker } from 'node:worker_threads';",
        `export default (options) => new Worker(${JSON.stringify(await file)}, options);`,
      ].join('\n');
    },
  };
  return plugin;
}
