import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { nodeWorkerPlugin } from './helpers/node-worker-plugin.ts';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [react(), nodeWorkerPlugin()],
  test: {
    include: ['tests/{unit,contract,integration}/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The servers of the tests are on this machine: a developer's own proxy is not asked.
    env: { no_proxy: '*', NO_PROXY: '*' },
  },
});
