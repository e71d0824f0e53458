import './EmptyState.css';
import type { ReactNode } from 'react';
import type { Icon } from './icons.ts';

/** What a screen or a list shows when it has nothing: says why, and offers the next step. */
export function EmptyState(props: {
  readonly icon?: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** It is all that the screen shows: its title is the screen's. */
  readonly isScreen?: boolean;
}) {
  const { icon: IconShape } = props;
  const Heading = props.isScreen === true ? 'h1' : 'h2';
  return (
    <div className="cp-empty">
      {IconShape && <IconShape aria-hidden size={28} strokeWidth={1.5} />}
      <Heading>{props.title}</Heading>
      {props.children !== undefined && <div className="cp-empty-words">{props.children}</div>}
      {props.actions !== undefined && <div className="cp-empty-actions">{props.actions}</div>}
    </div>
  );
}
