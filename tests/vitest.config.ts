import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { nodeWorkerPlugin } from './helpers/node-worker-plugin.ts';

/** The longest files first, or the run ends with one worker on them and the others idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = [/\/integration\/crash\//, /\/integration\/(?:cli|sync-simulation|git-)/];
    const rank = ({ moduleId }: TestSpecification) => {
      const found = long.findIndex((pattern) => pattern.test(moduleId));
      return found === -1 ? long.length : found;
    };
    return (await super.sort(files)).sort((left, right) => rank(left) - rank(right));
  }
}

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [react(), nodeWorkerPlugin()],
  test: {
    include: ['tests/{unit,contract,integration}/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One more than processors: the tests often wait, for git most of all.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // The servers of the tests are on this machine: a developer's own proxy is not asked.
    env: { no_proxy: '*', NO_PROXY: '*' },
  },
});
