import './versions.css';
import { whoIs } from '../client/who-is.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { Writer } from './answers.ts';

/** Whose it is and from when: "Yours, 3 days ago", "Ana’s, yesterday"; with `did`, "Deleted by you". */
export function ByWhom(props: {
  readonly by: Writer;
  readonly fallback: string;
  readonly did?: string;
  /** Tells the versions of one person apart. */
  readonly number?: number | null;
}) {
  const { by, fallback, did, number = null } = props;
  if (by === null) return <span className="cp-by-whom">{fallback}</span>;
  const name = by.name.trim();
  return (
    <span className="cp-by-whom">
      {name !== '' && <Avatar name={name} />}
      <span>
        <strong>
          {wordsFor(by, fallback, did)}
          {number !== null && name !== '' && ` ${String(number)}`}
        </strong>
        , <RelativeTime dateMs={by.dateMs} />
      </span>
    </span>
  );
}

function wordsFor(by: NonNullable<Writer>, fallback: string, did?: string): string {
  const name = by.name.trim();
  if (!by.isMe && name === '') return fallback;
  if (did !== undefined) return `${did} by ${whoIs(by)}`;
  return by.isMe ? 'Yours' : `${name}’s`;
}
