import './MediaDialog.css';
import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { mediaShapeOf } from '../../shared/wiki/media-files.ts';
import { useApi, useCore } from '../client/queries.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { DownloadIcon, FolderOpenIcon } from '../ui/icons.ts';
import { showFile } from './show-file.ts';

/** A picture, sound or film of the wiki, as large as the window lets it be. */
export function MediaDialog(props: {
  readonly wiki: WikiId;
  readonly path: string;
  readonly onClose: () => void;
}) {
  const { wiki, path } = props;
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const name = path.slice(path.lastIndexOf('/') + 1);
  const src = api.assetUrl(wiki, path);
  return (
    <Dialog
      title={name}
      width="content"
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      footer={
        capabilities?.canShowInFolder === true ? (
          <Button icon={FolderOpenIcon} onClick={() => void showFile(api, wiki, path)}>
            Show in its folder
          </Button>
        ) : (
          <ButtonLink icon={DownloadIcon} href={src} download={name}>
            Download
          </ButtonLink>
        )
      }
    >
      <Media src={src} name={name} />
    </Dialog>
  );
}

function Media({ src, name }: { readonly src: string; readonly name: string }) {
  const [isBroken, setIsBroken] = useState(false);
  if (isBroken) return <p>This file can’t be shown here.</p>;
  const player = {
    className: 'cp-media',
    src,
    controls: true,
    'aria-label': name,
    onError: () => setIsBroken(true),
  } as const;
  switch (mediaShapeOf(name)) {
    case 'audio':
      return <audio {...player} />;
    case 'video':
      return <video {...player} />;
    default:
      return <img className="cp-media" src={src} alt={name} onError={() => setIsBroken(true)} />;
  }
}
