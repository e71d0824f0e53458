import type { Oid } from '../../../shared/contract/values.ts';
import { readShallow } from '../repository.ts';
import type { RemoteAccess, TransferRepository } from './access.ts';
import { walkCommits } from './commit-walk.ts';
import { connect } from './connect.ts';

const maxRoots = 64;
const maxTips = 256;

interface PlaceSeen {
  /** Nobody shared anything there yet. */
  readonly isEmpty: boolean;
  /** Whether it shares history with ours; null when that can't be told without getting it. */
  readonly isRelated: boolean | null;
}

/**
 * Asks a place what it has and whether that is of our history, without getting any of it.
 *
 * Who shares a commit with us shares what is below it down to a first one: so a place that has none of
 * our first commits has none of the others, however new its own are.
 *
 * @param repo ours; null to ask only what is there
 */
export async function lookAtPlace(
  repo: TransferRepository | null,
  access: RemoteAccess,
): Promise<PlaceSeen> {
  const connection = connect(access, repo?.gitDir ?? null);
  try {
    const advertised = await connection.discover('git-upload-pack');
    const tips = [...advertised.refs].flatMap(([ref, oid]) =>
      ref.startsWith('refs/heads/') ? [oid] : [],
    );
    const isEmpty = tips.length === 0;
    if (repo === null || isEmpty) return { isEmpty, isRelated: null };
    for (const oid of tips.slice(0, maxTips)) {
      if (await repo.objects.has(oid)) return { isEmpty, isRelated: true };
    }
    const roots = await firstCommits(repo);
    const isRelated = roots === null ? null : await connection.holdsAny(advertised, roots);
    return { isEmpty, isRelated };
  } finally {
    await connection.close();
  }
}

/** Null where they are not all here, or far too many. */
async function firstCommits({
  objects,
  refs,
  gitDir,
}: TransferRepository): Promise<readonly Oid[] | null> {
  const { oid: head } = await refs.head();
  const shallow = await readShallow(gitDir);
  if (head === null || shallow.size > 0) return null;
  const roots: Oid[] = [];
  for await (const { oid, parents } of walkCommits(objects, [head], shallow)) {
    if (parents.length > 0) continue;
    if (roots.push(oid) > maxRoots) return null;
  }
  return roots;
}
