import { useState } from 'react';
import { IconButton } from '../ui/Button.tsx';
import { BackIcon, FolderIcon, PageIcon, ParcelIcon } from '../ui/icons.ts';
import { Spinner } from '../ui/Spinner.tsx';
import { addressKind } from './address.ts';
import { useCore } from './queries.ts';

function folderAround(dir = ''): string | null {
  return /^(.*[^/\\])[/\\]+[^/\\]+[/\\]*$/.exec(dir)?.[1] ?? (dir.startsWith('/') ? '/' : null);
}

/** Our own list of folders, where the system has no dialog for them or the dialog shows no parcels. */
export function FolderBrowser(props: {
  /** Where to begin; the documents where this is no folder. */
  readonly dir: string;
  readonly onDirChange: (dir: string) => void;
  /** Set to list the parcels of each folder too. */
  readonly onParcelChoose?: ((file: string) => void) | undefined;
}) {
  const { onParcelChoose } = props;
  const [shown, setShown] = useState<string | null>(
    addressKind(props.dir) === 'folder' ? props.dir.trim() : null,
  );
  const { data, error } = useCore('folder.list', { dir: shown }, { keepPrevious: true });
  const show = (dir: string) => {
    setShown(dir);
    props.onDirChange(dir);
  };
  const { data: capabilities } = useCore('app.capabilities', {});
  // A folder that cannot be opened must not be a dead end.
  const parent =
    error === null ? (data?.parent ?? null) : folderAround(shown ?? capabilities?.documentsDir);
  const parcels = onParcelChoose === undefined ? [] : (data?.parcels ?? []);
  const isEmpty = data !== undefined && data.folders.length === 0 && parcels.length === 0;
  return (
    <div className="cp-folder-browser" role="group" aria-label="Folders">
      <div className="cp-folder-here">
        <IconButton
          icon={BackIcon}
          label="Up to the folder around it"
          disabled={parent === null}
          onClick={() => {
            if (parent !== null) show(parent);
          }}
        />
        <span>{data?.dir}</span>
      </div>
      {error !== null && <p role="alert">{error.message}</p>}
      {data === undefined && error === null && (
        <p>
          <Spinner label="Loading" />
        </p>
      )}
      {isEmpty && (
        <p>
          {onParcelChoose === undefined ? 'No folders in here.' : 'No folders or parcels here.'}
        </p>
      )}
      {data !== undefined && !isEmpty && (
        <ul>
          {parcels.map(({ name, file }) => (
            <li key={file}>
              <button type="button" onClick={() => onParcelChoose?.(file)}>
                <ParcelIcon aria-hidden size={16} />
                {name}
                <small>parcel</small>
              </button>
            </li>
          ))}
          {data.folders.map((folder) => (
            <li key={folder.dir}>
              <button type="button" onClick={() => show(folder.dir)}>
                {folder.isWiki ? (
                  <PageIcon aria-hidden size={16} />
                ) : (
                  <FolderIcon aria-hidden size={16} />
                )}
                {folder.name}
                {folder.isWiki && <small>wiki</small>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
