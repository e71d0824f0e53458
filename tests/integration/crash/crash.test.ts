import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '../../torture/bundle.ts';
import { crash } from '../../torture/crash/crash.ts';
import { operations } from '../../torture/crash/operations.ts';

const outDir = mkdtempSync(join(tmpdir(), 'commonplace-test-'));
let program = '';
let killed = 0;

beforeAll(async () => {
  ({ crash: program } = await bundlePrograms(outDir));
});
afterAll(() => {
  rmSync(outDir, { recursive: true, force: true });
});

// The others take a minute more; `npm run torture` kills them all, and often.
const killedHere = operations.filter((operation) =>
  ['save', 'fetch', 'checkout', 'merge', 'repack', 'folder'].includes(operation),
);

test.each(killedHere)(
  'a process killed at a random moment of %s leaves a sound wiki that the next start completes',
  async (operation) => {
    const { problems, kills } = await crash({ operation, runs: 1, seed: 20_240_501, program });
    expect(problems).toEqual([]);
    killed += kills;
  },
  240_000,
);

test('most of them were killed before they were done', () => {
  expect(killed).toBeGreaterThan(killedHere.length / 2);
});
