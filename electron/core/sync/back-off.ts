const firstMs = 15_000;
const longestMs = 10 * 60_000;

/** How long to wait before the next try: doubling, capped, and spread so that peers do not come at once. */
export function backOffMs(failures: number, random: () => number = Math.random): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (full / 2) * random());
}
