import type { WikiId } from '../../shared/contract/values.ts';
import { hashOf } from '../app/routes.ts';

/** The wiki's tags, each a link to the pages that have it. */
export function TagList(props: {
  readonly wiki: WikiId;
  readonly tags: readonly { readonly tag: string; readonly count: number }[];
  readonly current: string | null;
}) {
  return (
    <ul className="cp-tags">
      {props.tags.slice(0, 200).map(({ tag, count }) => (
        <li key={tag}>
          <a
            href={hashOf({ kind: 'tag', wiki: props.wiki, tag })}
            aria-current={tag === props.current ? 'page' : undefined}
          >
            {tag} <small>{count}</small>
          </a>
        </li>
      ))}
    </ul>
  );
}
