import './versions.css';
import { useId } from 'react';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { CheckIcon } from '../ui/icons.ts';
import {
  type Answer,
  holdsAll,
  type Overlap,
  startOfOwn,
  type Versions,
  versionNames,
} from './answers.ts';
import { VersionCard } from './VersionCard.tsx';

/** One place where people wrote different words, and the ways out. */
export function ChoiceSection(props: {
  readonly section: Versions;
  readonly number: number;
  readonly count: number;
  /** The section as the page holds it; null where somebody wrote that place anew by hand. */
  readonly overlap: Overlap | null;
  readonly answer: Answer | null;
  readonly onAnswer: (answer: Answer) => void;
}) {
  const { section, number, count, overlap, answer, onAnswer } = props;
  const { base, versions } = section;
  const id = useId();
  const names = versionNames(versions);
  const option = (label: string, isChosen: boolean, choose: () => void) => (
    <Button
      key={label}
      {...(isChosen ? { icon: CheckIcon } : {})}
      aria-pressed={isChosen}
      onClick={choose}
    >
      {label}
    </Button>
  );
  const isTaken = (index: number) => answer?.kind === 'version' && answer.index === index;
  const mineFirst = versions
    .map(({ text, by }, index) => ({
      text,
      by,
      index,
      ...(names[index] ?? { name: '', number: null }),
    }))
    .sort((a, b) => Number(b.by?.isMe ?? false) - Number(a.by?.isMe ?? false));
  return (
    <section className="cp-choice-section" aria-labelledby={id} data-open={answer === null}>
      <h2 id={id}>
        {count === 1 ? 'The section' : `Section ${String(number)} of ${String(count)}`}
        <span className="cp-choice-state">{answer === null ? 'not chosen yet' : 'chosen'}</span>
      </h2>
      {overlap === null && <p>Somebody has rewritten this place since. These were the versions:</p>}
      <div className="cp-versions">
        {mineFirst.map(({ text, by, index, name, number: numberOfName }) => (
          <VersionCard
            key={index}
            by={by}
            name={name}
            number={numberOfName}
            base={base}
            text={text}
            other={versions[index === 0 ? 1 : 0]?.text ?? ''}
            isChosen={isTaken(index) || answer?.kind === 'all'}
          />
        ))}
      </div>
      <div className="cp-choice-options" role="group" aria-label="What to keep">
        {overlap === null ? (
          option('Leave the page as it is now', answer?.kind === 'asIs', () =>
            onAnswer({ kind: 'asIs' }),
          )
        ) : (
          <>
            {mineFirst.map(({ name, index }) =>
              option(`Keep ${name}`, isTaken(index), () => onAnswer({ kind: 'version', index })),
            )}
            {holdsAll(overlap) &&
              option(versions.length === 2 ? 'Keep both' : 'Keep all', answer?.kind === 'all', () =>
                onAnswer({ kind: 'all' }),
              )}
            {option('Write it anew', answer?.kind === 'own', () => {
              if (answer?.kind !== 'own') onAnswer({ kind: 'own', text: startOfOwn(overlap) });
            })}
          </>
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
