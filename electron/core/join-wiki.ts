import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobResult, ParsedInput } from '../../shared/contract/methods.ts';
import { clashKey } from '../../shared/wiki/path-policy.ts';
import { cloneInto } from '../git/transport/clone.ts';
import { parseRemoteUrl } from '../git/transport/remote-url.ts';
import { isErrno } from '../storage/path-jail.ts';
import { openWikiFiles } from '../storage/wiki-files.ts';
import type { JobContext } from './jobs.ts';
import type { SaveContext } from './save-page.ts';
import { accessTo } from './sync/remote-access.ts';
import { freshFolder, refuse, toRefusal } from './wiki-service.ts';
import type { Wikis } from './wikis.ts';

/** A name for the folder from the end of the URL that nothing in `parentDir` has yet. */
async function freeName(parentDir: string, url: string): Promise<string> {
  const last = new URL(url).pathname.replace(/\/+$/, '').split('/').pop() ?? '';
  const decoded = decodeName(last).replace(/\.git$/i, '');
  const name = decoded === '' ? 'Wiki' : decoded;
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

/** Clones a wiki and opens it. Cancelled or failed, it leaves nothing behind. */
export async function joinWiki(
  context: SaveContext,
  wikis: Wikis,
  { url, parentDir, name }: ParsedInput<'wiki.join'>,
  job: JobContext,
): Promise<JobResult<'wiki.join'>> {
  const address = parseRemoteUrl(url);
  if (address.kind !== 'http') return refuse('notAUrl', address.message);
  try {
    const dir = await freshFolder(parentDir, name ?? (await freeName(parentDir, address.url)));
    if (typeof dir !== 'string') return dir;
    if (address.credentials !== null) {
      await context.ports.secrets.set(address.origin, address.credentials);
    }
    const access = await accessTo(context.ports.secrets, address, job.signal, (progress) =>
      job.report(progress),
    );
    await cloneInto(dir, access, (folder) =>
      openWikiFiles(folder, join(folder, '.git', 'commonplace'), 'deferred'),
    );
    return { kind: 'opened', summary: await (await wikis.open(dir)).summary() };
  } catch (error) {
    // What a sign-in or a network can mend is a failure of the job, not a refusal of the place.
    if (error instanceof AppError && error.code !== 'REPO_UNSUPPORTED') throw error;
    return toRefusal(error);
  }
}
