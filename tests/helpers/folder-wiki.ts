import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { toOid } from '../../electron/git/oid.ts';
import { openRepository, type Repository } from '../../electron/git/repository.ts';
import { pushBranch, type PushResult } from '../../electron/git/transport/push.ts';
import { git, makeTempDir } from './git-repo.ts';
import { accessTo, wikiWithHistory } from './git-transport.ts';

/** A bare clone of a wiki with history, as another git made it. */
export function bareFolder(source = wikiWithHistory()): string {
  const dir = join(makeTempDir(), 'our wiki.git');
  git('/', 'clone', '-q', '--bare', source, dir);
  return dir;
}

export async function opened(dir: string): Promise<Repository> {
  const repo = await openRepository(dir);
  onTestFinished(() => repo.close());
  return repo;
}

/** A clone that git made, where we work. */
export async function cloneOf(folder: string): Promise<Repository> {
  const dir = join(makeTempDir(), 'clone');
  git('/', 'clone', '-q', folder, dir);
  return opened(dir);
}

export function share(repo: Repository, folder: string, more: object = {}): Promise<PushResult> {
  return pushBranch(repo, accessTo(folder), {
    localOid: toOid(git(repo.dir, 'rev-parse', 'HEAD')),
    remoteRef: 'refs/heads/main',
    expected: toOid(git(repo.dir, 'rev-parse', 'origin/main')),
    remote: 'origin',
    ...more,
  });
}
