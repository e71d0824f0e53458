import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';

const keptWhere = {
  protected: 'They are kept in your system’s key store, never in the wiki’s folder.',
  memory: 'They are kept in memory until Commonplace is closed, and never written to disk.',
};

/** Asks for the name and password of the place that a wiki is shared to. */
export function SignInDialog(props: {
  readonly wiki: WikiId;
  readonly host: string;
  readonly onClose: () => void;
  readonly onSignedIn: () => void;
}) {
  const api = useApi();
  const capabilities = useCore('app.capabilities', {});
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const submit = async () => {
    setIsTried(true);
    if (password === '') return;
    setIsBusy(true);
    setFailure(null);
    try {
      await api.request('sync.signIn', { wiki: props.wiki, username: username.trim(), password });
      props.onSignedIn();
    } catch (error) {
      setFailure(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Dialog
      title={`Sign in to ${props.host === '' ? 'share' : props.host}`}
      description="Use the account you have there."
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <form
        className="cp-sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label="Name there"
          value={username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          hint="Some places take only a token; leave this empty then."
          onValueChange={setUsername}
        />
        <TextField
          label="Password or access token"
          type="password"
          value={password}
          autoComplete="current-password"
          hint="GitHub, GitLab and Codeberg want an access token here. You make one in your account’s settings there."
          error={isTried && password === '' ? 'Type the password or token.' : null}
          onValueChange={setPassword}
        />
        {capabilities.data !== undefined && (
          <p className="cp-share-note">{keptWhere[capabilities.data.secrets]}</p>
        )}
        {failure !== null && <Notice kind="error" title={failure} />}
        <div className="cp-share-buttons">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Sign in
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
