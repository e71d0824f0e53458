import type { EditorView } from '@codemirror/view';
import {
  memo,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Join } from '../together/received.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import type { EditorHandle, OnClose, Start } from '../editor-handle.ts';
import { useWriting } from '../language/use-writing.ts';
import { nothingBeyond } from '../past/steps.ts';
import { holdAt, mayTakeFocus, type Place, sightOf } from '../place/place.ts';
import { useSourceFiles } from './use-source-files.ts';
import { newIn, showCame } from '../together/show-came.ts';
import type * as SourceView from './source-view.ts';
import { fromTextArea, shownOffset, toTextArea, writtenOffset } from '../source-text.ts';

type SourceModule = typeof SourceView;

// Kept, so that only the first switch to the source has to wait for it.
let loaded: SourceModule | null = null;

async function load(): Promise<SourceModule> {
  loaded ??= await import('./source-view.ts');
  return loaded;
}

interface SourceProps {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly ref: Ref<EditorHandle>;
  readonly text: string;
  readonly start: Start;
  readonly onEdit: () => void;
  readonly onClose: OnClose;
}

/** The whole page as markdown, in CodeMirror, which is fetched when it is first wanted. */
export const SourceEditor = memo(function SourceEditor(props: SourceProps) {
  const [source, setSource] = useState(loaded);
  const [isFailed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (source !== null) return;
    let isCurrent = true;
    load().then(
      (module) => {
        if (isCurrent) setSource(module);
      },
      () => {
        if (isCurrent) setFailed(true);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [source, round]);
  if (source !== null) return <Loaded {...props} source={source} />;
  if (!isFailed) {
    return (
      <div className="cp-editor-wait">
        <Spinner />
      </div>
    );
  }
  return (
    <Notice
      kind="error"
      title="The editor for markdown could not be loaded"
      actions={
        <Button
          onClick={() => {
            setFailed(false);
            setRound(round + 1);
          }}
        >
          Try again
        </Button>
      }
    >
      Your text is kept as it was.
    </Notice>
  );
});

// Each time the person wrote on while the two were joined.
const maxTries = 3;

function Loaded(props: SourceProps & { readonly source: SourceModule }) {
  const { source, text } = props;
  const { language, isSpellchecked } = useWriting(props.wiki, text);
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  useSourceFiles(host, view, props);
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });

  const [handle] = useState((): EditorHandle => {
    // What lines end in is taken from the text that was put in last.
    let original = text;
    let read: { readonly from: unknown; readonly text: string } = { from: null, text };
    const readText = () => {
      const doc = view.current?.state.doc;
      if (doc === undefined || read.from === doc) return read.text;
      read = { from: doc, text: fromTextArea(doc.toString(), original) };
      return read.text;
    };
    /** Null: the person is amid a word, or wrote on each time it was tried. */
    const joinedWith = async (join: Join) => {
      for (let round = 0; round < maxTries; round += 1) {
        const before = readText();
        const after = await join(before);
        if (view.current?.composing !== false) return null;
        if (readText() === before) return { before, after };
      }
      return null;
    };
    return {
      readText,
      countable: () => (view.current === null ? null : source.createSourceCount(view.current)),
      findTarget: () => (view.current === null ? null : source.createSourceFind(view.current)),
      writeDraft: () => Promise.resolve(readText()),
      writeChecked: () => Promise.resolve({ text: readText(), isFaithful: true }),
      ownSteps() {
        if (view.current === null) return nothingBeyond;
        const { past, future } = source.stepsOf(view.current.state);
        const written = (step: () => string) => () => fromTextArea(step(), original);
        return { past: past.map(written), future: future.map(written) };
      },
      async receive(join) {
        const written = await joinedWith(join);
        if (written === null || view.current === null) return { kind: 'busy' };
        const { before, after } = written;
        if (after === null) return { kind: 'declined' };
        const now = view.current;
        const { view: seen } = placeIn(now, before);
        original = after;
        const linesBefore = now.contentDOM.textContent;
        const mapped = source.receiveSource(now, toTextArea(after));
        showCame(newIn([now.contentDOM], linesBefore));
        read = { from: now.state.doc, text: after };
        if (seen !== null) {
          const at = mapped(shownOffset(before, seen.at));
          holdAt(now.dom, seen.topPx, () => topOf(now, at));
        }
        // Its history goes on: it knows which changes are not the person's.
        return { kind: 'put', before, after, own: nothingBeyond };
      },
      closeFields: () => {},
      // CodeMirror can't end its own history: another view begins a new one.
      stepTo: () => Promise.resolve(false),
      place: (now) => (view.current === null ? null : placeIn(view.current, now)),
    };
  });
  useImperativeHandle(props.ref, () => handle, [handle]);

  useLayoutEffect(() => {
    const parent = host.current;
    if (parent === null) return;
    const { place } = latest.current.start;
    const made = source.createSourceView(parent, {
      text: toTextArea(text),
      anchor: place === null ? 0 : shownOffset(text, place.anchor),
      head: place === null ? 0 : shownOffset(text, place.head),
      onEdit: () => latest.current.onEdit(),
      onUndoBeyond: () => latest.current.start.onUndoBeyond(),
      onRedoBeyond: () => latest.current.start.onRedoBeyond(),
    });
    view.current = made;
    if (mayTakeFocus()) made.focus();
    const letGo = place === null ? () => {} : goTo(made, text, place);
    return () => {
      letGo();
      latest.current.onClose(handle.readText(), () => handle.writeChecked());
      view.current = null;
      made.destroy();
    };
  }, [handle, source, text]);
  useLayoutEffect(() => {
    if (view.current === null) return;
    view.current.contentDOM.lang = language;
    view.current.contentDOM.spellcheck = isSpellchecked;
  }, [isSpellchecked, language, source, text]);

  return (
    <div
      ref={host}
      className="cp-source-editor"
      onMouseDown={(event) => {
        // Beside the text is in the text: the caret goes to its end.
        if (event.target !== host.current || view.current === null) return;
        event.preventDefault();
        view.current.focus();
      }}
    />
  );
}

/** The caret, and what of the text stands where on the screen. */
function placeIn(view: EditorView, text: string): Place {
  const { anchor, head } = view.state.selection.main;
  const { topPx, bottomPx } = sightOf(view.dom);
  const caretPx = view.coordsAtPos(head)?.top ?? null;
  const isSeen = caretPx !== null && caretPx >= topPx && caretPx <= bottomPx;
  const line = view.lineBlockAtHeight(topPx - view.documentTop);
  return {
    anchor: writtenOffset(text, anchor),
    head: writtenOffset(text, head),
    view: isSeen
      ? { at: writtenOffset(text, head), topPx: caretPx }
      : { at: writtenOffset(text, line.from), topPx: line.top + view.documentTop },
  };
}

function goTo(view: EditorView, text: string, place: Place): () => void {
  const { sight, at } =
    place.view === null
      ? { sight: sightOf(view.dom).topPx + 120, at: place.head }
      : { sight: place.view.topPx, at: place.view.at };
  const offset = shownOffset(text, at);
  const topNow = () => topOf(view, offset);
  if (place.view === null) {
    const { topPx, bottomPx } = sightOf(view.dom);
    const now = topNow();
    if (now >= topPx && now <= bottomPx) return () => {};
  }
  return holdAt(view.dom, sight, topNow);
}

function topOf(view: EditorView, offset: number): number {
  return view.coordsAtPos(offset)?.top ?? view.lineBlockAt(offset).top + view.documentTop;
}
