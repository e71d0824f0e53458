import { useMemo, useState } from 'react';
import type { Revision, WikiId } from '../../shared/contract/values.ts';
import { diffWords } from '../../shared/history/words.ts';
import { countWords } from '../../shared/merge/words.ts';
import { useCore } from '../client/queries.ts';
import { Notice } from '../ui/Notice.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import type { ComparedPair } from './compared-pair.ts';
import { ProseDiff } from './ProseDiff.tsx';
import { SourceDiff } from './SourceDiff.tsx';

const counts = new Intl.NumberFormat();
// Counting is a courtesy; on a page this long it would take a second.
const maxCountedLength = 300_000;

/** A page's text in a revision: '' where the page was not there, null where it is no text. */
function useTextOf(wiki: WikiId, revision: Revision | null, fallback: Revision) {
  const isThere = revision !== null && revision.blob !== null;
  const { path, commit } = revision ?? fallback;
  const { data, error } = useCore('history.text', { wiki, path, commit }, { enabled: isThere });
  if (!isThere) return { text: '', error: null };
  return { text: data === undefined ? undefined : data.text, error };
}

function Sizes({ before, after }: { readonly before: string; readonly after: string }) {
  const sizes = useMemo(() => {
    let inserted = 0;
    let deleted = 0;
    for (const { change, text } of diffWords(before, after)) {
      if (change === 'same') continue;
      let count = 0;
      for (const times of countWords(text).values()) count += times;
      if (change === 'inserted') inserted += count;
      else deleted += count;
    }
    return { inserted, deleted };
  }, [before, after]);
  if (before === after) return <p className="cp-sizes">The text is the same in both.</p>;
  if (sizes.inserted + sizes.deleted === 0) {
    return <p className="cp-sizes">Only spaces and marks changed.</p>;
  }
  return (
    <p className="cp-sizes">
      {counts.format(sizes.inserted)} {sizes.inserted === 1 ? 'word' : 'words'} added,{' '}
      {counts.format(sizes.deleted)} removed
    </p>
  );
}

/** What changed between two versions, as prose or as source. */
export function Comparison({ wiki, pair }: { readonly wiki: WikiId; readonly pair: ComparedPair }) {
  const [view, setView] = useState<'prose' | 'source'>('prose');
  const { newer, older } = pair;
  const before = useTextOf(wiki, older, newer);
  const after = useTextOf(wiki, newer, newer);
  const error = before.error ?? after.error;
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (before.text === undefined || after.text === undefined) return <Spinner label="Loading" />;
  if (before.text === null || after.text === null) {
    return (
      <Notice kind="info" title="These versions cannot be compared">
        <p>One of them is not text that Commonplace can read.</p>
      </Notice>
    );
  }
  const texts = { before: before.text, after: after.text };
  return (
    <>
      <p className="cp-compared">
        {older === null ? (
          <>The first version, by {newer.author.name}</>
        ) : (
          <>
            From {older.author.name}’s version of <RelativeTime dateMs={older.dateMs} /> to{' '}
            {newer.author.name}’s of <RelativeTime dateMs={newer.dateMs} />
          </>
        )}
      </p>
      {texts.before.length + texts.after.length < maxCountedLength && <Sizes {...texts} />}
      <Tabs
        label="How to show the changes"
        value={view}
        onValueChange={setView}
        tabs={[
          {
            value: 'prose',
            label: 'As text',
            content: <ProseDiff key={`${newer.commit}${older?.commit ?? ''}`} {...texts} />,
          },
          {
            value: 'source',
            label: 'As source',
            content: <SourceDiff key={`${newer.commit}${older?.commit ?? ''}`} {...texts} />,
          },
        ]}
      />
    </>
  );
}
