import { useId, useMemo } from 'react';
import type { Revision } from '../../shared/contract/values.ts';
import { diffWords } from '../../shared/history/words.ts';
import type { MergePart } from '../../shared/merge/parts.ts';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { CheckIcon, UndoIcon } from '../ui/icons.ts';
import { WordPieces } from '../ui/WordPieces.tsx';
import { type Answer, startOfOwn } from './answers.ts';
import { ByWhom } from './ByWhom.tsx';

type Overlap = Extract<MergePart, { kind: 'overlap' }>;

function Version(props: {
  readonly side: 'ours' | 'theirs';
  readonly by: Revision | null;
  readonly base: string;
  readonly text: string;
  readonly isChosen: boolean;
}) {
  const { side, by, base, text, isChosen } = props;
  // All of a new text is new; colouring it would hide its words.
  const pieces = useMemo(
    () =>
      base.trim() === '' || text.trim() === ''
        ? [{ change: 'same' as const, text: text.trim() }]
        : diffWords(base.trim(), text.trim()),
    [base, text],
  );
  return (
    <div className="cp-version" data-chosen={isChosen || undefined}>
      <ByWhom side={side} by={by} />
      {text.trim() === '' ? (
        <p className="cp-version-empty">
          {base.trim() === '' ? 'Nothing here' : 'Removed this section'}
        </p>
      ) : (
        <pre>
          <WordPieces pieces={pieces} />
        </pre>
      )}
    </div>
  );
}

/** One place where two people wrote different words, and the four ways out. */
export function ChoiceSection(props: {
  readonly part: Overlap;
  readonly number: number;
  readonly count: number;
  readonly oursBy: Revision | null;
  readonly theirsBy: Revision | null;
  readonly answer: Answer | null;
  /** Null takes the answer back. */
  readonly onAnswer: (answer: Answer | null) => void;
}) {
  const { part, number, count, answer, onAnswer } = props;
  const id = useId();
  const takes = (kind: Answer['kind']) => answer?.kind === kind;
  const option = (kind: 'ours' | 'theirs' | 'both', label: string) => (
    <Button
      {...(takes(kind) ? { icon: CheckIcon } : {})}
      aria-pressed={takes(kind)}
      onClick={() => onAnswer({ kind })}
    >
      {label}
    </Button>
  );
  return (
    <section className="cp-choice-section" aria-labelledby={id} data-open={answer === null}>
      <h2 id={id}>
        {count === 1 ? 'The section' : `Section ${number} of ${count}`}
        <span className="cp-choice-state">{answer === null ? 'not chosen yet' : 'chosen'}</span>
      </h2>
      <div className="cp-versions">
        <Version
          side="ours"
          by={props.oursBy}
          base={part.base}
          text={part.ours}
          isChosen={takes('ours') || takes('both')}
        />
        <Version
          side="theirs"
          by={props.theirsBy}
          base={part.base}
          text={part.theirs}
          isChosen={takes('theirs') || takes('both')}
        />
      </div>
      <div className="cp-choice-options" role="group" aria-label="What to keep">
        {option('ours', 'Keep mine')}
        {option('theirs', 'Keep theirs')}
        {part.ours.trim() !== '' && part.theirs.trim() !== '' && option('both', 'Keep both')}
        <Button
          {...(takes('own') ? { icon: CheckIcon } : {})}
          aria-pressed={takes('own')}
          onClick={() => {
            if (!takes('own')) onAnswer({ kind: 'own', text: startOfOwn(part) });
          }}
        >
          Write it anew
        </Button>
        {answer !== null && (
          <Button variant="quiet" icon={UndoIcon} onClick={() => onAnswer(null)}>
            Undo
          </Button>
        )}
      </div>
      {answer?.kind === 'own' && (
        <TextArea
          label="Your new words for this section"
          rows={Math.min(16, answer.text.split('\n').length + 2)}
          value={answer.text}
          hint="Leave it empty to remove the section."
          onValueChange={(text) => onAnswer({ kind: 'own', text })}
        />
      )}
    </section>
  );
}
