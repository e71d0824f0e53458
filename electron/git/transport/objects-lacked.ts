import { AppError } from '../../../shared/contract/errors.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { readShallow } from '../repository.ts';
import type { TransferRepository } from './access.ts';
import type { Breather } from './breather.ts';
import type { BranchMove } from './connection.ts';
import { newCommits } from './new-commits.ts';
import { objectsToSend, type ObjectToSend } from './push-objects.ts';

const maxRemoteTips = 1000;

/**
 * Everything of a branch's new history that a remote with these refs lacks.
 *
 * @throws AppError `REMOTE_REFUSED` when it would need what a shallow clone left out
 */
export async function objectsLacked(
  { objects, gitDir }: TransferRepository,
  remoteOids: Iterable<Oid>,
  { localOid, expected }: Pick<BranchMove, 'localOid' | 'expected'>,
  breather: Breather,
): Promise<ObjectToSend[]> {
  const tips: Oid[] = [];
  for (const oid of new Set([...(expected ? [expected] : []), ...remoteOids])) {
    const object = tips.length < maxRemoteTips ? await objects.find(oid) : null;
    if (object?.type === 'commit') tips.push(oid);
  }
  const shallow = await readShallow(gitDir);
  const commits = await newCommits(objects, [localOid], { tips, shallow });
  if (commits.fresh.some(({ oid }) => shallow.has(oid))) throw isPartOnly();
  return objectsToSend(objects, commits, breather);
}

function isPartOnly(): AppError {
  return new AppError(
    'REMOTE_REFUSED',
    'This copy of the wiki holds only a part of its history, and the other place lacks the rest. Run "git fetch --unshallow" in its folder.',
  );
}
