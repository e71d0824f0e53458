import { onTestFinished } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import { openRepository, type Repository } from '../../electron/git/repository.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { git, gitWith, makeTempDir } from './git-repo.ts';

type Files = Readonly<Record<string, string | Uint8Array | null>>;

const quoted = (path: string) => `"${path.replace(/["\\]/g, '\\$&')}"`;

/** A repository in which commits are made by git from sets of files. */
export function scaffoldHistory() {
  const dir = makeTempDir();
  git(dir, 'init', '-q', '-b', 'main');
  let seconds = 1_700_000_000;
  const commit = (parents: readonly Oid[], files: Files, date?: number): Oid => {
    seconds += 60;
    const stream = [
      'feature done\ncommit refs/scaffold\nmark :1\n',
      `committer Ada Writer <ada@example.org> ${date ?? seconds} +0000\ndata 7\nchange\n\n`,
      ...parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} ${parent}\n`),
      ...Object.entries(files).flatMap(([path, content]) => {
        if (content === null) return [`D ${quoted(path)}\n`];
        const bytes = Buffer.from(content);
        return [`M 100644 inline ${quoted(path)}\ndata ${bytes.length}\n`, bytes, '\n'];
      }),
      // The commit is all that is to stay.
      `get-mark :1\nreset refs/scaffold\nfrom ${'0'.repeat(40)}\ndone\n`,
    ];
    const input = Buffer.concat(stream.map((each) => Buffer.from(each)));
    const options = ['--quiet', '--force', '--date-format=raw-permissive', '--cat-blob-fd=1'];
    return toOid(gitWith(dir, { input }, 'fast-import', ...options));
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
