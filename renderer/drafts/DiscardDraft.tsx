import type { Draft } from '../../shared/contract/methods-page.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { toast } from '../ui/Toast.tsx';

/** Asks before a draft is thrown away, and does it. */
export function DiscardDraft(props: {
  readonly wiki: WikiId;
  readonly draft: Pick<Draft, 'path' | 'writer'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Told when the core has really let go of it: until then it can be restored. */
  readonly onDiscarded: () => void;
}) {
  const { draft, isOpen, onClose, onDiscarded, wiki } = props;
  const { path, writer } = draft;
  const api = useApi();
  const discard = async () => {
    try {
      await api.request('draft.discard', { wiki, path, writer });
      onDiscarded();
      return true;
    } catch (error) {
      toast({ kind: 'error', title: failureMessage(error) });
      return false;
    }
  };
  return (
    <ConfirmDialog
      title="Discard the unsaved text?"
      open={isOpen}
      onOpenChange={(isStillOpen) => {
        if (!isStillOpen) onClose();
      }}
      confirmLabel="Discard"
      isDangerous
      onConfirm={discard}
    >
      <p>It can’t be brought back. The page itself stays as it is.</p>
    </ConfirmDialog>
  );
}
