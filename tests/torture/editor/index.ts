import { resolve } from 'node:path';
import { exploreEdits } from './explore.ts';
import { measureIdeal } from './figures.ts';
import { pagesBelow, type TortureTarget } from './pages.ts';

interface TortureOptions {
  readonly seed: number;
  /** The story to start with. */
  readonly from: number;
  /** Where the pages are; none: they are made. */
  readonly folders: readonly string[];
  readonly say: (line: string) => void;
}

interface Outcome {
  readonly what: string;
  readonly runs: number;
  readonly notes: string;
  readonly problems: readonly string[];
}

// Each edit is judged by reading the whole page again.
const maxPageLength = 12_000;
const maxProblems = 20;

/** Import it only once there is a stand-in for the screen. */
export async function editorTorture({ seed, from, folders, say }: TortureOptions): Promise<{
  edit(edits: number): Outcome;
  figures(editsOfEach: number): Outcome;
}> {
  const pages: TortureTarget[] = [];
  for (const folder of folders) {
    const dir = resolve(process.env['INIT_CWD'] ?? '.', folder);
    pages.push(...(await pagesBelow(dir, maxPageLength)));
  }
  const of = folders.length === 0 ? 'made pages' : `${pages.length} pages`;
  return {
    edit(edits) {
      let told = 0;
      const report = exploreEdits({
        edits,
        seed,
        from,
        pages,
        maxProblems,
        onProblem: say,
        onEdits(done) {
          if (Math.floor(done / 1000) > told) say(`  ${done} edits`);
          told = Math.floor(done / 1000);
        },
      });
      const notes = `${report.stories} stories of ${of}`;
      return { what: 'editor: edits', runs: report.edits, notes, problems: report.problems };
    },
    figures(editsOfEach) {
      const figures = measureIdeal({ editsOfEach, seed, pages });
      const shares = figures.map(({ kind, edits, ideal }) => {
        const share = edits === 0 ? '-' : ((ideal / edits) * 100).toFixed(2);
        return `${kind} ${share} % of ${edits}`;
      });
      const missed = figures.filter(({ edits, ideal, target }) => ideal < edits * target);
      return {
        what: 'editor: ideal lines',
        runs: figures.reduce((sum, { edits }) => sum + edits, 0),
        notes: shares.join(', '),
        problems: missed.flatMap(({ kind, target, others }) => [
          `${kind}: fewer than ${target * 100} % change only the lines they must`,
          ...others
            .slice(0, 5)
            .map(({ page, before, after }) => `${page}\n${changed(before, after)}`),
        ]),
      };
    },
  };
}

/** The lines that differ, with what surrounds them left out. */
function changed(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start += 1;
  let end = 0;
  const room = Math.min(old.length, now.length) - start;
  while (end < room && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const shown = (lines: readonly string[], sign: string) =>
    lines.slice(start, lines.length - end).map((line) => `    ${sign} ${JSON.stringify(line)}`);
  return [...shown(old, '-'), ...shown(now, '+')].slice(0, 16).join('\n');
}
