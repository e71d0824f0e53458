import './SyncBadge.css';
import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { CloudIcon, OfflineIcon, SyncIcon, WarningIcon } from '../ui/icons.ts';
import { Spinner } from '../ui/Spinner.tsx';
import { statusWords, type StatusWords } from './status-words.ts';

function Sign({ tone, isOffline }: { readonly tone: StatusWords['tone']; isOffline: boolean }) {
  if (tone === 'busy') return <Spinner />;
  if (tone === 'attention') return <WarningIcon aria-hidden size={16} />;
  if (isOffline) return <OfflineIcon aria-hidden size={16} />;
  if (tone === 'waiting') return <SyncIcon aria-hidden size={16} />;
  return <CloudIcon aria-hidden size={16} />;
}

/** How sharing stands, in a few words; leads to where it is done. */
export function SyncBadge({ wiki }: { readonly wiki: WikiId }) {
  const { data: status } = useCore('sync.status', { wiki });
  if (status === undefined) return null;
  const { short, long, tone } = statusWords(status);
  return (
    <a
      className="cp-sync-badge"
      data-tone={tone}
      href={hashOf({ kind: 'share', wiki })}
      title={long}
    >
      <Sign tone={tone} isOffline={status.state.kind === 'offline'} />
      <span className="cp-visually-hidden">Sharing: </span>
      <span className="cp-sync-badge-words">{short}</span>
    </a>
  );
}
