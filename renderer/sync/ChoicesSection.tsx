import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { whoIs } from '../client/who-is.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

type Entry = Output<'choice.list'>['choices'][number];

const list = new Intl.ListFormat(undefined, { type: 'conjunction' });

function wordsOf({ kind, sections, by }: Entry): string {
  const names = by.flatMap((each) => (each === null ? [] : whoIs(each)));
  const people = names.length === 0 ? 'several people' : list.format([...new Set(names)].sort());
  switch (kind) {
    case 'text':
      return `${sections === 1 ? 'One place' : `${String(sections)} places`}, written differently by ${people}.`;
    case 'deleted': {
      // The one who edited comes first; a person who did both comes once.
      const [edited = null, deleted = edited] = by;
      return `Edited by ${whoIs(edited)}, deleted by ${whoIs(deleted)}.`;
    }
    case 'file':
      return `Replaced by ${people}; each version was kept.`;
  }
}

/** What only a person can decide, with the way to each. */
export function ChoicesSection({ wiki }: { readonly wiki: WikiId }) {
  const { data, error } = useCore('choice.list', { wiki });
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined || data.choices.length === 0) return null;
  return (
    <section className="cp-share-section" aria-labelledby="cp-choices">
      <h2 id="cp-choices">Open choices</h2>
      <p>Anyone who shares this wiki can choose, now or later.</p>
      <ul className="cp-choice-list">
        {data.choices.map((entry) => (
          <li key={entry.path}>
            <div className="cp-choice-row">
              <div>
                <h3>{entry.title}</h3>
                <p className="cp-share-note">{wordsOf(entry)}</p>
              </div>
              <ButtonLink
                href={hashOf({ kind: 'choice', wiki, path: entry.path })}
                aria-label={`Choose for ${entry.title}`}
              >
                Choose
              </ButtonLink>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
