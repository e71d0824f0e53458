import { useState } from 'react';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { type LicenceChoice, licences } from '../client/licences.ts';
import { useApi, useCore } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { RadioGroup, TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { FolderField } from '../client/FolderField.tsx';

/** Asks what a new wiki needs, and makes it. */
export function CreateWikiDialog(props: {
  readonly onClose: () => void;
  readonly onOpened: (summary: WikiSummary) => void;
}) {
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const [name, setName] = useState('');
  const [typedDir, setTypedDir] = useState<string | null>(null);
  const [licence, setLicence] = useState<LicenceChoice>('CC-BY-SA-4.0');
  const [author, setAuthor] = useState({ name: '', email: '' });
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const parentDir = typedDir ?? capabilities?.documentsDir ?? '';
  const hasName = author.name.trim() !== '';
  const hasEmail = author.email.trim().length >= 3;
  const nameError = name.trim() === '' ? 'Give the wiki a name.' : null;
  const emailError = hasName && !hasEmail ? 'Add an e-mail address, or a made-up one.' : null;
  const authorError = !hasName && hasEmail ? 'Add your name.' : null;

  const create = async () => {
    setIsTried(true);
    if ((nameError ?? emailError ?? authorError) !== null || isBusy) return;
    setIsBusy(true);
    setProblem(null);
    try {
      const answer = await api.request('wiki.create', {
        parentDir,
        name: name.trim(),
        licence,
        author: hasName ? { name: author.name.trim(), email: author.email.trim() } : null,
      });
      if (answer.kind === 'opened') props.onOpened(answer.summary);
      else setProblem(answer.message);
    } catch (error) {
      setProblem(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Dialog
      title="Create a wiki"
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <TextField
          label="Name"
          autoFocus
          maxLength={100}
          placeholder="Neighbourhood garden"
          value={name}
          error={isTried ? nameError : null}
          onValueChange={setName}
        />
        <FolderField
          label="Where it goes"
          hint={`A folder “${name.trim() === '' ? 'name of the wiki' : name.trim()}” is made in there.`}
          dir={parentDir}
          onDirChange={setTypedDir}
        />
        <RadioGroup
          label="What others may do with its pages"
          value={licence}
          options={licences}
          onValueChange={setLicence}
        />
        <TextField
          label="Your name"
          autoComplete="name"
          hint="Stands beside your changes. You can leave it for later."
          value={author.name}
          error={isTried ? authorError : null}
          onValueChange={(value) => setAuthor({ ...author, name: value })}
        />
        <TextField
          label="Your e-mail"
          type="email"
          autoComplete="email"
          hint="Everyone who gets a copy of the wiki can see it."
          value={author.email}
          error={isTried ? emailError : null}
          onValueChange={(value) => setAuthor({ ...author, email: value })}
        />
        {problem !== null && <Notice kind="error" title={problem} />}
        <footer>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            Create wiki
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
