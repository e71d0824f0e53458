import { useState } from 'react';
import type { RemoteKind, RemoteStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { addressKind } from '../client/address.ts';
import { FolderField } from '../client/FolderField.tsx';
import { type Credentials, SignInFields } from '../client/SignInFields.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { ways } from './place-words.ts';
import { placeTitle } from './status-words.ts';
import { type PlaceDraft, usePlace } from './use-place.ts';
import { WayChoice } from './WayChoice.tsx';

/** Adds a place, or changes the address of one: of which kind, where, and whether it can be reached. */
export function PlaceDialog(props: {
  readonly wiki: WikiId;
  readonly change: RemoteStatus | null;
  readonly way: RemoteKind;
  readonly isFirst: boolean;
  readonly onClose: () => void;
  readonly onSet: (name: string) => void;
}) {
  const { change } = props;
  const [draft, setDraft] = useState<PlaceDraft>({
    way: props.way,
    address: change?.url ?? '',
    name: '',
  });
  const place = usePlace({
    wiki: props.wiki,
    changed: change?.name ?? null,
    onSet: props.onSet,
  });
  const { step } = place;
  const title =
    step.kind === 'create'
      ? 'Make a shared copy?'
      : step.kind === 'signIn'
        ? `Sign in to ${step.host === '' ? 'share there' : step.host}`
        : change === null
          ? 'Add a place'
          : `Change ${placeTitle(change)}`;

  return (
    <Dialog
      title={title}
      open
      width="wide"
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      {step.kind === 'create' ? (
        <>
          <p>
            There is no shared copy of this wiki in that folder yet. Commonplace can make one here:
          </p>
          <p className="cp-share-path">{step.dir}</p>
          <p>Whoever reaches this folder can then join the wiki with it and share into it.</p>
          <footer>
            <Button onClick={() => place.ask()}>Back</Button>
            <Button variant="primary" onClick={() => void place.set(draft, true)}>
              Make a shared copy here
            </Button>
          </footer>
        </>
      ) : step.kind === 'signIn' ? (
        <SignInForm
          problem={step.problem}
          isBusy={step.isBusy}
          onBack={() => place.ask()}
          onSignIn={(credentials) => void place.signIn(draft, credentials)}
        />
      ) : (
        <AddressForm
          draft={draft}
          place={place}
          isWayChosen={change !== null || props.isFirst}
          hasName={change === null && !props.isFirst}
          onDraftChange={(next) => {
            setDraft(next);
            if (step.kind !== 'ask' || step.problem !== null) place.ask();
          }}
          onClose={props.onClose}
        />
      )}
    </Dialog>
  );
}

function AddressForm(props: {
  readonly draft: PlaceDraft;
  readonly place: ReturnType<typeof usePlace>;
  /** The person said already how it is reached: the address comes next. */
  readonly isWayChosen: boolean;
  readonly hasName: boolean;
  readonly onDraftChange: (draft: PlaceDraft) => void;
  readonly onClose: () => void;
}) {
  const { draft, place, onDraftChange } = props;
  const { step } = place;
  const way = ways[draft.way];
  const isParcel = addressKind(draft.address) === 'parcel';
  const isBusy = step.kind === 'testing' || step.kind === 'setting';
  const isHeld = step.kind === 'tested' && step.isHeld;
  const missing = draft.address.trim() === '' ? 'Paste the address, or choose a folder.' : null;
  const problem = isParcel
    ? 'This is a parcel. Open it under “Hand over by file”; a place is a folder or an address.'
    : step.kind === 'ask'
      ? step.problem
      : null;
  const write = (address: string) => {
    const kind = addressKind(address);
    onDraftChange({
      ...draft,
      address,
      way: kind === null || kind === 'parcel' ? draft.way : kind,
    });
  };
  const run = (work: (sent: PlaceDraft) => Promise<void>) => {
    if (isBusy || isParcel) return;
    if (missing !== null) place.ask(missing);
    else void work(draft);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run(isHeld ? (sent) => place.set(sent, false) : place.share);
      }}
    >
      <fieldset className="cp-place-fields" disabled={step.kind === 'setting'}>
        <WayChoice way={draft.way} onWayChange={(next) => onDraftChange({ ...draft, way: next })} />
        <FolderField
          label={way.label}
          hasFirstFocus={props.isWayChosen}
          placeholder={way.example}
          hint={way.hint}
          error={problem}
          dir={draft.address}
          onDirChange={write}
          canChoose={draft.way === 'folder'}
        />
        {props.hasName && (
          <TextField
            label="What to call it"
            maxLength={60}
            hint="Letters, digits and hyphens. You can leave it empty."
            value={draft.name}
            onValueChange={(name) => onDraftChange({ ...draft, name })}
          />
        )}
      </fieldset>
      {step.kind === 'testing' && (
        <p className="cp-place-testing" role="status">
          <Spinner /> Asking that place…
        </p>
      )}
      {step.kind === 'tested' && (
        <Notice kind={step.words.kind} title={step.words.title}>
          {step.words.next !== '' && <p>{step.words.next}</p>}
        </Notice>
      )}
      <footer>
        {step.kind === 'testing' ? (
          <Button onClick={place.stop}>Stop</Button>
        ) : (
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button onClick={() => run(place.test)}>Test</Button>
          </>
        )}
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {isHeld ? 'Share here anyway' : 'Share here'}
        </Button>
      </footer>
    </form>
  );
}

function SignInForm(props: {
  readonly problem: string | null;
  readonly isBusy: boolean;
  readonly onBack: () => void;
  readonly onSignIn: (credentials: Credentials) => void;
}) {
  const [credentials, setCredentials] = useState<Credentials>({ username: '', password: '' });
  const [isTried, setIsTried] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (credentials.password !== '') props.onSignIn(credentials);
      }}
    >
      <SignInFields
        credentials={credentials}
        isTried={isTried}
        onCredentialsChange={setCredentials}
      />
      {props.problem !== null && <Notice kind="error" title={props.problem} />}
      <footer>
        <Button onClick={props.onBack}>Back</Button>
        <Button type="submit" variant="primary" isBusy={props.isBusy}>
          Sign in
        </Button>
      </footer>
    </form>
  );
}
