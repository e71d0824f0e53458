import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '../../torture/bundle.ts';
import { writers } from '../../torture/writers.ts';

const outDir = mkdtempSync(join(tmpdir(), 'commonplace-test-'));
let program = '';

beforeAll(async () => {
  ({ writer: program } = await bundlePrograms(outDir));
});
afterAll(() => {
  rmSync(outDir, { recursive: true, force: true });
});

test('four programs that save at once lose no commit, no page and no order of the index', async () => {
  const report = await writers({ apps: 4, gits: 0, commitsEach: 15, program });
  expect(report.problems).toEqual([]);
  expect(report.commits).toBe(60);
}, 240_000);

test('plain git that commits between the saves of three programs undoes none of them', async () => {
  const report = await writers({ apps: 3, gits: 1, commitsEach: 15, program });
  expect(report.problems).toEqual([]);
  expect(report.commits).toBe(60);
}, 240_000);
