import { createContext, type ReactNode, use, useCallback, useId, useState } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { failureMessage } from './failure-message.ts';
import { useApi, useRefresh } from './queries.ts';

type AskAuthor = (wiki: WikiId) => Promise<boolean>;

const AskAuthorContext = createContext<AskAuthor | null>(null);

/**
 * Asks who writes here, for an answer of `needsAuthor`. Resolves to true once a name is kept (then do
 * the same thing again), to false when the person closed the dialog.
 */
export function useAskAuthor(): AskAuthor {
  const ask = use(AskAuthorContext);
  if (ask === null)
    throw new AppError('INTERNAL', 'useAskAuthor needs an AuthorProvider above it.');
  return ask;
}

export function AuthorProvider({ children }: { readonly children: ReactNode }) {
  const [asked, setAsked] = useState<{ wiki: WikiId; answer: (isKnown: boolean) => void } | null>(
    null,
  );
  const ask = useCallback<AskAuthor>((wiki) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    setAsked((before) => {
      before?.answer(false);
      return { wiki, answer: resolve };
    });
    return promise;
  }, []);
  const finish = (isKnown: boolean) => {
    asked?.answer(isKnown);
    setAsked(null);
  };
  return (
    <AskAuthorContext value={ask}>
      {children}
      {asked !== null && <AuthorDialog wiki={asked.wiki} onFinish={finish} />}
    </AskAuthorContext>
  );
}

function AuthorDialog(props: {
  readonly wiki: WikiId;
  readonly onFinish: (isKnown: boolean) => void;
}) {
  return (
    <Dialog
      title="Who is writing?"
      description="Every change carries its writer’s name, so that others know whom to ask. This is asked once."
      open
      onOpenChange={(open) => {
        if (!open) props.onFinish(false);
      }}
    >
      <AuthorForm
        wiki={props.wiki}
        initial={{ name: '', email: '' }}
        onSaved={() => props.onFinish(true)}
        onCancel={() => props.onFinish(false)}
      />
    </Dialog>
  );
}

/** The writer's name and address of one wiki; `onCancel` null where there is nothing to go back to. */
export function AuthorForm(props: {
  readonly wiki: WikiId;
  readonly initial: { readonly name: string; readonly email: string };
  readonly onSaved: () => void;
  readonly onCancel: (() => void) | null;
}) {
  const api = useApi();
  const refresh = useRefresh();
  const id = useId();
  const [name, setName] = useState(props.initial.name);
  const [email, setEmail] = useState(props.initial.email);
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const nameError = name.trim() === '' ? 'Write the name that others know you by.' : null;
  const emailError = email.trim().length < 3 ? 'Write an e-mail address, or a made-up one.' : null;

  const save = async () => {
    setIsTried(true);
    if (nameError !== null || emailError !== null || isBusy) return;
    setIsBusy(true);
    setFailure(null);
    try {
      await api.request('wiki.setAuthor', {
        wiki: props.wiki,
        author: { name: name.trim(), email: email.trim() },
      });
      refresh('wiki.author');
      props.onSaved();
    } catch (error) {
      setFailure(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <form
      id={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label="Name"
        autoComplete="name"
        value={name}
        error={isTried ? nameError : null}
        onValueChange={setName}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="email"
        hint="Everyone who gets a copy of the wiki can see it."
        value={email}
        error={isTried ? emailError : null}
        onValueChange={setEmail}
      />
      {failure !== null && <Notice kind="error" title={failure} />}
      <footer>
        {props.onCancel !== null && <Button onClick={props.onCancel}>Cancel</Button>}
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Save name
        </Button>
      </footer>
    </form>
  );
}
