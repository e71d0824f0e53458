import { EmptyState } from '../ui/EmptyState.tsx';
import { OfflineIcon } from '../ui/icons.ts';

/** What a tab shows that the host doesn't know: only a new address from the terminal helps. */
export function SignedOutScreen({ message }: { readonly message: string }) {
  return (
    <main>
      <EmptyState isScreen icon={OfflineIcon} title="This tab is not connected to Commonplace">
        <p>{message}</p>
        <p>
          To get a new address, start Commonplace again with <code>npm start</code>. Your wiki and
          your drafts are safe on this computer.
        </p>
      </EmptyState>
    </main>
  );
}
