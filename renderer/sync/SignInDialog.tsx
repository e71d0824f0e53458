import { useState } from 'react';
import type { RemoteStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { type Credentials, SignInFields } from '../client/SignInFields.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { placeTitle } from './status-words.ts';

function whichAccount({ state }: RemoteStatus): string {
  if (state.kind === 'error' && state.code === 'REMOTE_REFUSED') {
    return 'Use another account, or an access token that may write there.';
  }
  return state.kind === 'signIn' && state.wasRefused === true
    ? 'The name and password were not accepted. Use others, or an access token.'
    : 'Use the account you have there.';
}

/** Asks for the name and password of a place that a wiki is shared to. */
export function SignInDialog(props: {
  readonly wiki: WikiId;
  readonly remote: RemoteStatus;
  readonly onClose: () => void;
  readonly onSignedIn: () => void;
}) {
  const api = useApi();
  const [credentials, setCredentials] = useState<Credentials>({ username: '', password: '' });
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const submit = async () => {
    setIsTried(true);
    if (credentials.password === '' || isBusy) return;
    setIsBusy(true);
    setFailure(null);
    try {
      await api.request('sync.signIn', {
        wiki: props.wiki,
        remote: props.remote.name,
        username: credentials.username.trim(),
        password: credentials.password,
      });
      props.onSignedIn();
    } catch (error) {
      setFailure(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Dialog
      title={`Sign in to ${placeTitle(props.remote)}`}
      description={whichAccount(props.remote)}
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SignInFields
          credentials={credentials}
          isTried={isTried}
          onCredentialsChange={setCredentials}
        />
        {failure !== null && <Notice kind="error" title={failure} />}
        <footer>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Sign in
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
