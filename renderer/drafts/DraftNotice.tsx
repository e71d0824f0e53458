import { useState } from 'react';
import type { Draft } from '../../shared/contract/methods-page.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';
import { useRefresh } from '../client/queries.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { DiscardDraft } from './DiscardDraft.tsx';

/** Unsaved text of this page, from before a crash or a change of mind. */
export function DraftNotice({ wiki, draft }: { readonly wiki: WikiId; readonly draft: Draft }) {
  const refresh = useRefresh();
  const [isAsking, setIsAsking] = useState(false);
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
      <DiscardDraft
        wiki={wiki}
        draft={draft}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onDiscarded={() => refresh('page.read')}
      />
    </Notice>
  );
}
