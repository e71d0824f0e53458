import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { gitEnv, git, makeRepo, makeTempDir } from '../helpers/git-repo.ts';

/** The program as one file that plain Node runs. */
async function bundle(entry: string): Promise<string> {
  const outDir = makeTempDir();
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: entry, outDir, rolldownOptions: { output: { entryFileNames: 'program.mjs' } } },
    ssr: { noExternal: true },
  });
  return join(outDir, 'program.mjs');
}

test('four processes that commit at once lose none of forty commits', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home\n' } });
  const program = await bundle(new URL('../helpers/commit-loop.ts', import.meta.url).pathname);
  const run = promisify(execFile);
  const names = ['ada', 'bob', 'cyn', 'dan'];
  await Promise.all(
    names.map((name) => run(process.execPath, [program, dir, name, '10'], { env: gitEnv })),
  );
  expect(git(dir, 'rev-list', '--count', 'HEAD')).toBe('41');
  expect(git(dir, 'ls-files').split('\n')).toHaveLength(41);
  expect(git(dir, 'status', '--porcelain')).toBe('');
  expect(git(dir, 'rev-list', '--min-parents=2', 'HEAD')).toBe('');
  git(dir, 'fsck', '--strict', '--no-dangling');
});
