import { useState } from 'react';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { BackIcon, FolderIcon, PageIcon } from '../ui/icons.ts';
import { Spinner } from '../ui/Spinner.tsx';

/** A folder on this computer: typed, chosen in the system's dialog, or in our own list of folders. */
export function FolderField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly dir: string;
  readonly onDirChange: (dir: string) => void;
}) {
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const [isBrowsing, setIsBrowsing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async () => {
    if (capabilities?.canPickFolder !== true) {
      setIsBrowsing(!isBrowsing);
      return;
    }
    try {
      const { dir } = await api.request('app.pickFolder', { title: props.label });
      if (dir !== null) props.onDirChange(dir);
    } catch (error) {
      setProblem(failureMessage(error));
    }
  };
  return (
    <div className="cp-folder">
      <div className="cp-folder-line">
        <TextField
          label={props.label}
          value={props.dir}
          spellCheck={false}
          onValueChange={(dir) => {
            setProblem(null);
            props.onDirChange(dir);
          }}
        />
        <Button
          aria-expanded={capabilities?.canPickFolder === false ? isBrowsing : undefined}
          onClick={() => void choose()}
        >
          Choose…
        </Button>
      </div>
      {(problem ?? props.error ?? null) !== null ? (
        <p className="cp-field-error" role="alert">
          {problem ?? props.error}
        </p>
      ) : (
        props.hint !== undefined && <p className="cp-field-hint">{props.hint}</p>
      )}
      {isBrowsing && <FolderBrowser dir={props.dir} onDirChange={props.onDirChange} />}
    </div>
  );
}

function FolderBrowser(props: {
  readonly dir: string;
  readonly onDirChange: (dir: string) => void;
}) {
  const [shown, setShown] = useState<string | null>(props.dir.trim() === '' ? null : props.dir);
  const { data, error } = useCore('folder.list', { dir: shown }, { keepPrevious: true });
  const show = (dir: string) => {
    setShown(dir);
    props.onDirChange(dir);
  };
  const parent = data?.parent ?? null;
  return (
    <div className="cp-folder-browser">
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
      {data !== undefined && data.folders.length === 0 && <p>No folders in here.</p>}
      {data !== undefined && data.folders.length > 0 && (
        <ul>
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
