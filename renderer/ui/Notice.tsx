import './Notice.css';
import type { ReactNode } from 'react';
import { ErrorIcon, InfoIcon, SuccessIcon, WarningIcon } from './icons.ts';

const icons = { info: InfoIcon, warning: WarningIcon, error: ErrorIcon, success: SuccessIcon };

/** Something to know about the screen it stands in. Errors are read out when they appear. */
export function Notice(props: {
  readonly kind: keyof typeof icons;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  const IconShape = icons[props.kind];
  return (
    <div
      className={`cp-notice cp-notice-${props.kind}`}
      role={props.kind === 'error' ? 'alert' : 'group'}
      {...(props.kind === 'error' ? {} : { 'aria-label': props.title })}
    >
      <IconShape aria-hidden size={18} />
      <div>
        <p className="cp-notice-title">{props.title}</p>
        {props.children !== undefined && <div className="cp-notice-words">{props.children}</div>}
        {props.actions !== undefined && <div className="cp-notice-actions">{props.actions}</div>}
      </div>
    </div>
  );
}
