import type { Choice } from '../../shared/contract/methods-choice.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { sizeWords } from '../client/progress-words.ts';
import { useApi } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ByWhom } from '../versions/ByWhom.tsx';
import { useSettle } from './use-settle.ts';

const pictureFile = /\.(?:avif|bmp|gif|jpe?g|png|webp)$/i;

/** Versions of a file that can't be joined: each was kept as a file. */
export function FileChoice(props: {
  readonly wiki: WikiId;
  readonly choice: Extract<Choice, { kind: 'file' }>;
}) {
  const { wiki, choice } = props;
  const { path, id, versions } = choice;
  const isPair = versions.length === 2;
  const api = useApi();
  const { settle, isBusy, problem } = useSettle(wiki, path);
  return (
    <>
      <p>
        This file was replaced by different people, and its versions cannot be joined, so{' '}
        {isPair ? 'both' : 'all'} were kept. The one you keep takes the name that pages use; one you
        do not keep stays in the history.
      </p>
      <div className="cp-versions">
        {versions.map((version) => (
          <div key={version.path} className="cp-version">
            <ByWhom by={version.by} fallback="One version" />
            {pictureFile.test(version.path) && (
              <img src={api.assetUrl(wiki, version.path)} alt={`Preview of ${version.path}`} />
            )}
            <p className="cp-choice-file">
              {version.path} <span>({sizeWords(version.sizeBytes)})</span>
            </p>
            <Button
              isBusy={isBusy}
              aria-label={`Keep this one: ${version.path}`}
              onClick={() => void settle({ kind: 'file', id, keep: version.path })}
            >
              Keep this one
            </Button>
          </div>
        ))}
      </div>
      <div className="cp-choice-options">
        <Button isBusy={isBusy} onClick={() => void settle({ kind: 'file', id, keep: null })}>
          {isPair ? 'Keep both files' : 'Keep all files'}
        </Button>
      </div>
      {problem !== null && <Notice kind="error" title={problem} />}
    </>
  );
}
