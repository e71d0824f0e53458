import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the page with CodeMirror, beside which the editor is measured. */
export default defineConfig({
  root: here('.'),
  logLevel: 'error',
  build: {
    outDir: here('../../../node_modules/.cache/commonplace/bench-peer'),
    emptyOutDir: true,
    target: 'chrome120',
    lib: {
      entry: here('peer-page.ts'),
      formats: ['iife'],
      name: 'benchPeerPage',
      fileName: () => 'peer.js',
    },
  },
});
