import { AppError } from '../../../shared/contract/errors.ts';
import type { JobResult } from '../../../shared/contract/methods.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import { listRemoteRefs } from '../../git/transport/fetch.ts';
import type { Questions } from '../ask.ts';
import type { JobContext } from '../jobs.ts';
import type { OpenWiki } from '../open-wiki.ts';
import type { CorePorts } from '../ports.ts';
import { accessTo, hostOf, validAddress } from './remote-access.ts';
import { findSharedFolder } from './shared-folder.ts';

const maxLooked = 200;

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
    const { refs } = await listRemoteRefs(own === null ? access : { ...access, credentials: own });
    const tips = [...refs].filter(([ref]) => ref.startsWith('refs/heads/')).map(([, oid]) => oid);
    return {
      kind: 'reached',
      isEmpty: tips.length === 0,
      isRelated: await isRelated(wiki, tips),
    };
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

/** Null where nothing of theirs is here: it may be newer, or of another wiki. */
async function isRelated(wiki: OpenWiki | null, tips: readonly Oid[]): Promise<true | null> {
  if (wiki === null) return null;
  for (const oid of tips.slice(0, maxLooked)) {
    if (await wiki.repo.objects.has(oid)) return true;
  }
  return null;
}
