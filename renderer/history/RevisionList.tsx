import type { KeyboardEvent } from 'react';
import type { Oid, Revision } from '../../shared/contract/values.ts';
import { type PagePath, withoutPageExtension } from '../../shared/wiki/page-path.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { ComparedPair } from './compared-pair.ts';

/** Up and down, Home and End move between the versions; Enter shows what one changed. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.cp-revision-main')];
  const at = rows.findIndex((row) => row === document.activeElement);
  if (at === -1) return;
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  rows[target]?.focus();
}

function place(revision: Revision, pair: ComparedPair): 'newer' | 'older' | null {
  if (revision.commit === pair.newer.commit) return 'newer';
  return revision.commit === pair.older?.commit ? 'older' : null;
}

const placeWords = { newer: 'Shown', older: 'Compared with' };

/** Every version of a page, newest first. */
export function RevisionList(props: {
  readonly revisions: readonly Revision[];
  /** The page's path now; a version under another one says so. */
  readonly path: PagePath;
  readonly pair: ComparedPair;
  readonly onShow: (commit: Oid) => void;
  readonly onCompareFrom: (commit: Oid) => void;
}) {
  const { revisions, pair } = props;
  return (
    <ol className="cp-revisions" aria-label="Versions, newest first" onKeyDown={moveFocus}>
      {revisions.map((revision, index) => {
        const { author, commit, dateMs, summary, blob } = revision;
        const part = place(revision, pair);
        return (
          <li key={commit} className="cp-revision" data-place={part ?? undefined}>
            <button
              type="button"
              className="cp-revision-main"
              aria-current={part === 'newer' ? 'true' : undefined}
              onClick={() => props.onShow(commit)}
            >
              <Avatar name={author.name} />
              <span className="cp-revision-words">
                <span className="cp-revision-summary">
                  {summary === '' ? 'No summary' : summary}
                  {blob === null && <em> (deleted here)</em>}
                </span>
                <span className="cp-revision-by">
                  {author.name} · <RelativeTime dateMs={dateMs} />
                  {index === 0 && ' · newest'}
                  {revision.path !== props.path && (
                    <> · then at “{withoutPageExtension(revision.path)}”</>
                  )}
                </span>
              </span>
            </button>
            {part === null ? (
              <Button
                variant="quiet"
                className="cp-revision-compare"
                onClick={() => props.onCompareFrom(commit)}
              >
                Compare
                <span className="cp-visually-hidden">
                  {' '}
                  with “{summary}” by {author.name}
                </span>
              </Button>
            ) : (
              <span className="cp-revision-place">{placeWords[part]}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
