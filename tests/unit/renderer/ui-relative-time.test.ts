import { expect, test } from 'vitest';
import { relativeTime } from '../../../renderer/ui/RelativeTime.tsx';

const now = Date.UTC(2026, 5, 15, 12);
const minute = 60_000;

test('times are told as a person would: just now, minutes, hours, days, then the date', () => {
  const words = [0.5, 5, 3 * 60, 26 * 60].map((minutes) =>
    relativeTime(now - minutes * minute, now),
  );
  expect(words[0]).toBe('just now');
  expect(words[1]).toMatch(/5/);
  expect(words[2]).toMatch(/3/);
  expect(relativeTime(now - 30 * 24 * 60 * minute, now)).toMatch(/2026/);
});

test('a time ahead of this clock is told as its date', () => {
  expect(relativeTime(now + 90 * minute, now)).toMatch(/2026/);
});
