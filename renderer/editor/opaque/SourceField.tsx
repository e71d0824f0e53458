import type { EditorView } from '@codemirror/view';
import { stopLexicalPropagation } from 'lexical';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type * as FieldModule from '../source/source-field.ts';
import type { SourceFieldOptions } from '../source/source-field.ts';
import { sourceFieldClass } from './open-source.ts';

let loaded: typeof FieldModule | null = null;

/** Fetches CodeMirror, of which a page without such blocks has no use. */
export async function loadSourceField(): Promise<typeof FieldModule> {
  loaded ??= await import('../source/source-field.ts');
  return loaded;
}

interface SourceFieldProps extends Omit<SourceFieldOptions, 'anchor' | 'head' | 'describedBy'> {
  /** Where the caret is at first. */
  readonly edge: 'start' | 'end';
}

// What the page's editor would take for its own.
const editing = [
  ...['beforeinput', 'click', 'compositionend', 'compositionstart', 'copy', 'cut', 'dragend'],
  ...['dragover', 'dragstart', 'drop', 'input', 'keydown', 'paste', 'pointerdown'],
];

/** The source of a block within the page: in CodeMirror, and in a text area until that is there. */
export function SourceField(props: SourceFieldProps) {
  const { before, text, edge } = props;
  const [module, setModule] = useState(loaded);
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const view = useRef<EditorView | null>(null);
  const caret = useRef(edge === 'end' ? text.length : 0);
  const isComposing = useRef(false);
  const hint = useId();
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  // Written and perhaps not yet come back as the text now, the latest last.
  const written = useRef([text]);
  const [change] = useState(() => (now: string) => {
    written.current.push(now);
    latest.current.onChange(now);
  });

  useEffect(() => {
    const own = host.current;
    // On the way down: a key that leads out takes all this away before it comes up again.
    for (const name of editing) own?.addEventListener(name, stopLexicalPropagation, true);
    return () => {
      for (const name of editing) own?.removeEventListener(name, stopLexicalPropagation, true);
    };
  }, []);
  useEffect(() => {
    if (module !== null) return undefined;
    const field = area.current;
    field?.focus();
    field?.setSelectionRange(caret.current, caret.current);
    let isCurrent = true;
    const exchange = (now: typeof FieldModule) => {
      if (!isCurrent) return;
      caret.current = field?.selectionEnd ?? 0;
      // At once, so that no key falls between the two.
      flushSync(() => setModule(now));
    };
    const exchangeSoon = (now: typeof FieldModule) => {
      if (!isComposing.current) exchange(now);
      else field?.addEventListener('compositionend', () => exchange(now), { once: true });
    };
    // Where it can't be fetched, the text area does.
    void loadSourceField().then(exchangeSoon, () => undefined);
    return () => {
      isCurrent = false;
    };
  }, [module]);
  useLayoutEffect(() => {
    if (host.current === null || module === null) return undefined;
    const now = written.current.at(-1) ?? before;
    const { current: anchor } = caret;
    const { label, isProse } = latest.current;
    const made = module.createSourceField(host.current, {
      ...{ before, text: now, anchor, head: anchor, label, isProse, describedBy: hint },
      onChange: change,
      onLeave: (side) => latest.current.onLeave(side),
      onBlur: () => latest.current.onBlur(),
      onUndoBeyond: () => latest.current.onUndoBeyond(),
      onRedoBeyond: () => latest.current.onRedoBeyond(),
    });
    view.current = made;
    made.focus();
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [before, change, hint, module]);
  useLayoutEffect(() => {
    const known = written.current.lastIndexOf(text);
    if (known >= 0) {
      written.current.splice(0, known);
      return;
    }
    written.current = [text];
    if (area.current !== null) area.current.value = text;
    if (view.current !== null) module?.receiveSource(view.current, text);
  }, [module, text]);

  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart: at, selectionEnd: end, value } = event.currentTarget;
    const isPlain = at === end && !event.shiftKey && !event.altKey && !event.ctrlKey;
    const isFirst = isPlain && event.key === 'ArrowUp' && !value.slice(0, at).includes('\n');
    const isLast = isPlain && event.key === 'ArrowDown' && !value.slice(at).includes('\n');
    const isDone = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (event.key !== 'Escape' && !isDone && !isFirst && !isLast) return;
    event.preventDefault();
    props.onLeave(isFirst ? 'before' : isLast ? 'after' : null);
  };
  return (
    <>
      <div ref={host} className={sourceFieldClass}>
        {module === null && (
          <textarea
            ref={area}
            className="cp-source"
            aria-label={props.label}
            aria-describedby={hint}
            dir="auto"
            spellCheck={props.isProse}
            defaultValue={text}
            onChange={({ target }) => change(target.value)}
            onCompositionStart={() => {
              isComposing.current = true;
            }}
            onCompositionEnd={() => {
              isComposing.current = false;
            }}
            onBlur={({ currentTarget }) => {
              if (document.activeElement !== currentTarget) props.onBlur();
            }}
            onKeyDown={press}
          />
        )}
      </div>
      <p id={hint} className="cp-block-atom-hint">
        Escape when you are done
      </p>
    </>
  );
}
