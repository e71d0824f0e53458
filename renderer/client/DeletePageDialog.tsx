import { useState } from 'react';
import { assertNever } from '../../shared/contract/errors.ts';
import type { PageEntry, WikiId } from '../../shared/contract/values.ts';
import { navigate } from '../app/routes.ts';
import { useAskAuthor } from './AuthorDialog.tsx';
import { failureMessage } from './failure-message.ts';
import { useApi, useCore } from './queries.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/Toast.tsx';

/** Asks before a page is deleted, saying which pages link to it, and deletes it. */
export function DeletePageDialog(props: {
  readonly wiki: WikiId;
  readonly entry: PageEntry;
  readonly isCurrent: boolean;
  readonly onClose: () => void;
}) {
  const { wiki, entry } = props;
  const api = useApi();
  const askAuthor = useAskAuthor();
  const [problem, setProblem] = useState<string | null>(null);
  const { data } = useCore('page.backlinks', { wiki, path: entry.path });
  const links = data?.backlinks.length ?? 0;

  /** @returns whether the page is gone */
  const remove = async (): Promise<boolean> => {
    const page = await api.request('page.read', { wiki, path: entry.path });
    if (page.kind === 'missing') return true;
    if (page.kind === 'unreadable') {
      setProblem(`${page.message} Delete the file in its folder instead.`);
      return false;
    }
    const answer = await api.request('page.delete', { wiki, path: entry.path, base: page.blob });
    switch (answer.kind) {
      case 'deleted':
      case 'missing':
        return true;
      case 'stale':
        setProblem('The page changed a moment ago. Look at it again before you delete it.');
        return false;
      case 'needsAuthor':
        return (await askAuthor(wiki)) && (await remove());
      default:
        return assertNever(answer);
    }
  };
  const confirm = async () => {
    try {
      if (!(await remove())) return false;
      if (props.isCurrent) navigate({ kind: 'home', wiki }, { replace: true });
      toast({
        kind: 'success',
        title: `“${entry.title}” is deleted.`,
        action: {
          label: 'Recent changes',
          run: () => navigate({ kind: 'recent', wiki }),
        },
      });
      return true;
    } catch (error) {
      setProblem(failureMessage(error));
      return false;
    }
  };

  return (
    <ConfirmDialog
      title={`Delete “${entry.title}”?`}
      open
      isDangerous
      confirmLabel="Delete page"
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      onConfirm={confirm}
    >
      <p>
        {links === 0
          ? 'Its history stays: you can bring the page back at any time.'
          : `${links === 1 ? 'One page links' : `${links} pages link`} here. The history stays: you can bring the page back at any time.`}
      </p>
      {problem !== null && <Notice kind="error" title={problem} />}
    </ConfirmDialog>
  );
}
