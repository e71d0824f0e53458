import { useEffect, useRef, useState } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { announce } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { FolderField } from './FolderField.tsx';
import { progressWords } from './progress-words.ts';

type Step =
  | { readonly kind: 'ask'; readonly problem: string | null }
  | { readonly kind: 'signIn'; readonly problem: string | null }
  | { readonly kind: 'running'; readonly progress: JobProgress | null };

/** Gets a copy of a wiki that others share, with its progress, and signs in where that is asked for. */
export function JoinWikiDialog(props: {
  readonly onClose: () => void;
  readonly onOpened: (summary: WikiSummary) => void;
}) {
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const [url, setUrl] = useState('');
  const [typedDir, setTypedDir] = useState<string | null>(null);
  const [credentials, setCredentials] = useState({ username: '', password: '' });
  const [step, setStep] = useState<Step>({ kind: 'ask', problem: null });
  const cancel = useRef<(() => void) | null>(null);
  const parentDir = typedDir ?? capabilities?.documentsDir ?? '';
  // A dialog that goes away for any reason must leave no copying behind.
  useEffect(() => () => cancel.current?.(), []);

  const join = async () => {
    setStep({ kind: 'running', progress: null });
    announce('Getting the wiki');
    try {
      const result = await api.runJob(
        'wiki.join',
        { url: url.trim(), parentDir },
        {
          onStart: (stop) => {
            cancel.current = stop;
          },
          onProgress: (progress) => setStep({ kind: 'running', progress }),
        },
      );
      cancel.current = null;
      if (result.kind === 'opened') props.onOpened(result.summary);
      else setStep({ kind: 'ask', problem: result.message });
    } catch (error) {
      cancel.current = null;
      const code = error instanceof AppError ? error.code : null;
      if (code === 'CANCELLED') setStep({ kind: 'ask', problem: null });
      else if (code === 'AUTH_REQUIRED') {
        const wasTried = credentials.password !== '';
        setStep({ kind: 'signIn', problem: wasTried ? failureMessage(error) : null });
      } else setStep({ kind: 'ask', problem: failureMessage(error) });
    }
  };
  const signIn = async () => {
    try {
      await api.request('sync.signInTo', { url: url.trim(), ...credentials });
      await join();
    } catch (error) {
      setStep({ kind: 'signIn', problem: failureMessage(error) });
    }
  };

  return (
    <Dialog
      title={step.kind === 'signIn' ? 'Sign in to get this wiki' : 'Join a wiki'}
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      {step.kind === 'ask' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (url.trim() === '') {
              setStep({ kind: 'ask', problem: 'Paste the address that you were given.' });
            } else void join();
          }}
        >
          <TextField
            label="Its address"
            autoFocus
            inputMode="url"
            spellCheck={false}
            placeholder="https://example.org/our-wiki.git"
            hint="As the people who share it gave it to you. It starts with https://."
            value={url}
            onValueChange={setUrl}
          />
          <FolderField
            label="Where it goes"
            hint="A folder with the wiki’s name is made in there."
            dir={parentDir}
            onDirChange={setTypedDir}
          />
          {step.problem !== null && <Notice kind="error" title={step.problem} />}
          <footer>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button type="submit" variant="primary">
              Join
            </Button>
          </footer>
        </form>
      )}
      {step.kind === 'signIn' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void signIn();
          }}
        >
          <p>
            The server of <code>{url.trim()}</code> wants to know who you are.
          </p>
          <TextField
            label="User name"
            autoFocus
            autoComplete="username"
            value={credentials.username}
            onValueChange={(username) => setCredentials({ ...credentials, username })}
          />
          <TextField
            label="Password or access token"
            type="password"
            autoComplete="current-password"
            hint={
              capabilities?.secrets === 'protected'
                ? 'Kept in your system’s key store.'
                : 'Kept in memory only, until Commonplace stops.'
            }
            value={credentials.password}
            onValueChange={(password) => setCredentials({ ...credentials, password })}
          />
          {step.problem !== null && <Notice kind="error" title={step.problem} />}
          <footer>
            <Button onClick={() => setStep({ kind: 'ask', problem: null })}>Back</Button>
            <Button type="submit" variant="primary">
              Sign in and join
            </Button>
          </footer>
        </form>
      )}
      {step.kind === 'running' && (
        <>
          <div className="cp-join-progress">
            <ProgressBar
              label="Getting the wiki"
              done={step.progress?.done ?? 0}
              total={step.progress?.total ?? null}
            />
            <p>{step.progress === null ? 'Connecting…' : progressWords(step.progress)}</p>
          </div>
          <footer>
            <Button onClick={() => cancel.current?.()}>Stop</Button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
