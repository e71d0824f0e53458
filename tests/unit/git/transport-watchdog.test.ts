import { afterEach, expect, test, vi } from 'vitest';
import { Watchdog } from '../../../electron/git/transport/watchdog.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a watchdog that was stopped keeps no timer, whatever still comes on the wire', () => {
  vi.useFakeTimers();
  const watchdog = new Watchdog({ idleMs: 10, totalMs: 100 }, 'example.org', () => undefined);
  watchdog.stop();
  watchdog.touch();
  expect(vi.getTimerCount()).toBe(0);
});
