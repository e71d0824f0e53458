import './find.css';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { announce } from '../ui/Announcer.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import {
  CloseIcon,
  ChevronDownIcon,
  PatternIcon,
  ChevronUpIcon,
  ReplaceIcon,
  MatchCaseIcon,
  WholeWordIcon,
} from '../ui/icons.ts';
import type { FindTarget } from './find-target.ts';
import { type Find, useFind } from './use-find.ts';

const counts = new Intl.NumberFormat();

function countWords({ shown }: Find, words: string): string {
  if (words === '' || shown === null) return '';
  switch (shown.found.kind) {
    case 'noPattern':
      return 'This is not a complete pattern';
    case 'missing':
      return 'Reload to search';
    case 'tooSlow':
      return 'This pattern takes too long';
    case 'found': {
      const { matches, isCut } = shown.found.matches;
      if (matches.length === 0) return 'Nothing found';
      const all = `${counts.format(matches.length)}${isCut ? ' or more' : ''}`;
      return `${counts.format(shown.at + 1)} of ${all}`;
    }
  }
}

function replacedWords(done: number, refused: number): string {
  const kept =
    refused === 1
      ? 'One is inside a link to a page or another part that is kept as one: open that part to change it.'
      : `${counts.format(refused)} are inside links to pages or other parts that are kept as one: open those to change them.`;
  if (refused === 0) return done === 1 ? 'Replaced' : `${counts.format(done)} replaced`;
  return done === 0 ? kept : `${counts.format(done)} replaced. ${kept}`;
}

/** What is searched; it may come on the screen a little later than this. */
function useTarget(getTarget: () => FindTarget | null, round: number): FindTarget | null {
  const [target, setTarget] = useState<FindTarget | null>(null);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      const found = getTarget();
      setTarget(found);
      if (found === null) frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [getTarget, round]);
  return target;
}

/** Finds words in the page on the screen, and replaces them where it can be written. */
export function FindBar(props: {
  readonly getTarget: () => FindTarget | null;
  /** Changes with what is searched. */
  readonly round: number;
  /** Changes each time it is asked for: then the words get the focus again. */
  readonly asked: number;
  readonly onClose: () => void;
}) {
  const { asked, getTarget } = props;
  const target = useTarget(getTarget, props.round);
  const [words, setWords] = useState(() => getTarget()?.selectedText() ?? '');
  const [isCaseKept, setCaseKept] = useState(false);
  const [isWholeWord, setWholeWord] = useState(false);
  const [isPattern, setPattern] = useState(false);
  const [replacement, setReplacement] = useState('');
  // On a small screen there is room for one line until more is asked for.
  const [isReplacing, setReplacing] = useState(false);
  const canReplace = target?.replace !== undefined;
  const [said, setSaid] = useState('');
  const query = useMemo(
    () => ({ words, isCaseKept, isWholeWord, isPattern }),
    [isCaseKept, isPattern, isWholeWord, words],
  );
  const find = useFind(target, query);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  const count = countWords(find, words);
  useEffect(() => {
    if (count !== '') announce(count);
  }, [count]);

  const step = (by: 1 | -1) => {
    setSaid('');
    void find.step(by);
  };
  const replace = async (which: 'current' | 'all') => {
    const { done, refused } = await find.replace(replacement, which);
    if (done + refused === 0) return;
    const told = replacedWords(done, refused);
    setSaid(which === 'current' && refused === 0 ? '' : told);
    announce(told);
  };
  const close = () => {
    const { shown } = find;
    const matches = shown?.found.kind === 'found' ? shown.found.matches.matches : [];
    target?.draw([], null);
    target?.select(matches[shown?.at ?? -1] ?? null);
    props.onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const onEnter = (run: (event: KeyboardEvent) => void) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    run(event);
  };
  return (
    <div className="cp-find" role="search" aria-label="Find in this page" onKeyDown={onKeyDown}>
      <div className="cp-find-row">
        <input
          ref={field}
          className="cp-input"
          type="text"
          aria-label="Find"
          placeholder="Find"
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          value={words}
          onChange={(event) => {
            setSaid('');
            setWords(event.target.value);
          }}
          onKeyDown={onEnter((event) => step(event.shiftKey ? -1 : 1))}
        />
        <span className="cp-find-options">
          <IconButton
            icon={MatchCaseIcon}
            label="Match case"
            isPressed={isCaseKept}
            onClick={() => setCaseKept(!isCaseKept)}
          />
          <IconButton
            icon={WholeWordIcon}
            label="Whole words"
            isPressed={isWholeWord}
            onClick={() => setWholeWord(!isWholeWord)}
          />
          <IconButton
            icon={PatternIcon}
            label="Regular expression"
            isPressed={isPattern}
            onClick={() => setPattern(!isPattern)}
          />
        </span>
        <output className="cp-find-count">{count}</output>
        <span className="cp-find-steps">
          {canReplace && (
            <IconButton
              className="cp-find-more"
              icon={ReplaceIcon}
              label="Replace"
              isPressed={isReplacing}
              onClick={() => setReplacing(!isReplacing)}
            />
          )}
          <IconButton
            icon={ChevronUpIcon}
            label="Previous match"
            shortcut="Shift+Enter"
            onClick={() => step(-1)}
          />
          <IconButton
            icon={ChevronDownIcon}
            label="Next match"
            shortcut="Enter"
            onClick={() => step(1)}
          />
          <IconButton icon={CloseIcon} label="Close" shortcut="Escape" onClick={close} />
        </span>
      </div>
      {canReplace && (
        <div className="cp-find-row cp-find-replace" data-open={isReplacing}>
          <input
            className="cp-input"
            type="text"
            aria-label="Replace by"
            placeholder="Replace by"
            autoComplete="off"
            dir="auto"
            value={replacement}
            onChange={(event) => setReplacement(event.target.value)}
            onKeyDown={onEnter(() => void replace('current'))}
          />
          <Button onClick={() => void replace('current')}>Replace</Button>
          <Button onClick={() => void replace('all')}>Replace all</Button>
        </div>
      )}
      {said !== '' && <p className="cp-find-said">{said}</p>}
    </div>
  );
}
