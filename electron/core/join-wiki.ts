import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobResult, ParsedInput } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { clashKey } from '../../shared/wiki/path-policy.ts';
import type { Quarantined } from '../git/checkout-plan.ts';
import { openRepository } from '../git/repository.ts';
import { cloneInto } from '../git/transport/clone.ts';
import { parseRemoteUrl } from '../git/transport/remote-url.ts';
import { isErrno } from '../storage/path-jail.ts';
import type { Questions } from './ask.ts';
import type { JobContext } from './jobs.ts';
import type { SaveContext } from './save-page.ts';
import { forgetTracked } from './sync/branches.ts';
import { accessTo, type ValidAddress } from './sync/remote-access.ts';
import { sharedWikisIn } from './sync/shared-folder.ts';
import { freshFolder, refuse, toRefusal, type Refused } from './wiki-service.ts';
import type { Wikis } from './wikis.ts';

/** What the end of the address calls the wiki. */
function nameIn(address: ValidAddress): string {
  switch (address.kind) {
    case 'http':
      return decodeName(lastPart(new URL(address.url).pathname));
    case 'ssh':
      return lastPart(address.path);
    case 'folder':
      return lastPart(address.dir);
    case 'bundle':
      return lastPart(address.file);
  }
}

const lastPart = (path: string) =>
  path
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .pop() ?? '';

/** A name for the folder from the end of the address that nothing in `parentDir` has yet. */
async function freeName(parentDir: string, address: ValidAddress): Promise<string> {
  const last = nameIn(address).replace(/\.(git|bundle)$/i, '');
  const name = last === '' ? 'Wiki' : last;
  let taken: ReadonlySet<string>;
  try {
    taken = new Set((await readdir(resolve(parentDir))).map(clashKey));
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    taken = new Set();
  }
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(clashKey(candidate))) return candidate;
  }
}

function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/**
 * Gets a wiki from wherever it is shared, or out of a parcel, and opens it. Cancelled or failed, it leaves
 * nothing behind.
 *
 * @param onQuarantined told what of the wiki was not written, once it is open
 */
export async function joinWiki(
  context: SaveContext,
  wikis: Wikis,
  questions: Questions,
  { url, parentDir, name }: ParsedInput<'wiki.join'>,
  job: JobContext,
  onQuarantined: (wiki: WikiId, paths: readonly Quarantined[]) => void,
): Promise<JobResult<'wiki.join'>> {
  const address = await sharedAt(url);
  if (address.kind === 'refused') return address;
  const { secrets } = context.ports;
  try {
    const dir = await freshFolder(parentDir, name ?? (await freeName(parentDir, address)));
    if (typeof dir !== 'string') return dir;
    if (address.kind === 'http' && address.credentials !== null) {
      await secrets.set(address.origin, address.credentials);
    }
    const access = await accessTo(context.ports, address, {
      signal: job.signal,
      onProgress: (progress) => job.report(progress),
      questions,
    });
    const { quarantined } = await cloneInto(dir, access);
    if (address.kind === 'bundle') await forgetParcel(dir);
    const wiki = await wikis.open(dir);
    onQuarantined(wiki.id, quarantined);
    return { kind: 'opened', summary: await wiki.summary() };
  } catch (error) {
    // What a sign-in or a network can mend is a failure of the job, not a refusal of the place.
    if (error instanceof AppError && error.code !== 'REPO_UNSUPPORTED') throw error;
    return toRefusal(error);
  }
}

/** The address that a person typed; of a stick with one shared wiki on it, that wiki's. */
async function sharedAt(url: string): Promise<ValidAddress | Refused> {
  const address = parseRemoteUrl(url);
  if (address.kind === 'invalid') return refuse('notAUrl', address.message);
  if (address.kind !== 'folder') return address;
  const inside = await sharedWikisIn(address.dir);
  const [only, ...others] = inside;
  if (only === undefined) return address;
  if (others.length > 0) {
    const names = inside.slice(0, 10).map((dir) => basename(dir));
    return refuse('notAUrl', `This folder holds several wikis: ${names.join(', ')}. Choose one.`);
  }
  const found = parseRemoteUrl(only);
  return found.kind === 'invalid' ? address : found;
}

/** A parcel is opened once: it is no place to share with, and nothing need be remembered of it. */
async function forgetParcel(dir: string): Promise<void> {
  const repo = await openRepository(dir);
  try {
    await forgetTracked(repo, 'parcel');
  } finally {
    await repo.close();
  }
}
