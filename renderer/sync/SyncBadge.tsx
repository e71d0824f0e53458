import './SyncBadge.css';
import type { SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { CloudIcon, OfflineIcon, PauseIcon, SyncIcon, WarningIcon } from '../ui/icons.ts';
import { Spinner } from '../ui/Spinner.tsx';
import { Tooltip } from '../ui/Tooltip.tsx';
import { placeTitle, placeWords, statusWords, type Tone } from './status-words.ts';

function Sign({ tone, state }: { readonly tone: Tone; readonly state: SyncStatus['state'] }) {
  if (tone === 'busy') return <Spinner />;
  if (tone === 'attention') return <WarningIcon aria-hidden size={16} />;
  if (state.kind === 'offline' || state.kind === 'absent') {
    return <OfflineIcon aria-hidden size={16} />;
  }
  if (state.kind === 'paused') return <PauseIcon aria-hidden size={16} />;
  if (tone === 'waiting') return <SyncIcon aria-hidden size={16} />;
  return <CloudIcon aria-hidden size={16} />;
}

/** How sharing stands, in a few words; leads to where it is done. */
export function SyncBadge({ wiki }: { readonly wiki: WikiId }) {
  const { data: status } = useCore('sync.status', { wiki });
  if (status === undefined) return null;
  const { short, long, tone } = statusWords(status);
  return (
    <Tooltip label={<Places status={status} long={long} />}>
      <a className="cp-sync-badge" data-tone={tone} href={hashOf({ kind: 'share', wiki })}>
        <Sign tone={tone} state={status.state} />
        <span className="cp-visually-hidden">Sharing: </span>
        <span className="cp-sync-badge-words">{short}</span>
      </a>
    </Tooltip>
  );
}

function Places({ status, long }: { readonly status: SyncStatus; readonly long: string }) {
  return (
    <span className="cp-sync-tip">
      <span>{long}</span>
      {status.remotes.map((remote) => (
        <span key={remote.name}>
          {placeTitle(remote)}: {placeWords(remote, Date.now()).short}
        </span>
      ))}
    </span>
  );
}
