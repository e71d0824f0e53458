import { useState } from 'react';
import type { RemoteStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useRefresh } from '../client/queries.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { placeTitle, waiting } from './status-words.ts';

/** Asks before a place is forgotten. */
export function RemovePlaceDialog(props: {
  readonly wiki: WikiId;
  readonly remote: RemoteStatus;
  readonly onClose: () => void;
}) {
  const { remote } = props;
  const api = useApi();
  const refresh = useRefresh();
  const [problem, setProblem] = useState<string | null>(null);
  const ahead = remote.ahead ?? 0;
  const remove = async () => {
    setProblem(null);
    try {
      await api.request('sync.removeRemote', { wiki: props.wiki, name: remote.name });
      refresh('sync.status');
      return true;
    } catch (error) {
      setProblem(failureMessage(error));
      return false;
    }
  };
  return (
    <ConfirmDialog
      title={`Stop sharing at ${placeTitle(remote)}?`}
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      confirmLabel="Stop sharing there"
      onConfirm={remove}
    >
      <p>
        Commonplace forgets this place. Nothing is deleted there, and all pages stay here. You can
        add it again at any time.
      </p>
      {ahead > 0 && <p>{waiting(ahead)} there. They stay here.</p>}
      {problem !== null && <Notice kind="error" title={problem} />}
    </ConfirmDialog>
  );
}
