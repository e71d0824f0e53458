import { onTestFinished } from 'vitest';
import { openRepository, type Repository } from '../../electron/git/repository.ts';
import type { Oid } from '../../shared/contract/values.ts';

/** The repository at `dir`, closed when the running test ends. */
export async function opened(dir: string): Promise<Repository> {
  const repo = await openRepository(dir);
  onTestFinished(() => repo.close());
  return repo;
}

/** The commit HEAD stands on; a test that has none is wrong. */
export async function headOf(repo: Repository): Promise<Oid> {
  const { oid } = await repo.refs.head();
  if (oid === null) throw new Error('the branch has no commit');
  return oid;
}
