import './FolderField.css';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { failureMessage } from './failure-message.ts';
import { FolderBrowser } from './FolderBrowser.tsx';
import { useApi, useCore } from './queries.ts';

/** A folder on this computer: typed, chosen in the system's dialog, or in our own list of folders. */
export function FolderField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly placeholder?: string;
  /** The dialog around it opens with the caret here. */
  readonly hasFirstFocus?: boolean;
  readonly dir: string;
  readonly onDirChange: (dir: string) => void;
  /** False where something else than a folder is being typed. */
  readonly canChoose?: boolean;
  /** Set to let a parcel be chosen as well. */
  readonly onParcelChoose?: (file: string) => void;
}) {
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const [isBrowsing, setIsBrowsing] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const canChoose = props.canChoose ?? true;
  const hasSystemDialog =
    capabilities?.canPickFolder === true && props.onParcelChoose === undefined;
  const problem = failure ?? props.error ?? null;
  const choose = async () => {
    if (!hasSystemDialog) {
      setIsBrowsing(!isBrowsing);
      return;
    }
    try {
      const { dir } = await api.request('app.pickFolder', { title: props.label });
      if (dir !== null) props.onDirChange(dir);
    } catch (error) {
      setFailure(failureMessage(error));
    }
  };
  return (
    <div className="cp-folder">
      <div className="cp-folder-line">
        <TextField
          label={props.label}
          value={props.dir}
          spellCheck={false}
          data-first-focus={props.hasFirstFocus === true ? '' : undefined}
          {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
          onValueChange={(dir) => {
            setFailure(null);
            props.onDirChange(dir);
          }}
        />
        {canChoose && (
          <Button
            aria-expanded={hasSystemDialog ? undefined : isBrowsing}
            onClick={() => void choose()}
          >
            Choose…
          </Button>
        )}
      </div>
      {problem !== null ? (
        <p className="cp-field-error" role="alert">
          {problem}
        </p>
      ) : (
        props.hint !== undefined && <p className="cp-field-hint">{props.hint}</p>
      )}
      {canChoose && isBrowsing && (
        <FolderBrowser
          dir={props.dir}
          onDirChange={props.onDirChange}
          onParcelChoose={props.onParcelChoose}
        />
      )}
    </div>
  );
}
