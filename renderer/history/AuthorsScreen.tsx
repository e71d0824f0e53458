import './AuthorsScreen.css';
import { useMemo, useState } from 'react';
import type { Blame } from '../../shared/contract/methods-history.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { HistoryIcon, PageIcon, PeopleIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { AuthoredText } from './AuthoredText.tsx';
import { type Authorship, authorship } from './authors.ts';
import { HistoryLoading } from './HistoryLoading.tsx';
import { PieceCard } from './PieceCard.tsx';

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });

/** Who wrote each word of a page, when and why. */
export function AuthorsScreen(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const { wiki, path } = props;
  const page = useCore('page.read', { wiki, path });
  const { data, error } = useCore('history.blame', { wiki, path });
  const title = page.data?.kind === 'page' ? page.data.title : nameOfPage(path);
  return (
    <div className="cp-screen cp-authors">
      <header className="cp-screen-head">
        <h1>Who wrote {title}</h1>
        <div className="cp-screen-links">
          <ButtonLink
            variant="quiet"
            icon={HistoryIcon}
            href={hashOf({ kind: 'history', wiki, path })}
          >
            History
          </ButtonLink>
          <ButtonLink
            variant="quiet"
            icon={PageIcon}
            href={hashOf({ kind: 'page', wiki, path, anchor: '' })}
          >
            Back to the page
          </ButtonLink>
        </div>
      </header>
      {error !== null && <Notice kind="error" title={error.message} />}
      {data === undefined && error === null && (
        <HistoryLoading wiki={wiki} words="Finding out who wrote what" />
      )}
      {data?.blame === null && (
        <EmptyState icon={PeopleIcon} title="Nobody to name yet">
          <p>This page is in no saved version, or its text cannot be read.</p>
        </EmptyState>
      )}
      {data?.blame && <Authored wiki={wiki} path={path} blame={data.blame} />}
    </div>
  );
}

interface Marks {
  readonly blame: Blame;
  /** The only author to mark; null marks all. */
  readonly only: number | null;
  /** The revision that is told of. */
  readonly shown: number | null;
}

function Authored(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly blame: Blame;
}) {
  const { blame } = props;
  const who = useMemo(() => authorship(blame), [blame]);
  // The numbers are places in this blame; in another one they would name somebody else.
  const [marks, setMarks] = useState<Marks>({ blame, only: null, shown: null });
  const { only, shown } = marks.blame === blame ? marks : { only: null, shown: null };
  const setOnly = (author: number | null) => setMarks({ blame, only: author, shown });
  const setShown = (place: number | null) => setMarks({ blame, only, shown: place });
  const revision = shown === null ? undefined : blame.revisions[shown];
  return (
    <>
      {!blame.isComplete && (
        <Notice kind="info" title="Not all of the history was looked through">
          <p>
            The oldest words name the oldest version that was looked at, not the one that brought
            them.
          </p>
        </Notice>
      )}
      <Legend who={who} only={only} onOnlyChange={setOnly} />
      <AuthoredText blame={blame} who={who} only={only} shown={shown} onShow={setShown} />
      <PieceCard
        wiki={props.wiki}
        path={props.path}
        revision={revision}
        look={shown === null ? undefined : who.authors[who.authorOf[shown] ?? 0]?.look}
        onClose={() => setShown(null)}
      />
    </>
  );
}

const maxNamed = 12;

function Legend(props: {
  readonly who: Authorship;
  readonly only: number | null;
  readonly onOnlyChange: (author: number | null) => void;
}) {
  const { who, only } = props;
  const others = who.authors.length - maxNamed;
  return (
    <div className="cp-authors-legend" role="group" aria-label="Authors, most words first">
      {who.authors.slice(0, maxNamed).map((author, place) => (
        <button
          key={place}
          type="button"
          className="cp-author"
          aria-pressed={only === place}
          title={only === place ? 'Show all authors again' : `Show only what ${author.name} wrote`}
          onClick={() => props.onOnlyChange(only === place ? null : place)}
        >
          <span className="cp-author-sample" data-look={author.look ?? 'other'} aria-hidden>
            Abc
          </span>
          {author.name} <small>{percent.format(author.share)}</small>
        </button>
      ))}
      {others > 0 && <span className="cp-authors-more">and {others} more</span>}
    </div>
  );
}
