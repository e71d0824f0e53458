import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { Button } from '../ui/Button.tsx';
import { ParcelIcon } from '../ui/icons.ts';
import { MakeParcelDialog } from './MakeParcelDialog.tsx';
import { OpenParcelDialog } from './OpenParcelDialog.tsx';

/** Sharing without any place: the history goes from hand to hand as a file. */
export function ParcelsSection({ wiki }: { readonly wiki: WikiId }) {
  const [open, setOpen] = useState<'none' | 'make' | 'open'>('none');
  const close = () => setOpen('none');
  return (
    <section className="cp-share-section" aria-labelledby="cp-parcels">
      <h2 id="cp-parcels">Hand over by file</h2>
      <p>
        A parcel is one file with the pages and their history. Give it to others on a stick or by
        mail, and open what they give you. It works without any connection.
      </p>
      <div className="cp-share-buttons">
        <Button icon={ParcelIcon} onClick={() => setOpen('make')}>
          Make a parcel
        </Button>
        <Button onClick={() => setOpen('open')}>Open a parcel</Button>
      </div>
      {open === 'make' && <MakeParcelDialog wiki={wiki} onClose={close} />}
      {open === 'open' && <OpenParcelDialog wiki={wiki} onClose={close} />}
    </section>
  );
}
