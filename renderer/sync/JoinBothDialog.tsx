import type { RemoteStatus } from '../../shared/contract/methods-sync.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { placeTitle } from './status-words.ts';

/** Asks before two wikis that have nothing in common become one, here and at the place. */
export function JoinBothDialog(props: {
  readonly remote: RemoteStatus;
  readonly onClose: () => void;
  readonly onJoin: () => void;
}) {
  return (
    <ConfirmDialog
      title={`Join this wiki with the one at ${placeTitle(props.remote)}?`}
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      confirmLabel="Join both wikis"
      onConfirm={() => {
        props.onJoin();
        return Promise.resolve(true);
      }}
    >
      <p>
        The pages of both come together, here and there, for everybody who shares either. Where both
        have a page of one name, two that say nearly the same become one; else one of them gets a
        number after its name, as “Home (2)”. No text is lost.
      </p>
      <p>This cannot be undone in one step.</p>
    </ConfirmDialog>
  );
}
