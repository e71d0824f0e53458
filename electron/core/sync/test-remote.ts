import { AppError } from '../../../shared/contract/errors.ts';
import type { JobResult } from '../../../shared/contract/methods.ts';
import { lookAtPlace } from '../../git/transport/look-at-place.ts';
import type { Questions } from '../ask.ts';
import type { JobContext } from '../jobs.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { CorePorts } from '../ports.ts';
import { accessTo, hostOf, validAddress } from './remote-access.ts';
import { findSharedFolder } from './shared-folder.ts';

/** Asks a place what it has. Nothing changes, here or there; credentials in the address are kept nowhere. */
export async function testRemote(
  ports: CorePorts,
  questions: Questions,
  wiki: OpenWiki | null,
  url: string,
  job: JobContext,
): Promise<JobResult<'sync.testRemote'>> {
  try {
    const typed = validAddress(url);
    const address = validAddress(await whereItIs(wiki, url));
    const access = await accessTo(ports, address, {
      signal: job.signal,
      onProgress: (progress) => job.report(progress),
      questions,
    });
    const own = typed.kind === 'http' ? typed.credentials : null;
    const seen = await lookAtPlace(
      wiki?.repo ?? null,
      own === null ? access : { ...access, credentials: own },
    );
    return { kind: 'reached', ...seen };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'CANCELLED' || job.signal.aborted)
      throw error;
    if (error.code === 'AUTH_REQUIRED') {
      return { kind: 'signIn', host: hostOf(error.data['origin']) };
    }
    return { kind: 'failed', code: error.code, message: error.message };
  }
}

/** A folder may hold the shared wiki among other things. */
async function whereItIs(wiki: OpenWiki | null, url: string): Promise<string> {
  const address = validAddress(url);
  if (address.kind !== 'folder' || wiki === null) return url;
  const { name } = await wiki.summary();
  const found = await findSharedFolder(address.dir, { dir: wiki.dir, name });
  return found.kind === 'shared' ? found.dir : url;
}
