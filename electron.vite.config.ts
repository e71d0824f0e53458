import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

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
    plugins: [react()],
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
