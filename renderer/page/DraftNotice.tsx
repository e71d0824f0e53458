import { useState } from 'react';
import type { Draft } from '../../shared/contract/methods-page.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useRefresh } from '../client/queries.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { toast } from '../ui/Toast.tsx';

/** Unsaved text of this page, from before a crash or a change of mind. */
export function DraftNotice({ wiki, draft }: { readonly wiki: WikiId; readonly draft: Draft }) {
  const api = useApi();
  const refresh = useRefresh();
  const [isAsking, setIsAsking] = useState(false);
  const discard = async () => {
    try {
      await api.request('draft.discard', { wiki, path: draft.path });
      refresh('page.read');
      return true;
    } catch (error) {
      toast({ kind: 'error', title: failureMessage(error) });
      return false;
    }
  };
  return (
    <Notice
      kind="info"
      title="You have unsaved text for this page"
      actions={
        <>
          <ButtonLink variant="primary" href={hashOf({ kind: 'edit', wiki, path: draft.path })}>
            Continue editing
          </ButtonLink>
          <Button onClick={() => setIsAsking(true)}>Discard it…</Button>
        </>
      }
    >
      Kept <RelativeTime dateMs={draft.savedMs} />.
      <ConfirmDialog
        title="Discard the unsaved text?"
        open={isAsking}
        onOpenChange={setIsAsking}
        confirmLabel="Discard"
        isDangerous
        onConfirm={discard}
      >
        <p>It can’t be brought back. The page itself stays as it is.</p>
      </ConfirmDialog>
    </Notice>
  );
}
