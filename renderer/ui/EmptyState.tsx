import './EmptyState.css';
import type { ReactNode } from 'react';
import type { Icon } from './icons.ts';

/** What a screen or a list shows when it has nothing: says why, and offers the next step. */
export function EmptyState(props: {
  readonly icon?: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const { icon: IconShape } = props;
  return (
    <div className="cp-empty">
      {IconShape && <IconShape aria-hidden size={28} strokeWidth={1.5} />}
      <h2>{props.title}</h2>
      {props.children !== undefined && <div className="cp-empty-words">{props.children}</div>}
      {props.actions !== undefined && <div className="cp-empty-actions">{props.actions}</div>}
    </div>
  );
}
