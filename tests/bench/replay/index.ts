import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mergeCases, type MergeCase } from './merge-cases.ts';
import { replay, type ReplayRow } from './replay.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '400' } },
});

/** A sample of a stream whose length is not known: each of its members is as likely (reservoir sampling). */
async function sampleOf(
  cases: AsyncIterable<MergeCase>,
  size: number,
): Promise<{ readonly sample: readonly MergeCase[]; readonly total: number }> {
  const sample: MergeCase[] = [];
  let total = 0;
  let state = 42;
  for await (const each of cases) {
    total += 1;
    // A fixed sequence, so that a second run looks at the same pages (Numerical Recipes' generator).
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const place = Math.floor((state / 2 ** 32) * total);
    if (sample.length < size) sample.push(each);
    else if (place < size) sample[place] = each;
  }
  return { sample, total };
}

function lineOf({ engine, pages, merged, equal, lossy, ms }: ReplayRow): string {
  const share = (count: number) =>
    `${((100 * count) / Math.max(1, pages)).toFixed(1)} %`.padStart(8);
  const perPage = `${(ms / Math.max(1, pages)).toFixed(1)} ms a page`;
  return `  ${engine.padEnd(22)} joined ${share(merged)}  as committed ${share(equal)}  lossy ${String(lossy).padStart(3)}  ${perPage}`;
}

const workDir = await mkdtemp(join(tmpdir(), 'commonplace-replay-'));
try {
  for (const repo of positionals) {
    const dir = resolve(process.env['INIT_CWD'] ?? '.', repo);
    const { sample, total } = await sampleOf(mergeCases(dir), Number(values.sample));
    process.stdout.write(
      `${repo}: ${String(total)} pages changed on both sides of a merge, ${String(sample.length)} replayed\n`,
    );
    for (const row of replay(sample, workDir)) process.stdout.write(`${lineOf(row)}\n`);
  }
} finally {
  await rm(workDir, { recursive: true, force: true });
}
