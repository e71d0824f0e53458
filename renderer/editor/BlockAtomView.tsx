import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { WRITE_SOURCE_COMMAND } from './keys/open-commands.ts';

function nameOf(source: string): string {
  if (/^\s*>\s*\[!/.test(source)) return 'Callout';
  if (/^\s*\[\^/.test(source)) return 'Footnote';
  if (/^\s*\[[^\]]+\]:/.test(source)) return 'Link addresses';
  if (/^\s*</.test(source)) return 'HTML';
  if (/^\s*%%/.test(source)) return 'Comment, not shown to readers';
  if (/^[^\n]*\|[^\n]*\n[ \t]*[|:-][|:\- \t]*(\n|$)/.test(source)) return 'Table';
  return 'Markdown';
}

/** A block kept as source: a quiet frame to look at, a text area to edit. */
export function BlockAtomView(props: { readonly nodeKey: string; readonly source: string }) {
  const [editor] = useLexicalComposerContext();
  const [isSelected, setSelected, clearSelection] = useLexicalNodeSelection(props.nodeKey);
  const [draft, setDraft] = useState<string | null>(null);
  const name = nameOf(props.source);

  const finish = (text: string) => {
    setDraft(null);
    editor.dispatchCommand(WRITE_SOURCE_COMMAND, { key: props.nodeKey, source: text });
    editor.focus();
  };

  if (draft !== null) {
    return (
      <div className="cp-block-atom-frame" contentEditable={false}>
        <textarea
          className="cp-source"
          aria-label={`${name} as markdown`}
          autoFocus
          value={draft}
          rows={Math.min(30, draft.split('\n').length + 1)}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => finish(draft)}
          onKeyDown={(event) => {
            // The text area's keys are its own, not the editor's.
            event.stopPropagation();
            const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
            if (event.key !== 'Escape' && !isDone) return;
            event.preventDefault();
            finish(draft);
          }}
        />
        <p className="cp-block-atom-hint">Escape when you are done</p>
      </div>
    );
  }
  return (
    <div
      className={`cp-block-atom-frame${isSelected ? ' cp-editor-selected' : ''}`}
      contentEditable={false}
      onClick={() => {
        clearSelection();
        setSelected(true);
      }}
      onDoubleClick={() => setDraft(props.source)}
    >
      <div className="cp-block-atom-bar">
        <span>{name}</span>
        <Button variant="quiet" onClick={() => setDraft(props.source)}>
          Edit<span className="cp-visually-hidden"> this {name.toLowerCase()}</span>
        </Button>
      </div>
      <pre>{props.source}</pre>
    </div>
  );
}
