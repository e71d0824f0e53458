import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { build, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Ships the sample wiki beside the code: it is data, which no import leads to. */
function copySampleWiki(): Plugin {
  return {
    name: 'copy-sample-wiki',
    async closeBundle() {
      await cp(here('electron/core/sample-wiki'), here('out/sample-wiki'), { recursive: true });
    },
  };
}

/** Of a formula's fonts only the format that every browser of today reads. */
function onlyWoff2(): Plugin {
  return {
    name: 'only-woff2',
    enforce: 'pre',
    transform: (code, id) =>
      /katex[^?]*\.css/.test(id)
        ? code.replace(/,\s*url\([^)]*\)\s*format\((["'])(?:woff|truetype)\1\)/g, '')
        : undefined,
  };
}

/**
 * Builds the document that draws diagrams as one file: it may load nothing, not even its own script.
 * Minifying its library takes half of a build's time, so what was made of the same sources is kept.
 */
function diagramDocument(): Plugin {
  const entry = here('renderer/article/diagram/frame/diagram-frame.ts');
  return {
    name: 'diagram-document',
    async generateBundle() {
      const sources = await Promise.all([readFile(entry), readFile(here('package-lock.json'))]);
      const key = sources.reduce((hash, source) => hash.update(source), createHash('sha256'));
      const keptAt = here(`node_modules/.cache/commonplace/diagram-${key.digest('hex')}.html`);
      let source = await readFile(keptAt, 'utf8').catch(() => null);
      if (source === null) {
        source = await buildDiagramDocument(entry);
        await mkdir(dirname(keptAt), { recursive: true });
        await writeFile(keptAt, source);
      }
      this.emitFile({ type: 'asset', fileName: 'diagram.html', source });
    },
  };
}

async function buildDiagramDocument(entry: string): Promise<string> {
  const nothing = here('renderer/article/diagram/frame/nothing.ts');
  const built = await build({
    configFile: false,
    root: here('renderer'),
    logLevel: 'warn',
    // A layout engine and a formula library, each as large as all the rest, that few diagrams ask for.
    resolve: { alias: { 'elkjs/lib/elk.bundled.js': nothing, elkjs: nothing, katex: nothing } },
    build: {
      write: false,
      target: 'chrome120',
      reportCompressedSize: false,
      lib: { entry, formats: ['iife'], name: 'diagram' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const [script, ...others] = outputs.filter((each) => each.type === 'chunk');
  if (script === undefined || others.length > 0) throw new Error('Expected one script.');
  // What would end the element, or change how its end is looked for.
  const code = script.code.replace(/<(?=\/?script|!--)/gi, '\\x3c');
  const policyPlace = 'STYLE_NONCE';
  return `<!doctype html><meta charset="utf-8"><title>Diagrams</title><body><script nonce="${policyPlace}">${code}</script>`;
}

// Everything is bundled, so that the built app needs no node_modules. The browser's and the
// terminal's hosts run on the person's own Node, which sets the target for all of `main`.
export default defineConfig({
  main: {
    plugins: [copySampleWiki()],
    build: {
      externalizeDeps: false,
      target: 'node20.19',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: {
          index: here('electron/main/index.ts'),
          webhost: here('electron/webhost/index.ts'),
          cli: here('electron/cli/index.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        // Optional native speed-ups of ws, which it asks for in a try block.
        external: ['electron', 'bufferutil', 'utf-8-validate'],
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      isolatedEntries: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: { index: here('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('renderer'),
    plugins: [react(), onlyWoff2(), diagramDocument()],
    resolve: {
      alias: {
        // The one it offers browsers asks `document`, which no worker has; pages are parsed in one.
        'decode-named-character-reference': here(
          'node_modules/decode-named-character-reference/index.js',
        ),
      },
    },
    // Each host puts a fresh nonce in its place when it serves the page.
    html: { cspNonce: 'STYLE_NONCE' },
    build: {
      outDir: here('out/renderer'),
      target: 'chrome120',
      reportCompressedSize: false,
      // The content policy allows no `data:` outside pictures.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: here('renderer/index.html') },
    },
    worker: { format: 'es' },
  },
});
