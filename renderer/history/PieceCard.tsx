import type { Revision, WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { ButtonLink, IconButton } from '../ui/Button.tsx';
import { CloseIcon, HistoryIcon } from '../ui/icons.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** Who wrote the piece that is pointed at, when and why, with a way to that version. */
export function PieceCard(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly revision: Revision | undefined;
  readonly look: number | null | undefined;
  readonly onClose: () => void;
}) {
  const { wiki, path, revision, look } = props;
  return (
    <section className="cp-piece-card" aria-label="Who wrote this piece">
      {revision === undefined ? (
        <p className="cp-piece-hint">Point at, tap or focus any words to see who wrote them.</p>
      ) : (
        <>
          <Avatar name={revision.author.name} />
          <div className="cp-piece-words">
            <p>
              <b className="cp-author-sample" data-look={look ?? 'other'}>
                {revision.author.name}
              </b>{' '}
              · <RelativeTime dateMs={revision.dateMs} />
            </p>
            <p className="cp-piece-summary">
              {revision.summary === '' ? 'No summary' : revision.summary}
            </p>
          </div>
          <ButtonLink
            variant="quiet"
            icon={HistoryIcon}
            href={hashOf({ kind: 'history', wiki, path, commit: revision.commit })}
          >
            See this change
          </ButtonLink>
          <IconButton icon={CloseIcon} label="Close" onClick={props.onClose} />
        </>
      )}
    </section>
  );
}
