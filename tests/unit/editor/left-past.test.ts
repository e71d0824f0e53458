import { expect, test } from 'vitest';
import { keepPast, pastOf } from '../../../renderer/editor/past/left-past.ts';
import { nothingBeyond } from '../../../renderer/editor/past/steps.ts';

const steps = (text: string) => ({ past: [() => text], future: [] });

test('the history of a page is there again as long as its text is the one that was left', () => {
  keepPast('w A.md', { text: 'now', steps: steps('before') });
  expect(pastOf('w A.md', 'now').past.map((step) => step())).toEqual(['before']);
  expect(pastOf('w A.md', 'changed by others')).toBe(nothingBeyond);
  expect(pastOf('w B.md', 'now')).toBe(nothingBeyond);
});

test('only the pages that were left last are remembered', () => {
  for (const name of ['A', 'B', 'C', 'D', 'E', 'A', 'F']) {
    keepPast(name, { text: name, steps: steps(`before ${name}`) });
  }
  expect(pastOf('B', 'B')).toBe(nothingBeyond);
  for (const name of ['A', 'C', 'D', 'E', 'F']) expect(pastOf(name, name).past).toHaveLength(1);
});

test('of long pages fewer are remembered, and the last one always', () => {
  const long = 'x'.repeat(300_000);
  for (const name of ['G', 'H']) keepPast(name, { text: long, steps: steps(`before ${name}`) });
  expect(pastOf('G', long)).toBe(nothingBeyond);
  expect(pastOf('H', long).past).toHaveLength(1);
  keepPast('I', { text: long + long, steps: steps('before I') });
  expect(pastOf('H', long)).toBe(nothingBeyond);
  expect(pastOf('I', long + long).past).toHaveLength(1);
});
