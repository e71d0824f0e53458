import { useMemo, useState } from 'react';
import type { Draft } from '../../shared/contract/methods-page.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { sectionDiff } from '../../shared/history/section-diff.ts';
import { DiscardDraft } from '../drafts/DiscardDraft.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { nameOfSection, ReviewDialog, unsavedChanges } from './review/ReviewDialog.tsx';

const mostNamed = 3;

/** Asks what becomes of unsaved text, and shows what in it is new. */
export function UnsavedNotice(props: {
  readonly wiki: WikiId;
  readonly draft: Draft;
  /** What it was made of; null where that is not known. */
  readonly baseText: string | null;
  readonly isPageChanged: boolean;
  readonly onRestore: () => void;
  readonly onDiscarded: () => void;
}) {
  const { baseText, draft, isPageChanged, onDiscarded, onRestore, wiki } = props;
  const [open, setOpen] = useState<'none' | 'review' | 'discard'>('none');
  const close = () => setOpen('none');
  const where = useMemo(() => placesOf(baseText ?? '', draft.text), [baseText, draft.text]);
  return (
    <Notice
      kind="info"
      title="There is text here that you have not saved"
      actions={
        <>
          <Button variant="primary" autoFocus onClick={onRestore}>
            Restore it
          </Button>
          <Button onClick={() => setOpen('review')}>See what is new</Button>
          <Button onClick={() => setOpen('discard')}>Discard it…</Button>
        </>
      }
    >
      You wrote it <RelativeTime dateMs={draft.savedMs} />
      {where !== '' && `, in ${where}`}.
      {isPageChanged &&
        ' The page has changed since then. What others wrote comes in beside your words; where you wrote in the same place, you choose.'}
      {open === 'review' && (
        <ReviewDialog
          words={unsavedChanges}
          before={baseText ?? ''}
          after={draft.text}
          onClose={close}
        />
      )}
      <DiscardDraft
        wiki={wiki}
        draft={draft}
        isOpen={open === 'discard'}
        onClose={close}
        onDiscarded={onDiscarded}
      />
    </Notice>
  );
}

/** The sections that differ, in words: “Beds”, “Water” and 2 more sections. */
function placesOf(before: string, after: string): string {
  const names = sectionDiff(before, after)
    .filter(({ change }) => change !== 'same')
    .map((section) => `“${nameOfSection(section)}”`);
  const rest = names.length - mostNamed;
  const named = names.slice(0, mostNamed);
  if (rest > 0) named.push(rest === 1 ? '1 more section' : `${rest} more sections`);
  return new Intl.ListFormat('en').format(named);
}
