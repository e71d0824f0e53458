import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crash } from './crash/crash.ts';
import { operations } from './crash/operations.ts';
import { standInForScreen } from './editor/screen.ts';
import { exploreStories } from './sync/explore.ts';
import { writers } from './writers.ts';

interface Row {
  readonly what: string;
  readonly runs: number;
  readonly notes: string;
  readonly elapsedMs: number;
  readonly problems: readonly string[];
}

interface Wanted {
  readonly runs: number | null;
  readonly seed: number;
  readonly from: number;
  readonly only: string | null;
  readonly on: readonly string[];
}

const here = fileURLToPath(new URL('.', import.meta.url));
const defaultRuns = 200;
const savesPerWriter = 100;
const defaultEdits = 100_000;
const editsForEachFigure = 25;
const writersAtOnce = 4;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

type Outcome = Omit<Row, 'elapsedMs'>;

async function timed(work: () => Outcome | Promise<Outcome>): Promise<Row> {
  const started = performance.now();
  const row = await work();
  for (const problem of row.problems) say(`  ${problem}`);
  return { ...row, elapsedMs: performance.now() - started };
}

async function* crashRows({ runs, seed, from, only }: Wanted): AsyncGenerator<Row> {
  for (const operation of operations) {
    if (only !== null && only !== operation) continue;
    say(`Killing ${operation} …`);
    yield await timed(async () => {
      const report = await crash({
        operation,
        runs: runs ?? defaultRuns,
        seed,
        from,
        program: join(here, 'crash-program.mjs'),
      });
      const notes = `${report.kills} kills, ${report.litter} temporary files left`;
      return { ...report, what: `crash: ${operation}`, notes };
    });
  }
}

async function* writersRows({ runs }: Wanted): AsyncGenerator<Row> {
  for (const gits of [0, 1]) {
    const apps = writersAtOnce - gits;
    say(`${apps} apps and ${gits} git write at once …`);
    yield await timed(async () => {
      const program = join(here, 'writer-program.mjs');
      const report = await writers({ apps, gits, commitsEach: runs ?? savesPerWriter, program });
      const seconds = (report.elapsedMs / 1000).toFixed(1);
      const notes = `${report.commits} commits in ${seconds} s`;
      return { ...report, what: `writers: ${apps} apps, ${gits} git`, runs: 1, notes };
    });
  }
}

async function* syncRows({ runs, seed }: Wanted): AsyncGenerator<Row> {
  say('Telling stories of peers that sync …');
  yield await timed(async () => {
    const report = await exploreStories({
      runs: runs ?? defaultRuns,
      seed,
      maxSteps: 100,
      onStory: (done) => {
        if (done % 10 === 0) say(`  ${done} stories`);
      },
    });
    return { ...report, what: 'sync', notes: JSON.stringify(report.tally) };
  });
}

async function* editorRows({ runs, seed, from, on, only }: Wanted): AsyncGenerator<Row> {
  standInForScreen();
  const { editorTorture } = await import('./editor/index.ts');
  const torture = await editorTorture({ seed, from, folders: on, say });
  const edits = runs ?? defaultEdits;
  if (only !== 'lines') {
    say('Editing pages at random …');
    yield await timed(() => torture.edit(edits));
  }
  if (only !== 'edits') {
    say('Counting the lines that single edits change …');
    yield await timed(() => torture.figures(Math.ceil(edits / editsForEachFigure)));
  }
}

const kinds = { crash: crashRows, writers: writersRows, sync: syncRows, editor: editorRows };

function printTable(rows: readonly Row[]): void {
  const cells = rows.map(({ what, runs, notes, elapsedMs, problems }) => [
    what,
    String(runs),
    problems.length === 0 ? 'sound' : `${problems.length} problems`,
    `${(elapsedMs / 1000).toFixed(0)} s`,
    notes,
  ]);
  const table = [['what', 'runs', 'outcome', 'time', 'notes'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  for (const row of table) {
    process.stdout.write(
      `${row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    on: { type: 'string', multiple: true },
  },
});
const wanted: Wanted = {
  runs: values.runs === undefined ? null : Number(values.runs),
  seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed),
  from: Number(values.from),
  only: values.only ?? null,
  on: values.on ?? [],
};
const [asked = 'all'] = positionals;
say(`Seed ${wanted.seed}`);
const rows: Row[] = [];
for (const [name, make] of Object.entries(kinds)) {
  if (asked !== 'all' && asked !== name) continue;
  for await (const row of make(wanted)) rows.push(row);
}
printTable(rows);
process.exitCode = rows.some(({ problems }) => problems.length > 0) ? 1 : 0;
