import type { JobId } from '../../../shared/contract/values.ts';
import type { GitServer, GitServerFault } from '../../helpers/git-server.ts';
import { sync, type Peer, type SyncEnd } from './peer.ts';
import type { Trouble } from './steps.ts';

const marker = 'elsewhere=1';

function garbled(body: Buffer, at: number): Buffer {
  const copy = Buffer.from(body);
  const place = at % Math.max(1, copy.length);
  copy[place] = (copy[place] ?? 0) ^ 0x5a;
  return copy;
}

function faultOf(
  trouble: Exclude<Trouble, { kind: 'none' | 'stop' | 'redirect' }>,
): GitServerFault {
  switch (trouble.kind) {
    case 'refuse':
      return { kind: 'status', status: trouble.status };
    case 'cut':
      return { kind: 'cut', afterBytes: trouble.afterBytes, clean: trouble.clean };
    case 'stall':
      return { kind: 'hang', afterBytes: trouble.afterBytes };
    case 'garble':
      return { kind: 'rewrite', rewrite: (body) => garbled(body, trouble.at) };
  }
}

function redirect(server: GitServer, isEndless: boolean): void {
  for (const request of ['refs', 'fetch', 'push'] as const) {
    server.setFault(request, {
      kind: 'redirect',
      status: 307,
      to(path) {
        if (isEndless) return path;
        if (path.includes(marker)) return null;
        return `${path}${path.includes('?') ? '&' : '?'}${marker}`;
      },
    });
  }
}

/** Stops the job when the server was asked for what it never answers. */
async function stopWhenAsked(peer: Peer, server: GitServer, request: string, job: JobId) {
  const seen = server.seen.length;
  for (;;) {
    if (server.seen.slice(seen).some(({ kind }) => kind === request)) break;
    const { kind } = await peer.app.call('job.state', { job });
    if (kind !== 'running') return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await peer.app.call('job.cancel', { job });
}

/** One sync while something goes wrong with the server; afterwards all is well with it again. */
export async function syncInTrouble(
  peer: Peer,
  remote: string | null,
  server: GitServer,
  trouble: Trouble,
): Promise<SyncEnd> {
  try {
    switch (trouble.kind) {
      case 'none':
        return await sync(peer, remote);
      case 'stop': {
        let left = trouble.afterProgress;
        return await sync(peer, remote, (job) => {
          const stop = peer.app.core.onEvent((event) => {
            if (!('job' in event) || event.job !== job) return;
            if (event.name !== 'job.progress') stop();
            else if (left === 0) void peer.app.call('job.cancel', { job });
            left -= 1;
          });
        });
      }
      case 'redirect':
        redirect(server, trouble.isEndless);
        return await sync(peer, remote);
      case 'stall':
        server.setFault(trouble.request, faultOf(trouble));
        return await sync(peer, remote, (job) => {
          void stopWhenAsked(peer, server, trouble.request, job);
        });
      default:
        server.setFault(trouble.request, faultOf(trouble));
        return await sync(peer, remote);
    }
  } finally {
    for (const request of ['refs', 'fetch', 'push'] as const) server.setFault(request, null);
  }
}
