import { useMemo, useRef, useState } from 'react';
import type { Person } from '../../../shared/contract/values.ts';
import { mergePage } from '../../../shared/merge/merge-page.ts';
import { announce } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { type Answer, type Overlap, textOfAnswer } from '../../versions/answers.ts';
import { ChoiceSection } from '../../versions/ChoiceSection.tsx';
import type { StaleOutcome } from '../save-session.ts';
import { bothOf, type Clash } from './joining.ts';

type Part =
  { readonly kind: 'text'; readonly text: string } | (Overlap & { readonly kind: 'clash' });

interface Two {
  readonly base: string;
  readonly mine: string;
  readonly theirs: StaleOutcome;
  readonly me: Person | null;
}

function partsOf({ base, mine, theirs, me }: Two, nowMs: number): readonly Part[] {
  const merge = mergePage(base, mine, theirs.text ?? '');
  if (merge.kind === 'merged') return [{ kind: 'text', text: merge.text }];
  const author = theirs.change?.author;
  const mineBy = { name: me?.name ?? '', email: me?.email ?? '', dateMs: nowMs, isMe: true };
  const theirsBy = {
    name: author?.name ?? 'Somebody else',
    email: author?.email ?? '',
    dateMs: theirs.change?.dateMs ?? nowMs,
    isMe: false,
  };
  const clashOf = (part: Clash): Part => ({
    kind: 'clash',
    base: part.base,
    shown: bothOf(part),
    versions: [
      { text: part.ours, by: mineBy },
      { text: part.theirs, by: theirsBy },
    ],
  });
  return merge.parts
    .map((part) => (part.kind === 'merged' ? part : clashOf(part)))
    .map((part) => (part.kind === 'merged' ? { kind: 'text', text: part.text } : part));
}

/** Two people wrote in the same places of a page: side by side, place by place, with the ways out. */
export function ClashDialog(
  props: Two & { readonly onClose: () => void; readonly onChoose: (text: string) => void },
) {
  const { base, mine, theirs, me } = props;
  const [nowMs] = useState(() => Date.now());
  const parts = useMemo(
    () => partsOf({ base, mine, theirs, me }, nowMs),
    [base, mine, theirs, me, nowMs],
  );
  const [answers, setAnswers] = useState<ReadonlyMap<Part, Answer>>(new Map());
  const body = useRef<HTMLDivElement>(null);
  const clashes = parts.filter((part) => part.kind === 'clash');
  const left = clashes.length - answers.size;
  const who = theirs.change?.author.name ?? 'Somebody else';
  const answer = (part: Part, given: Answer) => {
    const next = new Map(answers).set(part, given);
    setAnswers(next);
    const open = clashes.length - next.size;
    if (open !== left) announce(open === 0 ? 'All chosen' : `${String(open)} left to choose`);
  };
  const textOf = (part: Part) => {
    if (part.kind === 'text') return part.text;
    const given = answers.get(part);
    return given === undefined ? (part.versions[0]?.text ?? '') : textOfAnswer(part, given);
  };
  return (
    <Dialog
      title="You both wrote in the same place"
      description={`${who} changed the page while you wrote. Nothing is saved yet, and nothing is lost: choose what shall stand. Whatever else is new in the page comes along.`}
      width="wide"
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
      footer={
        <>
          <span className="cp-clash-left" role="status">
            {left === 0
              ? ''
              : left === 1
                ? 'One place left to choose'
                : `${String(left)} places left to choose`}
          </span>
          <Button onClick={props.onClose}>Later</Button>
          <Button
            variant="primary"
            aria-disabled={left > 0}
            onClick={() => {
              if (left > 0)
                body.current?.querySelector<HTMLElement>('[data-open="true"] button')?.focus();
              else props.onChoose(parts.map(textOf).join(''));
            }}
          >
            Go on with this text
          </Button>
        </>
      }
    >
      <div ref={body} className="cp-clash">
        {clashes.map((part, index) => (
          <ChoiceSection
            key={index}
            section={part}
            number={index + 1}
            count={clashes.length}
            overlap={part}
            answer={answers.get(part) ?? null}
            onAnswer={(given) => answer(part, given)}
          />
        ))}
        {clashes.length === 0 && <p>Both changes fit together by now.</p>}
      </div>
    </Dialog>
  );
}
