import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../../shared/contract/errors.ts';
import type { JobResult, ParsedInput } from '../../../shared/contract/methods.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { nameForTitle } from '../../../shared/wiki/names.ts';
import { clashKey } from '../../../shared/wiki/path-policy.ts';
import { countAheadBehind, findMergeBases } from '../../git/merge/ancestry.ts';
import { readShallow } from '../../git/repository.ts';
import { writeBundle } from '../../git/transport/bundle/bundle-write.ts';
import { fetchInto } from '../../git/transport/fetch.ts';
import { parseRemoteUrl } from '../../git/transport/remote-url.ts';
import { diskError } from '../../git/whole-file.ts';
import { countChoices } from '../choices/choices.ts';
import type { JobContext } from '../jobs.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { SaveContext } from '../save-page.ts';
import { branchPair, forgetTracked } from './branches.ts';
import { joinChanges } from './join-changes.ts';
import type { WikiSync } from './sync-service.ts';

/** The last commit that a parcel made here held. */
const lastParcelRef = 'refs/commonplace/parcel';
/** No place can have this name, so what a parcel said is never taken for what a place said. */
const parcelRemote = '_parcel';

/** Writes the wiki's history into one file that any git can clone or fetch from. */
export async function makeParcel(
  { ports }: SaveContext,
  wiki: OpenWiki,
  { dir, since }: ParsedInput<'parcel.make'>,
  job: JobContext,
): Promise<JobResult<'parcel.make'>> {
  const { refs, objects } = wiki.repo;
  const { ref, oid: tip } = await refs.head();
  if (tip === null) return { kind: 'nothingNew' };
  const last = await refs.read(lastParcelRef);
  const without =
    since === 'lastParcel' && last !== null && (await objects.has(last)) ? [last] : [];
  if (without.includes(tip)) return { kind: 'nothingNew' };
  // The folder that is offered is made; a slip in one that was typed is told of.
  if (resolve(dir) === resolve(ports.documentsDir)) {
    await mkdir(dir, { recursive: true }).catch((error: unknown) => {
      throw diskError('make the folder', dir, error);
    });
  }
  const { name } = await wiki.summary();
  const file = join(resolve(dir), await freeFile(dir, parcelName(name, ports.clock.nowMs())));
  const made = await writeBundle(wiki.repo, file, {
    ref,
    tip,
    without,
    signal: job.signal,
    onProgress: (progress) => job.report(progress),
  });
  if (made.commits === 0) return { kind: 'nothingNew' };
  await refs.compareAndSwap(lastParcelRef, last, tip, 'commonplace: a parcel');
  return { kind: 'made', file, ...made };
}

function parcelName(wiki: string, nowMs: number): string {
  return `${nameForTitle(wiki)} ${new Date(nowMs).toISOString().slice(0, 10)}`;
}

async function freeFile(dir: string, name: string): Promise<string> {
  // A folder that can't be listed is told of when the parcel is written.
  const taken = new Set((await readdir(dir).catch((): string[] => [])).map(clashKey));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? `${name}.bundle` : `${name} (${number}).bundle`;
    if (!taken.has(clashKey(candidate))) return candidate;
  }
}

/** Joins what a parcel holds with ours. Whatever is wrong with the parcel is told in words. */
export async function openParcel(
  context: SaveContext,
  wiki: OpenWiki,
  sync: WikiSync,
  { file }: ParsedInput<'parcel.open'>,
  job: JobContext,
): Promise<JobResult<'parcel.open'>> {
  const address = parseRemoteUrl(file);
  if (address.kind !== 'bundle') {
    const message = `${file} is no parcel: choose a file whose name ends in .bundle.`;
    return { kind: 'refused', message };
  }
  try {
    const theirs = await receive(wiki, address.url, job);
    if (theirs === null) {
      return { kind: 'refused', message: 'This parcel holds no pages. Ask for a new one.' };
    }
    const { oid: ours } = await wiki.repo.refs.head();
    if (ours !== null && !(await isRelated(wiki, ours, theirs))) {
      const message =
        'This parcel is of another wiki. To read that one, choose “Join a wiki” and give this file.';
      return { kind: 'refused', message };
    }
    const commits = ours === null ? null : await countAheadBehind(wiki.repo.objects, ours, theirs);
    if (commits?.behind === 0) return { kind: 'nothingNew' };
    const { quarantined } = await joinChanges(context, wiki, theirs, job.signal);
    sync.noteQuarantined(quarantined);
    sync.announce();
    const openChoices = await countChoices(wiki);
    return { kind: 'joined', commits: commits?.behind ?? 0, openChoices };
  } catch (error) {
    if (isOfParcel(error) && !job.signal.aborted) {
      return { kind: 'refused', message: error.message };
    }
    throw error;
  } finally {
    await forgetTracked(wiki.repo, parcelRemote);
  }
}

async function receive(wiki: OpenWiki, url: string, job: JobContext): Promise<Oid | null> {
  const { branches, headBranch } = await fetchInto(
    wiki.repo,
    { url, credentials: null, signal: job.signal, onProgress: (progress) => job.report(progress) },
    { remote: parcelRemote },
  );
  const [only] = branches.size === 1 ? branches.keys() : [];
  const { theirs } = await branchPair(wiki.repo, parcelRemote, only ?? headBranch, branches);
  return theirs;
}

async function isRelated(wiki: OpenWiki, ours: Oid, theirs: Oid): Promise<boolean> {
  const shallow = await readShallow(wiki.repo.gitDir);
  return (await findMergeBases(wiki.repo.objects, ours, theirs, shallow)).length > 0;
}

function isOfParcel(error: unknown): error is AppError {
  return (
    error instanceof AppError &&
    ['REMOTE_INVALID', 'REPO_DAMAGED', 'LIMIT', 'NETWORK', 'BAD_INPUT'].includes(error.code)
  );
}
