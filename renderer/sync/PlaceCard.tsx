import type { RemoteStatus } from '../../shared/contract/methods-sync.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import {
  type Icon,
  MoreIcon,
  OfflineIcon,
  PauseIcon,
  SuccessIcon,
  SyncIcon,
  WarningIcon,
} from '../ui/icons.ts';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { kindWords, placeTitle, placeWords } from './status-words.ts';
import { wayIcons } from './WayChoice.tsx';

function stateIcon({ state, ahead, behind }: RemoteStatus): Icon | null {
  switch (state.kind) {
    case 'signIn':
    case 'error':
      return WarningIcon;
    case 'offline':
    case 'absent':
      return OfflineIcon;
    case 'paused':
      return PauseIcon;
    case 'syncing':
      return null;
    case 'idle':
    case 'unknown':
      if (ahead === null) return null;
      return ahead === 0 && (behind ?? 0) === 0 ? SuccessIcon : SyncIcon;
  }
}

/** What a person can do with a place. */
export interface PlaceActions {
  readonly onShare: () => void;
  readonly onPause: () => void;
  readonly onChange: () => void;
  readonly onRemove: () => void;
  readonly onSignIn: () => void;
  /** Makes one wiki of this one and the other that the place holds. */
  readonly onJoinBoth: () => void;
  readonly onSignOut: () => void;
}

/** One place where the wiki is shared: what it is, how it stands, what can be done. */
export function PlaceCard(
  props: PlaceActions & {
    readonly remote: RemoteStatus;
    /** This screen shares there right now. */
    readonly isSharing: boolean;
    /** It shares elsewhere: one after the other. */
    readonly isHeld: boolean;
  },
) {
  const { remote } = props;
  const title = placeTitle(remote);
  const words = placeWords(remote, Date.now());
  const KindShape = wayIcons[remote.kind];
  const StateShape = stateIcon(remote);
  const isBusy = props.isSharing || remote.state.kind === 'syncing';
  const isPaused = remote.state.kind === 'paused';
  const { state } = remote;
  const asksSignIn = state.kind === 'signIn' && remote.kind === 'web';
  const mayNotWrite =
    state.kind === 'error' && state.code === 'REMOTE_REFUSED' && remote.kind === 'web';
  const isOther = state.kind === 'error' && state.code === 'UNRELATED';
  return (
    <li className="cp-place" aria-label={title}>
      <KindShape aria-hidden size={20} className="cp-place-kind" />
      <div className="cp-place-body">
        <h3>{title}</h3>
        <p className="cp-place-address">
          <span>{kindWords[remote.kind]}</span>
          <span className="cp-share-path">{remote.url}</span>
        </p>
        <p className="cp-place-state" data-tone={words.tone} data-state={remote.state.kind}>
          {isBusy ? <Spinner /> : StateShape !== null && <StateShape aria-hidden size={16} />}
          <span>{words.short}</span>
        </p>
        {words.next !== null && <p className="cp-place-next">{words.next}</p>}
        {remote.note !== null && <p className="cp-place-note">{remote.note}</p>}
        <p className="cp-share-note">
          {remote.lastSyncedMs === null ? (
            'Commonplace has not shared there yet.'
          ) : (
            <>
              Last shared <RelativeTime dateMs={remote.lastSyncedMs} />.
            </>
          )}
        </p>
        <div className="cp-share-buttons">
          {asksSignIn && (
            <Button
              variant="primary"
              aria-label={`Sign in ${state.wasRefused === true ? 'again ' : ''}to ${title}`}
              onClick={props.onSignIn}
            >
              {state.wasRefused === true ? 'Sign in again…' : 'Sign in'}
            </Button>
          )}
          {mayNotWrite && (
            <Button aria-label={`Sign in again to ${title}`} onClick={props.onSignIn}>
              Sign in again…
            </Button>
          )}
          {isOther && (
            <Button
              aria-label={`Join both wikis: this one and ${title}`}
              onClick={props.onJoinBoth}
            >
              Join both wikis…
            </Button>
          )}
          <Button
            aria-label={`Share now with ${title}`}
            isBusy={isBusy}
            disabled={props.isHeld}
            onClick={props.onShare}
          >
            Share now
          </Button>
          <Button
            aria-label={isPaused ? `Go on with ${title}` : `Pause ${title}`}
            onClick={props.onPause}
          >
            {isPaused ? 'Go on' : 'Pause'}
          </Button>
          <Button variant="quiet" aria-label={`Change ${title}`} onClick={props.onChange}>
            Change
          </Button>
          <Button variant="quiet" aria-label={`Remove ${title}`} onClick={props.onRemove}>
            Remove
          </Button>
          {remote.kind === 'web' && (
            <Menu align="end" trigger={<IconButton icon={MoreIcon} label={`More for ${title}`} />}>
              <MenuItem onSelect={props.onSignIn}>Sign in…</MenuItem>
              <MenuItem onSelect={props.onSignOut}>Sign out</MenuItem>
            </Menu>
          )}
        </div>
      </div>
    </li>
  );
}
