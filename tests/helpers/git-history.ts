import { onTestFinished } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import { openRepository, type Repository } from '../../electron/git/repository.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { git, gitWith, makeTempDir } from './git-repo.ts';

type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A repository in which commits are made by git from sets of files. */
export function scaffoldHistory() {
  const dir = makeTempDir();
  git(dir, 'init', '-q', '-b', 'main');
  let seconds = 1_700_000_000;
  const commit = (parents: readonly Oid[], files: Files, date?: number): Oid => {
    git(dir, 'read-tree', ...(parents[0] === undefined ? ['--empty'] : [parents[0]]));
    for (const [path, content] of Object.entries(files)) {
      if (content === null) {
        git(dir, 'rm', '-q', '--cached', '--', path);
        continue;
      }
      const blob = gitWith(dir, { input: content }, 'hash-object', '-w', '--stdin');
      git(dir, 'update-index', '--add', '--cacheinfo', `100644,${blob},${path}`);
    }
    const tree = git(dir, 'write-tree');
    seconds += 60;
    const when = `${date ?? seconds} +0000`;
    return toOid(
      gitWith(
        dir,
        { env: { GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when }, input: 'change\n' },
        'commit-tree',
        tree,
        ...parents.flatMap((parent) => ['-p', parent]),
      ),
    );
  };
  const open = async (): Promise<Repository> => {
    const repo = await openRepository(dir);
    onTestFinished(() => repo.close());
    return repo;
  };
  const read = (tree: string, path: string) => git(dir, 'show', `${tree}:${path}`);
  const list = (tree: string) => git(dir, 'ls-tree', '-r', '--name-only', tree).split('\n');
  return { dir, commit, open, read, list };
}
