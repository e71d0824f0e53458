import './review.css';
import { useMemo, useRef } from 'react';
import { foldUnchanged } from '../../../shared/history/fold.ts';
import {
  type Section,
  sectionDiff,
  sideBySide,
  withSectionPutBack,
} from '../../../shared/history/section-diff.ts';
import { ProseBlockView } from '../../article/ProseBlockView.tsx';
import { announce } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { RestoreIcon } from '../../ui/icons.ts';

const changeWords = { changed: 'Changed', inserted: 'New', deleted: 'Removed' };

export function nameOfSection({ title }: Section): string {
  return title === '' ? 'The beginning' : title;
}

function SectionView(props: {
  readonly section: Section;
  /** Null: it is only looked at. */
  readonly onPutBack: (() => void) | null;
}) {
  const { section, onPutBack } = props;
  const rows = useMemo(() => foldUnchanged(sideBySide(section), (row) => row.isSame, 1), [section]);
  if (section.change === 'same') return null;
  const name = nameOfSection(section);
  return (
    <section className="cp-review-section" aria-label={name}>
      <header>
        <h3>{name}</h3>
        <span className="cp-review-change" data-change={section.change}>
          {changeWords[section.change]}
        </span>
        {onPutBack !== null && (
          <Button
            icon={RestoreIcon}
            onClick={onPutBack}
            aria-label={`Put “${name}” back as it was`}
          >
            Put back
          </Button>
        )}
      </header>
      <div className="cp-review-rows">
        {rows.map((entry, index) =>
          entry.kind === 'fold' ? (
            <p key={index} className="cp-review-fold">
              {entry.rows.length} paragraphs that are the same
            </p>
          ) : (
            <div key={index} className="cp-review-row" data-same={entry.row.isSame || undefined}>
              <div>{entry.row.before !== null && <ProseBlockView block={entry.row.before} />}</div>
              <div>{entry.row.after !== null && <ProseBlockView block={entry.row.after} />}</div>
            </div>
          ),
        )}
      </div>
    </section>
  );
}

interface ReviewWords {
  readonly title: string;
  readonly description: string;
  /** Above the older version and the newer one. */
  readonly columns: readonly [string, string];
  readonly nothing: string;
  readonly close: string;
}

export const ownChanges: ReviewWords = {
  title: 'What you changed',
  description: 'The page as it is saved, and as it stands now. Nothing is saved by looking.',
  columns: ['As it is saved', 'As it stands'],
  nothing: 'Nothing is different from the page as it is saved.',
  close: 'Go on writing',
};

export const othersChanges: ReviewWords = {
  title: 'What came in',
  description: 'The page as it was saved before, and with what others wrote.',
  columns: ['Before', 'With their changes'],
  nothing: 'Nothing is different.',
  close: 'Go on writing',
};

export const unsavedChanges: ReviewWords = {
  title: 'What you have not saved',
  description:
    'The page as it was when you began, and as you left it. Nothing is saved by looking.',
  columns: ['As it was', 'As you left it'],
  nothing: 'Nothing is different.',
  close: 'Close',
};

/** Two versions of the page side by side, section by section. */
export function ReviewDialog(props: {
  readonly words: ReviewWords;
  readonly before: string;
  readonly after: string;
  /** A text with one section as it was. */
  readonly onPutBack?: (text: string) => void;
  readonly onSave?: () => void;
  readonly onClose: () => void;
}) {
  const { words, before, after, onPutBack, onSave } = props;
  const sections = useMemo(() => sectionDiff(before, after), [after, before]);
  const body = useRef<HTMLDivElement>(null);
  const changed = sections.filter(({ change }) => change !== 'same');
  const putBack = (section: Section) => {
    // The button goes away with its section.
    body.current?.focus();
    announce(`“${nameOfSection(section)}” is as it was`);
    onPutBack?.(withSectionPutBack(sections, sections.indexOf(section)));
  };
  return (
    <Dialog
      title={words.title}
      description={words.description}
      width="wide"
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      footer={
        <>
          <Button onClick={props.onClose}>{words.close}</Button>
          {changed.length > 0 && onSave !== undefined && (
            <Button variant="primary" onClick={onSave}>
              Save
            </Button>
          )}
        </>
      }
    >
      <div
        ref={body}
        className="cp-review"
        tabIndex={0}
        role="region"
        aria-label="The changes"
        data-first-focus
      >
        {changed.length === 0 ? (
          <p>{words.nothing}</p>
        ) : (
          <div className="cp-review-columns" aria-hidden>
            <span>{words.columns[0]}</span>
            <span>{words.columns[1]}</span>
          </div>
        )}
        {changed.map((section, index) => (
          <SectionView
            key={index}
            section={section}
            onPutBack={onPutBack === undefined ? null : () => putBack(section)}
          />
        ))}
      </div>
    </Dialog>
  );
}
