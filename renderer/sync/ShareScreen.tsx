import './ShareScreen.css';
import { useState } from 'react';
import type { SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { useCore } from '../client/queries.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { toast } from '../ui/Toast.tsx';
import { ChoicesSection } from './ChoicesSection.tsx';
import { OutsideSection } from './OutsideSection.tsx';
import { RemoteSection } from './RemoteSection.tsx';
import { SignInDialog } from './SignInDialog.tsx';
import { StatusSection } from './StatusSection.tsx';
import { isPlaceUnsupported, statusWords } from './status-words.ts';

/** Sharing a wiki: where, how it stands, and what needs a person. */
export function ShareScreen({ wiki }: { readonly wiki: WikiId }) {
  const { data: status, error } = useCore('sync.status', { wiki });
  const remotes = useCore('sync.remotes', { wiki });
  const [isSigningIn, setIsSigningIn] = useState(false);
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (status === undefined) return <Spinner label="Loading" />;
  const signIn = () => setIsSigningIn(true);
  const url = remotes.data?.remotes.find(({ name }) => name === 'origin')?.url ?? '';
  return (
    <div className="cp-screen cp-share">
      <header>
        <h1>Share</h1>
        <p className="cp-share-short">{statusWords(status).short}</p>
      </header>
      <StatusSection wiki={wiki} status={status} onSignIn={signIn} />
      <ChoicesSection wiki={wiki} />
      <OutsideSection wiki={wiki} />
      <Quarantined paths={status.quarantined} />
      <section className="cp-share-section" aria-labelledby="cp-where">
        <h2 id="cp-where">Where it is shared</h2>
        <RemoteSection wiki={wiki} isSupported={!isPlaceUnsupported(status)} onSignIn={signIn} />
      </section>
      {isSigningIn && (
        <SignInDialog
          wiki={wiki}
          host={status.state.kind === 'signIn' ? status.state.host : hostOf(url)}
          onClose={() => setIsSigningIn(false)}
          onSignedIn={() => {
            setIsSigningIn(false);
            toast({ kind: 'success', title: 'Signed in.' });
          }}
        />
      )}
    </div>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
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
