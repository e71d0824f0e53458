import type { ByWhom as Writer } from '../../shared/contract/methods-choice.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';

/** Whose it is and from when: "Yours, 3 days ago", "Ana’s, yesterday"; with `did`, "Deleted by you". */
export function ByWhom(props: {
  readonly by: Writer;
  readonly fallback: string;
  readonly did?: string;
}) {
  const { by, fallback, did } = props;
  if (by === null) return <span className="cp-by-whom">{fallback}</span>;
  const name = by.name.trim();
  return (
    <span className="cp-by-whom">
      {name !== '' && <Avatar name={name} />}
      <span>
        <strong>{wordsFor(by.isMe, name, fallback, did)}</strong>,{' '}
        <RelativeTime dateMs={by.dateMs} />
      </span>
    </span>
  );
}

function wordsFor(isMe: boolean, name: string, fallback: string, did?: string): string {
  if (!isMe && name === '') return fallback;
  if (did !== undefined) return `${did} by ${isMe ? 'you' : name}`;
  return isMe ? 'Yours' : `${name}’s`;
}
