import { expect, test } from 'vitest';
import { progressWords } from '../../../renderer/client/progress-words.ts';

const progress = {
  phase: 'receiving',
  done: 1200,
  total: 5000,
  unit: 'objects',
  bytes: 2_500_000,
} as const;

test('progress tells the phase, how far it is and how much came', () => {
  expect(progressWords(progress)).toMatch(/^Receiving · 1.?200 of 5.?000 pieces · 2.5 MB$/);
});

test('progress without a known end tells what is done', () => {
  expect(progressWords({ ...progress, total: null, bytes: null })).toMatch(
    /^Receiving · 1.?200 pieces$/,
  );
});

test('progress in bytes tells sizes once', () => {
  expect(progressWords({ phase: '', done: 900, total: 4000, unit: 'bytes', bytes: 900 })).toBe(
    'Working · 900 bytes of 4 kB',
  );
});
