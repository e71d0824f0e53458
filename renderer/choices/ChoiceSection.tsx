import { useId } from 'react';
import type { ChoiceSection as Section } from '../../shared/contract/methods-choice.ts';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { CheckIcon } from '../ui/icons.ts';
import { type Answer, versionNames } from './answers.ts';
import { VersionCard } from './VersionCard.tsx';

/** One place where people wrote different words, and the ways out. */
export function ChoiceSection(props: {
  readonly section: Section;
  readonly number: number;
  readonly count: number;
  /** What "Write it anew" starts from; null where the page does not hold the section any more. */
  readonly ownStart: string | null;
  readonly answer: Answer | null;
  readonly onAnswer: (answer: Answer) => void;
}) {
  const { section, number, count, ownStart, answer, onAnswer } = props;
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
  // A frontmatter shows one version only: it can't hold a key twice.
  const hasAll = versions.every(
    ({ text }) => text.trim() !== '' && ownStart?.includes(text.trim()) === true,
  );
  const mineFirst = versions
    .map(({ text, by }, index) => ({ text, by, index, name: names[index] ?? '' }))
    .sort((a, b) => Number(b.by?.isMe ?? false) - Number(a.by?.isMe ?? false));
  return (
    <section className="cp-choice-section" aria-labelledby={id} data-open={answer === null}>
      <h2 id={id}>
        {count === 1 ? 'The section' : `Section ${String(number)} of ${String(count)}`}
        <span className="cp-choice-state">{answer === null ? 'not chosen yet' : 'chosen'}</span>
      </h2>
      {ownStart === null && (
        <p>Somebody has rewritten this place since. These were the versions:</p>
      )}
      <div className="cp-versions">
        {mineFirst.map(({ text, by, index, name }) => (
          <VersionCard
            key={index}
            by={by}
            name={name}
            base={base}
            text={text}
            other={versions[index === 0 ? 1 : 0]?.text ?? ''}
            isChosen={isTaken(index) || answer?.kind === 'all'}
          />
        ))}
      </div>
      <div className="cp-choice-options" role="group" aria-label="What to keep">
        {ownStart === null ? (
          option('Leave the page as it is now', answer?.kind === 'asIs', () =>
            onAnswer({ kind: 'asIs' }),
          )
        ) : (
          <>
            {mineFirst.map(({ name, index }) =>
              option(`Keep ${name}`, isTaken(index), () => onAnswer({ kind: 'version', index })),
            )}
            {hasAll &&
              option(versions.length === 2 ? 'Keep both' : 'Keep all', answer?.kind === 'all', () =>
                onAnswer({ kind: 'all' }),
              )}
            {option('Write it anew', answer?.kind === 'own', () => {
              if (answer?.kind !== 'own') onAnswer({ kind: 'own', text: ownStart });
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
