import type { WikiId } from '../../shared/contract/values.ts';
import { toPagePath, withoutPageExtension } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ByWhom } from './ByWhom.tsx';
import { WholeChoice } from './WholeChoice.tsx';

/** What only a person can join, with the way to each. */
export function ChoicesSection({ wiki }: { readonly wiki: WikiId }) {
  const { data, error } = useCore('choice.list', { wiki });
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined || data.choices.length === 0) return null;
  return (
    <section className="cp-share-section" aria-labelledby="cp-choices">
      <h2 id="cp-choices">Needs your choice</h2>
      <p>
        You and others changed the same place. Both versions are safe; nothing is shared or replaced
        until you choose.
      </p>
      <ul className="cp-choice-list">
        {data.choices.map(({ path, kind, oursBy, theirsBy }) => {
          const page = toPagePath(path);
          return (
            <li key={path}>
              <h3>{withoutPageExtension(path)}</h3>
              {page === null ? (
                <WholeChoice {...{ wiki, path, kind, oursBy, theirsBy }} />
              ) : (
                <div className="cp-choice-row">
                  <ByWhom side="ours" by={oursBy} />
                  <ByWhom side="theirs" by={theirsBy} />
                  <ButtonLink
                    variant="primary"
                    href={hashOf({ kind: 'choice', wiki, path: page })}
                    aria-label={`Choose for ${withoutPageExtension(path)}`}
                  >
                    Choose
                  </ButtonLink>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
