import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import {
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_LOW,
  KEY_ENTER_COMMAND,
  REDO_COMMAND,
  UNDO_COMMAND,
} from 'lexical';
import { useCallback, useEffect, Suspense } from 'react';
import { Button } from '../ui/Button.tsx';
import {
  LEAVE_BLOCK_COMMAND,
  OPEN_BLOCK_COMMAND,
  READ_SOURCE_COMMAND,
  WRITE_SOURCE_COMMAND,
} from './keys/open-commands.ts';
import { useOpened } from './use-opened.ts';
import { LazyPreview } from './opaque/LazyPreview.tsx';
import { beginningOf } from './nodes/beginning.ts';
import { commentText, opaqueKind } from './opaque/opaque-kinds.ts';
import { loadSourceField, SourceField } from './opaque/SourceField.tsx';

interface Open {
  /** The source as it was. */
  readonly before: string;
  readonly edge: 'start' | 'end';
}

/** A block kept as source: what readers see of it, or a quiet frame; its source to edit. */
export function BlockAtomView(props: { readonly nodeKey: string; readonly source: string }) {
  const { nodeKey, source } = props;
  const [editor] = useLexicalComposerContext();
  const [isSelected, setSelected, clearSelection] = useLexicalNodeSelection(nodeKey);
  const { open, show, finish } = useOpened<Open>();
  const { name, look, hint } = opaqueKind(open?.before ?? source);
  const edit = useCallback(
    (edge: Open['edge']) => {
      if (open === null) show({ before: source, edge });
    },
    [open, show, source],
  );

  useEffect(
    () =>
      editor.registerCommand(
        OPEN_BLOCK_COMMAND,
        ({ key, edge }) => {
          if (key !== nodeKey) return false;
          edit(edge);
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [edit, editor, nodeKey],
  );
  useEffect(() => {
    if (!isSelected) return undefined;
    // It is likely to be opened next; if that fails, it is tried again then.
    loadSourceField().catch(() => undefined);
    return editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        event?.preventDefault();
        edit('start');
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    );
  }, [edit, editor, isSelected]);

  if (open !== null) {
    const close = () => {
      if (!finish()) return;
      editor.dispatchCommand(READ_SOURCE_COMMAND, { key: nodeKey, before: open.before });
    };
    const leave = (side: 'before' | 'after' | null) => {
      if (!finish()) return;
      // The text has the focus before anything is selected in it: with the focus comes a caret of the browser's.
      editor.getRootElement()?.focus({ preventScroll: true });
      editor.dispatchCommand(LEAVE_BLOCK_COMMAND, { key: nodeKey, side });
      editor.dispatchCommand(READ_SOURCE_COMMAND, { key: nodeKey, before: open.before });
    };
    const leaveFor = (command: typeof UNDO_COMMAND) => {
      leave(null);
      // The steps of the page end where this block's begin.
      editor.read(() => undefined);
      editor.dispatchCommand(command, undefined);
    };
    return (
      <div className="cp-block-atom-frame" contentEditable={false} data-open>
        <SourceField
          before={open.before}
          text={source}
          edge={open.edge}
          label={`${name} as markdown`}
          isProse={look === 'note'}
          onChange={(text) => {
            const { before } = open;
            editor.dispatchCommand(WRITE_SOURCE_COMMAND, { key: nodeKey, before, source: text });
          }}
          onLeave={leave}
          onBlur={close}
          onUndoBeyond={() => leaveFor(UNDO_COMMAND)}
          onRedoBeyond={() => leaveFor(REDO_COMMAND)}
        />
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
      onDoubleClick={() => edit('start')}
    >
      <div className="cp-block-atom-bar">
        <span>
          {name}
          {hint !== null && <small> {hint}</small>}
        </span>
        <Button variant="quiet" onClick={() => edit('start')}>
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
