import './ShareScreen.css';
import type { SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { useCore } from '../client/queries.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { AutomaticSection } from './AutomaticSection.tsx';
import { ChoicesSection } from './ChoicesSection.tsx';
import { HoldersNote } from './HoldersNote.tsx';
import { OutsideSection } from './OutsideSection.tsx';
import { ParcelsSection } from './ParcelsSection.tsx';
import { PlacesSection } from './PlacesSection.tsx';
import { StatusSection } from './StatusSection.tsx';
import { statusWords } from './status-words.ts';
import { useSharing } from './use-sharing.ts';

/** Sharing a wiki: how it stands, where it goes, what needs a person. */
export function ShareScreen({ wiki }: { readonly wiki: WikiId }) {
  const { data: status, error } = useCore('sync.status', { wiki });
  const sharing = useSharing(wiki);
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (status === undefined) return <Spinner label="Loading" />;
  const words = statusWords(status);
  const isShared = status.remotes.length > 0;
  return (
    <div className="cp-screen cp-share">
      <header>
        <h1>Share</h1>
        <p className="cp-share-short">{words.short}</p>
      </header>
      {isShared ? (
        <StatusSection wiki={wiki} status={status} sharing={sharing} />
      ) : (
        <p>{words.long}</p>
      )}
      <ChoicesSection wiki={wiki} />
      <OutsideSection wiki={wiki} />
      <Quarantined paths={status.quarantined} />
      <PlacesSection wiki={wiki} status={status} sharing={sharing} />
      <AutomaticSection wiki={wiki} isShared={isShared} />
      <ParcelsSection wiki={wiki} />
      <HoldersNote wiki={wiki} />
    </div>
  );
}

function Quarantined({ paths }: { readonly paths: SyncStatus['quarantined'] }) {
  if (paths.length === 0) return null;
  return (
    <section className="cp-share-section" aria-labelledby="cp-held-back">
      <h2 id="cp-held-back">Held back</h2>
      <p>
        These came from others and were not put in your folder, because their names or kinds are not
        safe on every computer. Nothing of them is lost: they stay with the shared wiki. Ask whoever
        added them to rename them.
      </p>
      <ul className="cp-share-list">
        {paths.map(({ path, reason }) => (
          <li key={path}>
            <span className="cp-share-path">{path}</span>
            <span className="cp-share-note">{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
