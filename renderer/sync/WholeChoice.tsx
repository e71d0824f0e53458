import type { Choice } from '../../shared/contract/methods-sync.ts';
import type { Revision, WikiId } from '../../shared/contract/values.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ByWhom } from './ByWhom.tsx';
import { useDecide } from './use-decide.ts';

interface WholeChoiceProps {
  readonly wiki: WikiId;
  readonly path: string;
  readonly kind: Choice['kind'];
  readonly oursBy: Revision | null;
  readonly theirsBy: Revision | null;
}

function words(kind: Choice['kind'], them: string) {
  switch (kind) {
    case 'deletedByUs':
      return {
        explanation: `You deleted this, and ${them} changed it.`,
        ours: 'Delete it',
        theirs: 'Keep it as changed',
      };
    case 'deletedByThem':
      return {
        explanation: `You changed this, and ${them} deleted it.`,
        ours: 'Keep it as changed',
        theirs: 'Delete it',
      };
    case 'text':
    case 'binary':
      return {
        explanation: `You and ${them} both replaced this. It cannot be joined word by word.`,
        ours: 'Keep mine',
        theirs: 'Keep theirs',
      };
  }
}

/** A choice between two whole versions: a picture, a deleted page. */
export function WholeChoice({ wiki, path, kind, oursBy, theirsBy }: WholeChoiceProps) {
  const { decide, isBusy, problem } = useDecide(wiki, path);
  const name = theirsBy?.author.name ?? '';
  const { explanation, ours, theirs } = words(kind, name === '' ? 'someone else' : name);
  return (
    <div className="cp-whole-choice">
      <p>{explanation} The version you do not keep stays in the history.</p>
      <div className="cp-whole-sides">
        <div>
          <ByWhom side="ours" by={oursBy} />
          <Button
            isBusy={isBusy}
            aria-label={`${ours}: ${path}`}
            onClick={() => void decide({ kind: 'keep', side: 'ours' })}
          >
            {ours}
          </Button>
        </div>
        <div>
          <ByWhom side="theirs" by={theirsBy} />
          <Button
            isBusy={isBusy}
            aria-label={`${theirs}: ${path}`}
            onClick={() => void decide({ kind: 'keep', side: 'theirs' })}
          >
            {theirs}
          </Button>
        </div>
      </div>
      {problem !== null && <Notice kind="error" title={problem} />}
    </div>
  );
}
