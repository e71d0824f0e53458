import { useState } from 'react';
import type { JobProgress } from '../../shared/contract/events.ts';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { addressKind, cleanAddress } from '../client/address.ts';
import { failureMessage } from '../client/failure-message.ts';
import { FolderField } from '../client/FolderField.tsx';
import { progressWords } from '../client/progress-words.ts';
import { useApi, useCore } from '../client/queries.ts';
import { type Credentials, SignInFields } from '../client/SignInFields.tsx';
import { useStoppableJob } from '../client/use-stoppable-job.ts';
import { announce } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ProgressBar } from '../ui/ProgressBar.tsx';
import { addressHint, joinFailure } from './join-words.ts';

interface Problem {
  readonly title: string;
  readonly next: string | null;
}

type Step =
  | { readonly kind: 'ask'; readonly problem: Problem | null }
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
  const [credentials, setCredentials] = useState<Credentials>({ username: '', password: '' });
  const [isTried, setIsTried] = useState(false);
  const [step, setStep] = useState<Step>({ kind: 'ask', problem: null });
  const job = useStoppableJob('wiki.join');
  const kind = addressKind(url);
  const parentDir = typedDir ?? capabilities?.documentsDir ?? '';
  const ask = (problem: Problem | null = null) => setStep({ kind: 'ask', problem });

  const choose = (address: string) => {
    setUrl(address);
    ask();
  };

  const join = async () => {
    setStep({ kind: 'running', progress: null });
    announce('Getting the wiki');
    const end = await job.run({ url: cleanAddress(url), parentDir }, (progress) =>
      setStep({ kind: 'running', progress }),
    );
    if (end === null) return;
    if (end.kind === 'stopped') ask();
    else if (end.kind === 'done') {
      if (end.result.kind === 'opened') props.onOpened(end.result.summary);
      else ask({ title: end.result.message, next: null });
    } else if (end.error.code === 'AUTH_REQUIRED' && kind === 'web') {
      const wasTried = credentials.password !== '';
      setStep({ kind: 'signIn', problem: wasTried ? end.error.message : null });
    } else ask(joinFailure(end.error, kind));
  };
  const signIn = async () => {
    setIsTried(true);
    if (credentials.password === '') return;
    try {
      const { username, password } = credentials;
      const place = { url: cleanAddress(url), username: username.trim(), password };
      await api.request('sync.signInTo', place);
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
              const title = 'Paste the address that you were given, or choose a folder.';
              ask({ title, next: null });
            } else void join();
          }}
        >
          <FolderField
            label="Its address"
            placeholder="https://example.org/our-wiki.git"
            hint={addressHint(kind)}
            dir={url}
            onDirChange={choose}
            onParcelChoose={choose}
          />
          <FolderField
            label="Where it goes"
            hint="A folder with the wiki’s name is made in there."
            dir={parentDir}
            onDirChange={(dir) => {
              setTypedDir(dir);
              ask();
            }}
          />
          {step.problem !== null && (
            <Notice kind="error" title={step.problem.title}>
              {step.problem.next !== null && <p>{step.problem.next}</p>}
            </Notice>
          )}
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
            The server of <code>{cleanAddress(url)}</code> wants to know who you are.
          </p>
          <SignInFields
            credentials={credentials}
            isTried={isTried}
            onCredentialsChange={setCredentials}
          />
          {step.problem !== null && <Notice kind="error" title={step.problem} />}
          <footer>
            <Button onClick={() => ask()}>Back</Button>
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
            <Button onClick={job.stop}>Stop</Button>
          </footer>
        </>
      )}
    </Dialog>
  );
}
