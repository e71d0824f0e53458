import { useState } from 'react';
import type { Revision, WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf, navigate } from '../app/routes.ts';

import { useCore } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { RestoreIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toast } from '../ui/Toast.tsx';
import { useRestore } from './use-restore.ts';

/** Brings an old version back as a new one, after asking. */
export function RestoreButton(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly revision: Revision;
}) {
  const { wiki, path, revision } = props;
  const bringBack = useRestore();
  const page = useCore('page.read', { wiki, path });
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const restore = async (): Promise<boolean> => {
    if (page.data === undefined || page.data.kind === 'unreadable') {
      setProblem('The page cannot be read now, so nothing was changed.');
      return false;
    }
    const base = page.data.kind === 'page' ? page.data.blob : null;
    const end = await bringBack({ wiki, path, commit: revision.commit, base });
    switch (end.kind) {
      case 'saved':
        toast({ kind: 'success', title: 'The older version is back, as the newest one.' });
        navigate({ kind: 'page', wiki, path, anchor: '' });
        return true;
      case 'unchanged':
        toast({ title: 'The page already reads like this version.' });
        return true;
      case 'cancelled':
        return false;
      case 'problem':
        setProblem(end.message);
        return false;
    }
  };

  return (
    <>
      <Button
        icon={RestoreIcon}
        onClick={() => {
          setProblem(null);
          setIsOpen(true);
        }}
      >
        Restore this version
      </Button>
      <ConfirmDialog
        title="Restore this version?"
        open={isOpen}
        onOpenChange={setIsOpen}
        confirmLabel="Restore"
        onConfirm={restore}
      >
        <p>
          The page will read as {revision.author.name} left it{' '}
          <RelativeTime dateMs={revision.dateMs} />. Every version since then stays in the history,
          so you can undo this the same way.
        </p>
        {page.data?.kind === 'page' && page.data.draft !== null && (
          <Notice kind="warning" title="You have unsaved changes to this page">
            <p>
              They stay kept: <a href={hashOf({ kind: 'edit', wiki, path })}>open the editor</a> to
              see them.
            </p>
          </Notice>
        )}
        {problem !== null && <Notice kind="error" title={problem} />}
      </ConfirmDialog>
    </>
  );
}
