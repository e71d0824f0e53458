import type { Figures } from './subjects.ts';

interface Row {
  readonly name: string;
  readonly ours: Figures;
  readonly peer: Figures;
}

interface Line {
  readonly cells: readonly string[];
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

interface Asked {
  readonly what: string;
  readonly of: (figures: Figures) => number;
  /** At most so many times the peer's. */
  readonly most: number | null;
  /** Or below this, whatever the peer takes. */
  readonly orBelow?: number;
}

const asked: readonly Asked[] = [
  { what: 'first paint', of: ({ firstPaintMs }) => firstPaintMs, most: 2, orBelow: 100 },
  { what: 'ready to write', of: ({ wholeMs }) => wholeMs, most: null },
  { what: 'typing p50', of: ({ typing }) => percentile(typing.waits, 0.5), most: null },
  { what: 'typing p95', of: ({ typing }) => percentile(typing.waits, 0.95), most: 1.1 },
  { what: 'typing cpu', of: ({ typing }) => typing.cpu, most: null },
  { what: 'Enter p95', of: ({ enter }) => percentile(enter.waits, 0.95), most: 1.1 },
  { what: 'Enter cpu', of: ({ enter }) => enter.cpu, most: null },
  { what: 'Backspace p95', of: ({ backspace }) => percentile(backspace.waits, 0.95), most: 1.1 },
  { what: 'Backspace cpu', of: ({ backspace }) => backspace.cpu, most: null },
  { what: 'heap MB', of: (figures) => figures.heapMb, most: 2 },
];

function lineOf({ name, ours, peer }: Row, { what, of, most, orBelow }: Asked): Line {
  const [here, there] = [of(ours), of(peer)];
  const ratio = here / Math.max(there, 0.01);
  const isMet = most === null || ratio <= most || (orBelow !== undefined && here < orBelow);
  const target = most === null ? '' : `${most}${isMet ? '' : '  missed'}`;
  return { cells: [name, what, here.toFixed(1), there.toFixed(1), ratio.toFixed(2), target] };
}

/** Ours beside CodeMirror 6, each with its target. */
export function tableOfFigures(rows: readonly Row[], hugeMs: number, load: number): string {
  const head: Line = { cells: ['text', 'ms', 'ours', 'CodeMirror', 'ratio', 'at most'] };
  const lines = [head, ...rows.flatMap((row) => asked.map((each) => lineOf(row, each)))];
  const widths = head.cells.map((_, column) =>
    Math.max(...lines.map(({ cells }) => (cells[column] ?? '').length)),
  );
  const text = lines
    .map(({ cells }) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
  const huge = `A page of 3.5 MB is drawn as its source after ${hugeMs.toFixed(0)} ms (at most 1000).`;
  return `${text}\n\n${huge}\nLoad of the machine at the end: ${load.toFixed(1)}. “cpu” is the page's own thread, for each key.\n`;
}
