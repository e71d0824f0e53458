import './ShareScreen.css';
import './ChoiceScreen.css';
import { useState } from 'react';
import type { Choice } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { announce } from '../ui/Announcer.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { JoinIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { type Answer, chosenText, openSections } from './answers.ts';
import { ChoiceSection } from './ChoiceSection.tsx';
import { forgetAnswers, keepAnswers, keptAnswers } from './kept-answers.ts';
import { useDecide } from './use-decide.ts';
import { WholeChoice } from './WholeChoice.tsx';

/** One page that two people changed in the same place: the choice, section by section. */
export function ChoiceScreen(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const { wiki, path } = props;
  const { data, error } = useCore('choice.read', { wiki, path });
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined) return <Spinner label="Loading" />;
  const { choice } = data;
  const back = (
    <ButtonLink href={hashOf({ kind: 'share', wiki })} variant="quiet">
      Back to sharing
    </ButtonLink>
  );
  if (choice === null) {
    return (
      <EmptyState isScreen icon={JoinIcon} title="Nothing to choose here" actions={back}>
        <p>This page has one version only, or the choice was made already.</p>
      </EmptyState>
    );
  }
  return (
    <div className="cp-screen cp-choosing">
      <header>
        <h1>Choose for {nameOfPage(path)}</h1>
        {back}
      </header>
      {choice.kind === 'text' ? (
        <Sections key={JSON.stringify(choice.parts)} wiki={wiki} choice={choice} />
      ) : (
        <>
          <WholeChoice
            wiki={wiki}
            path={path}
            kind={choice.kind}
            oursBy={choice.oursBy}
            theirsBy={choice.theirsBy}
          />
          {(choice.ours ?? choice.theirs) !== null && (
            <details className="cp-choice-preview" open>
              <summary>The changed page</summary>
              <pre>{choice.ours ?? choice.theirs}</pre>
            </details>
          )}
        </>
      )}
    </div>
  );
}

function Sections({ wiki, choice }: { readonly wiki: WikiId; readonly choice: Choice }) {
  const { path, parts, oursBy, theirsBy } = choice;
  const [answers, setAnswers] = useState(() => keptAnswers(wiki, choice));
  const { decide, isBusy, problem } = useDecide(wiki, path);
  const open = openSections(parts, answers);
  const count = parts.filter((part) => part.kind === 'overlap').length;
  const text = chosenText(parts, answers);

  const answerPart = (index: number, answer: Answer | null) => {
    const next = new Map(answers);
    if (answer === null) next.delete(index);
    else next.set(index, answer);
    setAnswers(next);
    keepAnswers(wiki, choice, next);
    const left = openSections(parts, next).length;
    if (left !== open.length) {
      announce(left === 0 ? 'All sections are chosen' : `${left} of ${count} sections left`);
    }
  };
  const finish = async () => {
    if (await decide({ kind: 'text', text })) forgetAnswers(wiki, path);
  };
  let number = 0;
  return (
    <>
      <p>
        You and {theirsBy?.author.name ?? 'someone else'} changed the same{' '}
        {count === 1 ? 'place' : `${count} places`}. All other changes of both are joined already.
        You can leave and finish later: both versions stay safe, and your choices here are kept
        while Commonplace is open.
      </p>
      {parts.map((part, index) => {
        if (part.kind === 'merged') return <Between key={index} text={part.text} />;
        number += 1;
        return (
          <ChoiceSection
            key={index}
            part={part}
            number={number}
            count={count}
            oursBy={oursBy}
            theirsBy={theirsBy}
            answer={answers.get(index) ?? null}
            onAnswer={(answer) => answerPart(index, answer)}
          />
        );
      })}
      <details className="cp-choice-preview">
        <summary>The whole page as chosen so far</summary>
        {open.length > 0 && (
          <p className="cp-share-note">
            Sections that are not chosen yet read as they did before both changes.
          </p>
        )}
        <pre>{text}</pre>
      </details>
      {problem !== null && <Notice kind="error" title={problem} />}
      <footer className="cp-choice-done">
        <p>
          {open.length === 0
            ? 'All sections are chosen.'
            : `${open.length} of ${count} ${count === 1 ? 'section' : 'sections'} left to choose.`}
        </p>
        <Button
          variant="primary"
          disabled={open.length > 0}
          isBusy={isBusy}
          onClick={() => void finish()}
        >
          Done
        </Button>
      </footer>
    </>
  );
}

const contextLines = 2;

/** The joined text around the sections, its ends only: enough to know where one is. */
function Between({ text }: { readonly text: string }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  if (lines.length <= 2 * contextLines + 1)
    return <pre className="cp-between">{lines.join('\n')}</pre>;
  return (
    <details className="cp-between">
      <summary>
        <pre>
          {[...lines.slice(0, contextLines), '…', ...lines.slice(-contextLines)].join('\n')}
        </pre>
        <span className="cp-between-less">Show less</span>
      </summary>
      <pre>{text.trim()}</pre>
    </details>
  );
}
