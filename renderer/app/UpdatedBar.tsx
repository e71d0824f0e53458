import './ConnectionBar.css';
import { useEffect, useState } from 'react';
import type { Transport } from '../client/transport.ts';
import { Button } from '../ui/Button.tsx';
import { WarningIcon } from '../ui/icons.ts';
import { onMissingPart } from '../ui/missing-parts.ts';

/**
 * Says across the app that its files are others than when it was opened: a part of it that is fetched
 * only now is no longer there.
 */
export function UpdatedBar({ transport }: { readonly transport: Transport }) {
  const [isUpdated, setUpdated] = useState(false);
  useEffect(() => {
    const note = () => {
      // Without a connection nothing can be fetched at all, and that is said already.
      if (transport.connection().kind !== 'lost') setUpdated(true);
    };
    return onMissingPart(note);
  }, [transport]);
  if (!isUpdated) return null;
  return (
    <div className="cp-connection" role="alert">
      <WarningIcon aria-hidden size={16} />
      <p>
        Commonplace was updated while it was open here, and a part of it can’t be loaded. Save what
        you have written, then reload.
      </p>
      <Button onClick={() => window.location.reload()}>Reload</Button>
    </div>
  );
}
