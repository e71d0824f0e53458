import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import type { KeyboardEvent, ReactNode } from 'react';
import { moveFocus } from '../toolbar-focus.ts';

/** The tools of the container with the caret, in the toolbar. */
export function ContainerBar(props: { readonly name: string; readonly children: ReactNode }) {
  const [editor] = useLexicalComposerContext();
  return (
    <div
      className="cp-toolbar-tools cp-table-tools"
      role="toolbar"
      aria-label={props.name}
      onKeyDown={(event: KeyboardEvent<HTMLDivElement>) => {
        moveFocus(event);
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        editor.focus();
      }}
    >
      {props.children}
    </div>
  );
}
