import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore, useRefresh } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/Toast.tsx';
import { webAddressOf } from './web-address.ts';

/** Where a wiki is shared: set it, change it, sign in and out, stop. */
export function RemoteSection(props: {
  readonly wiki: WikiId;
  /** False for a place of another kind than a web address: it can only be replaced. */
  readonly isSupported: boolean;
  readonly onSignIn: () => void;
}) {
  const { wiki } = props;
  const api = useApi();
  const refresh = useRefresh();
  const { data, error } = useCore('sync.remotes', { wiki });
  const [isChanging, setIsChanging] = useState(false);
  const [isStopping, setIsStopping] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined) return null;
  const url = data.remotes.find(({ name }) => name === 'origin')?.url ?? null;
  const reload = () => {
    refresh('sync.remotes');
    refresh('sync.status');
  };

  if (url !== null && !props.isSupported) {
    return (
      <>
        <p>Other programs share this wiki at</p>
        <p className="cp-share-url">{url}</p>
        <RemoteForm
          wiki={wiki}
          current={webAddressOf(url)}
          hint="The address of the same place that starts with https://. Other programs that use this folder will then use it too."
          onSet={reload}
          onCancel={null}
        />
      </>
    );
  }
  if (url === null || isChanging) {
    return (
      <RemoteForm
        wiki={wiki}
        current={url ?? ''}
        hint="Codeberg, GitHub, GitLab or a server of your own will do: make an empty project there and paste its address. Your name and password do not belong in it."
        onSet={() => {
          setIsChanging(false);
          reload();
        }}
        onCancel={url === null ? null : () => setIsChanging(false)}
      />
    );
  }
  const signOut = async () => {
    try {
      await api.request('sync.signOut', { wiki });
      refresh('sync.status');
      toast({ title: 'Signed out. The name and password are forgotten.' });
    } catch (failure) {
      toast({ kind: 'error', title: failureMessage(failure) });
    }
  };
  const stop = async () => {
    try {
      await api.request('sync.removeRemote', { wiki });
      reload();
      return true;
    } catch (failure) {
      setProblem(failureMessage(failure));
      return false;
    }
  };
  return (
    <>
      <p className="cp-share-url">{url}</p>
      <div className="cp-share-buttons">
        <Button onClick={() => setIsChanging(true)}>Change</Button>
        <Button onClick={props.onSignIn}>Sign in</Button>
        <Button variant="quiet" onClick={() => void signOut()}>
          Sign out
        </Button>
        <Button
          variant="quiet"
          onClick={() => {
            setProblem(null);
            setIsStopping(true);
          }}
        >
          Stop sharing
        </Button>
      </div>
      <ConfirmDialog
        title="Stop sharing this wiki?"
        open={isStopping}
        onOpenChange={setIsStopping}
        confirmLabel="Stop sharing"
        onConfirm={stop}
      >
        <p>
          Commonplace forgets the address. The pages here stay, and so does what others have already
          got. You can share again at any time.
        </p>
        {problem !== null && <Notice kind="error" title={problem} />}
      </ConfirmDialog>
    </>
  );
}

function RemoteForm(props: {
  readonly wiki: WikiId;
  readonly current: string;
  readonly hint: string;
  readonly onSet: () => void;
  readonly onCancel: (() => void) | null;
}) {
  const api = useApi();
  const [url, setUrl] = useState(props.current);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async () => {
    if (url.trim() === '') {
      setProblem('Paste the address of an empty project or of one that already holds this wiki.');
      return;
    }
    setIsBusy(true);
    try {
      const outcome = await api.request('sync.setRemote', { wiki: props.wiki, url });
      if (outcome.kind === 'set') props.onSet();
      else setProblem(outcome.message);
    } catch (error) {
      setProblem(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form
      className="cp-share-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label="Web address"
        type="url"
        inputMode="url"
        spellCheck={false}
        placeholder="https://codeberg.org/you/your-wiki.git"
        hint={props.hint}
        value={url}
        error={problem}
        onValueChange={(value) => {
          setUrl(value);
          setProblem(null);
        }}
      />
      <div className="cp-share-buttons">
        {props.onCancel !== null && <Button onClick={props.onCancel}>Cancel</Button>}
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Share here
        </Button>
      </div>
    </form>
  );
}
