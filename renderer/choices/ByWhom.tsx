import type { ByWhom as Writer } from '../../shared/contract/methods-choice.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** Whose version it is, and from when: "Yours, 3 days ago", "Ana’s, yesterday". */
export function ByWhom({ by, fallback }: { readonly by: Writer; readonly fallback: string }) {
  if (by === null) return <span className="cp-by-whom">{fallback}</span>;
  const name = by.name.trim();
  return (
    <span className="cp-by-whom">
      {name !== '' && <Avatar name={name} />}
      <span>
        <strong>{by.isMe ? 'Yours' : name === '' ? fallback : `${name}’s`}</strong>,{' '}
        <RelativeTime dateMs={by.dateMs} />
      </span>
    </span>
  );
}
