import { expect, test } from 'vitest';
import { exploreStories } from '../torture/sync/explore.ts';

test('peers that write, part and meet again end with the same wiki and every word', async () => {
  const report = await exploreStories({ runs: 4, seed: 20_240_501, maxSteps: 30 });
  expect(report.problems).toEqual([]);
  expect(report.tally.syncs).toBeGreaterThan(0);
  expect(report.tally.merges).toBeGreaterThan(0);
}, 240_000);
