import { openRepository } from '../../electron/git/repository.ts';
import { commitChanges } from '../../electron/git/commit.ts';
import { resumeAfterCrash } from '../../electron/git/resume-checkout.ts';
import { openWikiFiles } from '../../electron/storage/wiki-files.ts';

/**
 * A process of its own that saves pages until it is killed: `save-loop DIR RUN` prints
 * `RUN round` for every save that it was told is kept.
 */
const [dir = '', run = ''] = process.argv.slice(2);
const repo = await openRepository(dir);
const files = openWikiFiles(repo.dir, `${repo.gitDir}/commonplace`);
await resumeAfterCrash(repo, files, (work) => work());
for (let round = 0; ; round += 1) {
  const many = round % 8 === 5 ? 110 : 1;
  const paths = Array.from({ length: many }, (_, at) =>
    many === 1 ? `Folder ${round % 5}/Page ${round % 3}.md` : `Many/${at}.md`,
  );
  const text = `${run} ${round} ${'words '.repeat(2_000)}end`;
  const content = Buffer.from(text);
  for (const path of paths) await files.write(path, content);
  await commitChanges(repo, {
    changes: paths.map((path) => ({ path, content })),
    message: `${run} ${round}`,
    author: { name: 'Ada', email: 'ada@example.org' },
    dateMs: 1_720_000_000_000,
  });
  process.stdout.write(`${run} ${round}\n`);
}
