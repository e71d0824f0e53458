import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import { COMMAND_PRIORITY_HIGH, KEY_ENTER_COMMAND } from 'lexical';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState, Suspense } from 'react';
import { Button } from '../ui/Button.tsx';
import { LEAVE_BLOCK_COMMAND, WRITE_SOURCE_COMMAND } from './keys/open-commands.ts';
import { LazyPreview } from './opaque/LazyPreview.tsx';
import { beginningOf } from './nodes/beginning.ts';
import { commentText, opaqueKind } from './opaque/opaque-kinds.ts';

/** A block kept as source: what readers see of it, or a quiet frame; a text area to edit. */
export function BlockAtomView(props: { readonly nodeKey: string; readonly source: string }) {
  const { nodeKey, source } = props;
  const [editor] = useLexicalComposerContext();
  const [isSelected, setSelected, clearSelection] = useLexicalNodeSelection(nodeKey);
  const [draft, setDraft] = useState<string | null>(null);
  const isFinished = useRef(false);
  const { name, look, hint } = opaqueKind(source);
  const edit = useCallback(() => {
    isFinished.current = false;
    setDraft(source);
  }, [source]);

  useEffect(() => {
    if (!isSelected) return undefined;
    return editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        event?.preventDefault();
        edit();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    );
  }, [edit, editor, isSelected]);

  const write = (text: string) => {
    setDraft(null);
    editor.dispatchCommand(WRITE_SOURCE_COMMAND, { key: nodeKey, source: text });
  };
  // The text has the focus before anything is selected in it: with the focus comes a caret of the browser's.
  const finish = (text: string, side: 'before' | 'after' | null) => {
    isFinished.current = true;
    editor.getRootElement()?.focus({ preventScroll: true });
    editor.dispatchCommand(LEAVE_BLOCK_COMMAND, { key: nodeKey, side });
    write(text);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // The text area's keys are its own, not the editor's.
    event.stopPropagation();
    if (event.nativeEvent.isComposing || draft === null) return;
    const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    const { selectionStart: at, selectionEnd: end } = event.currentTarget;
    const isPlain = at === end && !event.shiftKey && !event.altKey;
    const isFirst = isPlain && event.key === 'ArrowUp' && !draft.slice(0, at).includes('\n');
    const isLast = isPlain && event.key === 'ArrowDown' && !draft.slice(at).includes('\n');
    if (event.key !== 'Escape' && !isDone && !isFirst && !isLast) return;
    event.preventDefault();
    finish(draft, isFirst ? 'before' : isLast ? 'after' : null);
  };

  if (draft !== null) {
    return (
      <div className="cp-block-atom-frame" contentEditable={false}>
        <textarea
          className="cp-source"
          aria-label={`${name} as markdown`}
          autoFocus
          dir="auto"
          spellCheck={look === 'note'}
          value={draft}
          rows={Math.min(30, draft.split('\n').length + 1)}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => {
            if (!isFinished.current) write(draft);
          }}
          onKeyDown={press}
        />
        <p className="cp-block-atom-hint">Escape when you are done</p>
      </div>
    );
  }
  return (
    <div
      className={`cp-block-atom-frame${isSelected ? ' cp-editor-selected' : ''}`}
      data-look={look}
      role="group"
      aria-label={`${name}: ${beginningOf(look === 'note' ? commentText(source) : source)}`}
      contentEditable={false}
      onClick={() => {
        clearSelection();
        setSelected(true);
      }}
      onDoubleClick={edit}
    >
      <div className="cp-block-atom-bar">
        <span>
          {name}
          {hint !== null && <small> {hint}</small>}
        </span>
        <Button variant="quiet" onClick={edit}>
          Edit<span className="cp-visually-hidden"> this {name.toLowerCase()}</span>
        </Button>
      </div>
      {look === 'preview' && (
        <Suspense fallback={<pre dir="auto">{source}</pre>}>
          <LazyPreview source={source} />
        </Suspense>
      )}
      {look === 'note' && (
        <p className="cp-block-atom-note" dir="auto">
          {commentText(source)}
        </p>
      )}
      {look === 'source' && <pre dir="auto">{source}</pre>}
    </div>
  );
}
