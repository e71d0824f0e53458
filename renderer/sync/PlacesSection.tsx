import './PlacesSection.css';
import { useState } from 'react';
import type { RemoteKind, RemoteStatus, SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useRefresh } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { PlusIcon } from '../ui/icons.ts';
import { toast } from '../ui/Toast.tsx';
import { JoinBothDialog } from './JoinBothDialog.tsx';
import { PlaceCard } from './PlaceCard.tsx';
import { PlaceDialog } from './PlaceDialog.tsx';
import { ways } from './place-words.ts';
import { RemovePlaceDialog } from './RemovePlaceDialog.tsx';
import { SignInDialog } from './SignInDialog.tsx';
import { placeTitle } from './status-words.ts';
import type { Sharing } from './use-sharing.ts';
import { wayIcons, wayOrder } from './WayChoice.tsx';

type Open =
  | { readonly kind: 'none' }
  | { readonly kind: 'add'; readonly way: RemoteKind }
  | { readonly kind: 'change' | 'remove' | 'signIn' | 'joinBoth'; readonly remote: RemoteStatus };

/** Every place where the wiki is shared, and the ways to add one. */
export function PlacesSection(props: {
  readonly wiki: WikiId;
  readonly status: SyncStatus;
  readonly sharing: Sharing;
}) {
  const { wiki, sharing } = props;
  const { remotes } = props.status;
  const api = useApi();
  const refresh = useRefresh();
  const [open, setOpen] = useState<Open>({ kind: 'none' });
  const close = () => setOpen({ kind: 'none' });

  const doQuietly = async (work: () => Promise<unknown>, words: string | null) => {
    try {
      await work();
      refresh('sync.status');
      if (words !== null) toast({ title: words });
    } catch (error) {
      toast({ kind: 'error', title: failureMessage(error) });
    }
  };
  const isSharing = (name: string) =>
    sharing.running !== null && sharing.running.of !== 'all' && sharing.running.of.place === name;

  return (
    <section className="cp-share-section" aria-labelledby="cp-places">
      <h2 id="cp-places">{remotes.length === 0 ? 'Where to share it' : 'Where it is shared'}</h2>
      {remotes.length === 0 ? (
        <div className="cp-ways">
          {wayOrder.map((way) => {
            const IconShape = wayIcons[way];
            return (
              <button
                key={way}
                type="button"
                className="cp-way"
                onClick={() => setOpen({ kind: 'add', way })}
              >
                <IconShape aria-hidden size={20} />
                <span>
                  <strong>{ways[way].title}</strong>
                  <span>{ways[way].about}</span>
                </span>
              </button>
            );
          })}
        </div>
      ) : (
        <>
          <ul className="cp-places">
            {remotes.map((remote) => (
              <PlaceCard
                key={remote.name}
                remote={remote}
                isSharing={isSharing(remote.name)}
                isHeld={sharing.running !== null && !isSharing(remote.name)}
                onShare={() => void sharing.share(remote.name)}
                onPause={() =>
                  void doQuietly(
                    () =>
                      api.request('sync.pause', {
                        wiki,
                        name: remote.name,
                        isPaused: remote.state.kind !== 'paused',
                      }),
                    null,
                  )
                }
                onChange={() => setOpen({ kind: 'change', remote })}
                onRemove={() => setOpen({ kind: 'remove', remote })}
                onJoinBoth={() => setOpen({ kind: 'joinBoth', remote })}
                onSignIn={() => setOpen({ kind: 'signIn', remote })}
                onSignOut={() =>
                  void doQuietly(
                    () => api.request('sync.signOut', { wiki, remote: remote.name }),
                    `Signed out of ${placeTitle(remote)}. The name and password are forgotten.`,
                  )
                }
              />
            ))}
          </ul>
          <div className="cp-share-buttons">
            <Button icon={PlusIcon} onClick={() => setOpen({ kind: 'add', way: 'web' })}>
              Add a place
            </Button>
          </div>
        </>
      )}
      {(open.kind === 'add' || open.kind === 'change') && (
        <PlaceDialog
          wiki={wiki}
          change={open.kind === 'change' ? open.remote : null}
          way={open.kind === 'add' ? open.way : open.remote.kind}
          isFirst={remotes.length === 0}
          onClose={close}
          onSet={(name) => {
            close();
            refresh('sync.status');
            void sharing.share(name);
          }}
        />
      )}
      {open.kind === 'remove' && (
        <RemovePlaceDialog wiki={wiki} remote={open.remote} onClose={close} />
      )}
      {open.kind === 'joinBoth' && (
        <JoinBothDialog
          remote={open.remote}
          onClose={close}
          onJoin={() => void sharing.share(open.remote.name, true)}
        />
      )}
      {open.kind === 'signIn' && (
        <SignInDialog
          wiki={wiki}
          remote={open.remote}
          onClose={close}
          onSignedIn={() => {
            close();
            toast({ kind: 'success', title: 'Signed in.' });
          }}
        />
      )}
    </section>
  );
}
