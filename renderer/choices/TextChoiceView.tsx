import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { ArticleText } from '../article/ArticleText.tsx';
import { announce } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { UndoIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import {
  type Answer,
  type Answers,
  chosenText,
  keyOf,
  keysOf,
  startOfOwn,
  type TextChoice,
} from './answers.ts';
import { Between } from './Between.tsx';
import { ChoiceSection } from './ChoiceSection.tsx';
import { keepAnswers, keptAnswers } from './kept-answers.ts';
import { useSettle } from './use-settle.ts';

/** A page with places that people wrote differently: section by section, and the whole as it will be. */
export function TextChoiceView(props: { readonly wiki: WikiId; readonly choice: TextChoice }) {
  const { wiki, choice } = props;
  const keys = keysOf(choice);
  const [kept, setAnswers] = useState<Answers>(() => keptAnswers(wiki, choice));
  const [earlier, setEarlier] = useState<readonly Answers[]>([]);
  const [isPreviewOpen, setIsPreviewOpen] = useState(false);
  const { settle, isBusy, problem } = useSettle(wiki, choice.path);
  // Sections that somebody else settled meanwhile are gone from the page, and so is their answer.
  const answers: Answers = new Map([...kept].filter(([key]) => keys.includes(key)));
  const left = keys.length - answers.size;
  const text = chosenText(choice, answers);

  const change = (next: Answers, words: string) => {
    setAnswers(next);
    keepAnswers(wiki, choice, next);
    announce(words);
  };
  const answerSection = (key: string, answer: Answer) => {
    const before = answers.get(key);
    // Typing is one step to undo, not one a letter.
    if (before?.kind !== 'own' || answer.kind !== 'own') setEarlier([...earlier, answers]);
    const next = new Map(answers).set(key, answer);
    const open = keys.length - next.size;
    change(
      next,
      open === 0
        ? 'All sections are chosen'
        : `${String(open)} of ${String(keys.length)} sections left`,
    );
  };
  const undo = () => {
    const last = earlier.at(-1);
    if (last === undefined) return;
    setEarlier(earlier.slice(0, -1));
    change(last, 'Taken back');
  };
  const finish = async () => {
    const isSettled = await settle({
      kind: 'text',
      text,
      base: choice.blob,
      ids: [...answers.keys()],
    });
    if (!isSettled) return;
    setEarlier([]);
    change(new Map(), 'Settled');
  };

  let number = 0;
  const sectionOf = (section: TextChoice['rewritten'][number], ownStart: string | null) => {
    number += 1;
    const key = keyOf(section);
    return (
      <ChoiceSection
        key={key}
        section={section}
        number={number}
        count={keys.length}
        ownStart={ownStart}
        answer={answers.get(key) ?? null}
        onAnswer={(answer) => answerSection(key, answer)}
      />
    );
  };
  return (
    <>
      <p>
        {keys.length === 1 ? 'One place' : `${String(keys.length)} places`} of this page{' '}
        {keys.length === 1 ? 'was' : 'were'} written differently by people who did not see each
        other’s words. The page holds all versions, one after the other, until somebody chooses. You
        can choose some now and the rest later; anyone who shares this wiki can choose too.
      </p>
      {choice.parts.map((part, index) =>
        part.kind === 'merged' ? (
          <Between key={index} text={part.text} />
        ) : (
          sectionOf(part, startOfOwn(part))
        ),
      )}
      {choice.rewritten.map((section) => sectionOf(section, null))}
      <details
        className="cp-choice-preview"
        open={isPreviewOpen}
        onToggle={(event) => setIsPreviewOpen(event.currentTarget.open)}
      >
        <summary>The whole page as chosen so far</summary>
        {left > 0 && (
          <p className="cp-choice-note">
            Sections that are not chosen yet show all their versions.
          </p>
        )}
        {isPreviewOpen && (
          <ArticleText wiki={wiki} path={choice.path} text={text} title={choice.title} />
        )}
      </details>
      {problem !== null && <Notice kind="error" title={problem} />}
      <footer className="cp-choice-done">
        <p>
          {left === 0
            ? 'All sections are chosen.'
            : keys.length === 1
              ? 'Not chosen yet.'
              : `${String(left)} of ${String(keys.length)} sections left to choose.`}
        </p>
        <div>
          <Button variant="quiet" icon={UndoIcon} disabled={earlier.length === 0} onClick={undo}>
            Undo
          </Button>
          <Button
            variant="primary"
            disabled={answers.size === 0}
            isBusy={isBusy}
            onClick={() => void finish()}
          >
            {left > 0 && answers.size > 0 ? 'Save these, the rest later' : 'Done'}
          </Button>
        </div>
      </footer>
    </>
  );
}
