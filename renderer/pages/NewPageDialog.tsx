import { useState, useSyncExternalStore } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf } from '../../shared/wiki/page-path.ts';
import { startPage } from '../client/create-page.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { currentNewPageWish, endNewPageWish, type NewPageWish, onNewPageWish } from './new-page.ts';

/** Asks for a new page's title whenever `askForNewPage` was called; once per wiki. */
export function NewPageDialog({ wiki }: { readonly wiki: WikiId }) {
  const wish = useSyncExternalStore(onNewPageWish, currentNewPageWish);
  return (
    <Dialog
      title="New page"
      open={wish !== null}
      onOpenChange={(open) => {
        if (!open) endNewPageWish();
      }}
    >
      {wish !== null && <NewPageForm wiki={wiki} wish={wish} />}
    </Dialog>
  );
}

function NewPageForm({ wiki, wish }: { readonly wiki: WikiId; readonly wish: NewPageWish }) {
  const api = useApi();
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const folder = wish.near === null ? '' : folderOf(wish.near);

  const create = async () => {
    if (title.trim() === '') {
      setProblem('Write a title.');
      return;
    }
    setIsBusy(true);
    try {
      const reason = await startPage(api, wiki, title.trim(), wish.near);
      setProblem(reason);
      if (reason === null) endNewPageWish();
    } catch (error) {
      setProblem(failureMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <TextField
        label="Title"
        value={title}
        maxLength={200}
        autoFocus
        error={problem}
        hint={
          folder === ''
            ? 'Nothing is kept until you save the page.'
            : `Goes into the folder “${folder}”. Nothing is kept until you save the page.`
        }
        onValueChange={(value) => {
          setTitle(value);
          setProblem(null);
        }}
      />
      <footer>
        <Button onClick={endNewPageWish}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          Write the page
        </Button>
      </footer>
    </form>
  );
}
