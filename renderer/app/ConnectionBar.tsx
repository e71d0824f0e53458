import './ConnectionBar.css';
import { useSyncExternalStore } from 'react';
import type { Transport } from '../client/transport.ts';
import { Button } from '../ui/Button.tsx';
import { OfflineIcon } from '../ui/icons.ts';

export function useConnection(transport: Transport) {
  return useSyncExternalStore(
    (onChange) => transport.onConnection(onChange),
    () => transport.connection(),
  );
}

/** Says across the app that the host can't be reached, for as long as it is so. */
export function ConnectionBar({ transport }: { readonly transport: Transport }) {
  const connection = useConnection(transport);
  if (connection.kind !== 'lost') return null;
  return (
    <div className="cp-connection" role="alert">
      <OfflineIcon aria-hidden size={16} />
      <p>
        The connection to Commonplace is lost. What you do now waits until it is back; keep this tab
        open.
      </p>
      <Button onClick={() => transport.reconnect()}>Try now</Button>
    </div>
  );
}
