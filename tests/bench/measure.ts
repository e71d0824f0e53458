/** What was measured, beside what a plain tool takes for the same. Times in milliseconds. */
export interface Measurement {
  readonly name: string;
  readonly p50: number;
  readonly p95: number;
  readonly runs: number;
  /** Null where there is nothing to compare with. */
  readonly peer: { readonly name: string; readonly p50: number; readonly p95: number } | null;
}

const probeMs = 10;

/** Watches how long this thread is held at a time; `stop` gives the longest in milliseconds. */
export function watchHolds(): { stop(): number } {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - probeMs);
    last = now;
  }, probeMs);
  return {
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}

export type Times = readonly number[];

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs the work once for each item, one after another. */
export async function timeEach<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<Times> {
  const times: number[] = [];
  for (const item of items) times.push(await timed(() => work(item)));
  return times;
}

export function measurement(
  name: string,
  times: Times,
  peer: { readonly name: string; readonly times: Times } | null,
): Measurement {
  return {
    name,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    runs: times.length,
    peer: peer && {
      name: peer.name,
      p50: percentile(peer.times, 0.5),
      p95: percentile(peer.times, 0.95),
    },
  };
}

function percentile(times: Times, share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function tableOf(measurements: readonly Measurement[]): string {
  const rows = [
    ['', 'p50 ms', 'p95 ms', 'runs', 'peer', 'p50 ms', 'p95 ms', 'ratio'],
    ...measurements.map(({ name, p50, p95, runs, peer }) => [
      name,
      p50.toFixed(1),
      p95.toFixed(1),
      String(runs),
      peer?.name ?? '',
      peer?.p50.toFixed(1) ?? '',
      peer?.p95.toFixed(1) ?? '',
      peer && peer.p50 > 0 ? (p50 / peer.p50).toFixed(2) : '',
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths?.[column] ?? 0;
          return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function holdNote(what: string, holdMs: number): string {
  return `Longest hold of the core's thread, ${what}: ${holdMs.toFixed(0)} ms`;
}
