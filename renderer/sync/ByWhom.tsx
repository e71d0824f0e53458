import type { Revision } from '../../shared/contract/values.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** Whose version it is, and from when. */
export function ByWhom(props: { readonly side: 'ours' | 'theirs'; readonly by: Revision | null }) {
  const { side, by } = props;
  const name = by?.author.name ?? '';
  return (
    <span className="cp-by-whom">
      {name !== '' && <Avatar name={name} />}
      <span>
        <strong>{side === 'ours' ? 'Yours' : name === '' ? 'Theirs' : name}</strong>
        {by !== null && (
          <>
            {' '}
            · <RelativeTime dateMs={by.dateMs} />
          </>
        )}
      </span>
    </span>
  );
}
