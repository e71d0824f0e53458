import { useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { ArticleText } from '../article/ArticleText.tsx';
import { announce } from '../ui/Announcer.tsx';
import { Button } from '../ui/Button.tsx';
import { UndoIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import type { Answer, Overlap } from '../versions/answers.ts';
import { ChoiceSection } from '../versions/ChoiceSection.tsx';
import { type Answers, chosenText, keyOf, keysOf, type TextChoice } from './answers.ts';
import { Between } from './Between.tsx';
import { introWords } from './choice-words.ts';
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
  const doneWords = keys.length === 1 ? 'Chosen' : 'All sections are chosen';
  const text = chosenText(choice, answers);

  const change = (next: Answers) => {
    setAnswers(next);
    keepAnswers(wiki, choice, next);
  };
  const answerSection = (key: string, answer: Answer) => {
    const before = answers.get(key);
    const next = new Map(answers).set(key, answer);
    change(next);
    // Typing is one step to undo and one thing to say, not one a letter.
    if (before?.kind === 'own' && answer.kind === 'own') return;
    setEarlier([...earlier, answers]);
    const open = keys.length - next.size;
    announce(open === 0 ? doneWords : `${String(open)} of ${String(keys.length)} sections left`);
  };
  const undo = () => {
    const last = earlier.at(-1);
    if (last === undefined) return;
    setEarlier(earlier.slice(0, -1));
    change(last);
    announce('Taken back');
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
    change(new Map());
    announce('Settled');
  };

  let number = 0;
  const sectionOf = (section: TextChoice['rewritten'][number], overlap: Overlap | null) => {
    number += 1;
    const key = keyOf(section);
    return (
      <ChoiceSection
        key={key}
        section={section}
        number={number}
        count={keys.length}
        overlap={overlap}
        answer={answers.get(key) ?? null}
        onAnswer={(answer) => answerSection(key, answer)}
      />
    );
  };
  return (
    <>
      <p>{introWords(choice)}</p>
      {choice.parts.map((part, index) =>
        part.kind === 'merged' ? <Between key={index} text={part.text} /> : sectionOf(part, part),
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
            Sections that are not chosen yet are shown as the page holds them now.
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
            ? `${doneWords}.`
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
