import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Oid, WikiId } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { useCommands } from '../app/commands.ts';
import { hashOf, navigate } from '../app/routes.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { useRootMark } from '../ui/use-root-mark.ts';
import { Spinner } from '../ui/Spinner.tsx';
import { toast } from '../ui/Toast.tsx';
import type { EditorHandle } from './editor-handle.ts';
import { FindBar } from '../find/FindBar.tsx';
import { othersChanges, ownChanges, ReviewDialog } from './review/ReviewDialog.tsx';
import { WordCountLine } from './count/WordCountLine.tsx';
import { useOpening } from './past/use-opening.ts';
import { placeOfSection, sectionAt } from './place/section-place.ts';
import { firstLook, PropertiesLookContext } from './properties/properties-look.ts';
import { RichEditor } from './RichEditor.tsx';
import { SaveBar } from './SaveBar.tsx';
import { SourceEditor } from './source/SourceEditor.tsx';
import { CameLine, useMe } from './together/CameLine.tsx';
import { OtherVersions } from './together/OtherVersions.tsx';
import { TextNotices } from './TextNotices.tsx';
import { useReceiver } from './together/use-receiver.ts';
import { usePageModel } from './use-page-model.ts';
import { useSaveSession } from './use-save-session.ts';

// Parsing takes up to 2 ms for each kilobyte, and nothing may stand still for long.
const maxRichLength = 1_000_000;

export function PageEditor(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly writer: string;
  readonly title: string;
  readonly base: Oid | null;
  readonly baseText: string | null;
  readonly text: string;
  /** `text` is a draft. */
  readonly isRestored: boolean;
  /** The section to open it at; empty: the top. */
  readonly anchor: string;
}) {
  const { wiki, path, title } = props;
  const isLarge = props.text.length > maxRichLength;
  const [summary, setSummary] = useState('');
  const editor = useRef<EditorHandle>(null);
  // The text while no editor is on the screen.
  const lastText = useRef(props.text);
  // The last word of an editor that has gone from the screen.
  const closing = useRef<ReturnType<EditorHandle['writeChecked']> | null>(null);
  const latestRound = useRef(0);

  const readText = useCallback(() => editor.current?.readText() ?? lastText.current, []);
  const readForSave = useCallback(async () => {
    try {
      const checked = editor.current === null ? closing.current : editor.current.writeChecked();
      return (await checked) ?? { text: lastText.current, isFaithful: true };
    } catch {
      return { text: readText(), isFaithful: false };
    }
  }, [readText]);
  const noteGoneText = useCallback((text: string) => {
    lastText.current = text;
    closing.current = Promise.resolve({ text, isFaithful: true });
  }, []);
  useRootMark('editing');
  const { receive, connect } = useReceiver(editor, readForSave, noteGoneText);
  const saving = useSaveSession({
    ...props,
    readText,
    readForDraft: async () => editor.current?.writeDraft() ?? lastText.current,
    readForSave,
    closeFields: () => editor.current?.closeFields(),
    readSummary: () => summary,
    receive,
  });
  const { session, isByItself, noteEdit, noteKey, save, leave } = saving;
  const isClean = session.status.kind === 'clean' || session.status.kind === 'saved';
  // The words about a revision are used up by it, whoever asked for it.
  const [baseOfSummary, setBaseOfSummary] = useState(session.base);
  if (baseOfSummary !== session.base) {
    setBaseOfSummary(session.base);
    if (session.status.kind !== 'dirty') setSummary('');
  }

  const { opening, start, switchTo, replaceText, receiveOpen, noteLeft } = useOpening(
    {
      mode: isLarge ? 'source' : 'rich',
      text: props.text,
      page: `${wiki} ${path}`,
      place: placeOfSection(props.text, props.anchor),
    },
    editor,
    readText,
    useCallback(
      ({ text, round, isEdit }) => {
        lastText.current = text;
        closing.current = null;
        latestRound.current = round;
        if (isEdit) noteEdit();
      },
      [noteEdit],
    ),
  );
  useEffect(() => connect(receiveOpen), [connect, receiveOpen]);
  const model = usePageModel(
    opening.mode === 'rich' ? opening.text : null,
    opening.round,
    opening.place === null,
  );
  // A page that can't be shown as formatted text stays as it is written.
  const isFailed = opening.mode === 'rich' && model.kind === 'failed';
  const isRich = opening.mode === 'rich' && !isFailed;

  const saveNow = async () => {
    if (await save()) {
      setSummary('');
      toast({ title: `Saved “${title}”`, kind: 'success' });
    }
  };

  const mustCheck = useRef(false);
  useEffect(() => {
    mustCheck.current = isByItself && !isClean;
  });
  // Text is kept after the editor is gone, when the person leaves by a link.
  const noteClosed = useCallback(
    (text: string, check: EditorHandle['writeChecked']) => {
      if (opening.round !== latestRound.current) return;
      lastText.current = text;
      closing.current = mustCheck.current ? check() : null;
      noteLeft(text);
    },
    [noteLeft, opening.round],
  );
  const finish = async () => {
    const text = readText();
    const anchor = sectionAt(text, editor.current?.place(text)?.head ?? 0);
    if (await leave()) navigate({ kind: 'page', wiki, path, anchor });
  };
  const showSource = () => {
    // A field of the properties may take what is typed only when it is left.
    const { activeElement } = document;
    const field = activeElement?.closest<HTMLElement>('.cp-properties-form input');
    field?.blur();
    switchTo('source');
  };
  const toggle = isRich ? showSource : () => switchTo('rich');

  // How often it was asked for; 0: it is closed.
  const [finding, setFinding] = useState(0);
  const getEditor = useCallback(() => editor.current, []);
  const getTarget = useCallback(() => editor.current?.findTarget() ?? null, []);
  const me = useMe(wiki);
  const [isSeeing, setSeeing] = useState(false);
  // The text as it stood when the person asked what they had changed.
  const [reviewed, setReviewed] = useState<string | null>(null);
  const review = () => {
    if (session.baseText !== null) setReviewed(readText());
    else toast({ title: 'The page changed meanwhile. Save shows both versions first.' });
  };

  const backToText = () => {
    requestAnimationFrame(() => editor.current?.findTarget()?.select(null));
  };

  useCommands([
    { id: 'save-page', title: 'Save this page', shortcut: 'Mod+S', run: () => void saveNow() },
    {
      id: 'toggle-source',
      title: isRich ? 'Edit as markdown source' : 'Edit as formatted text',
      shortcut: 'Mod+Shift+M',
      run: toggle,
    },
    {
      id: 'review-changes',
      title: 'Review what you changed',
      shortcut: 'Mod+Shift+E',
      run: review,
    },
    {
      id: 'find-in-page',
      title: 'Find and replace in this page',
      shortcut: 'Mod+F',
      run: () => setFinding((asked) => asked + 1),
    },
  ]);

  const [look, onLook] = useState(firstLook);
  const propertiesLook = useMemo(() => ({ look, onLook }), [look]);
  const canBeRich = !isFailed && (isRich || opening.text.length <= maxRichLength);
  const screen = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.title = `Editing ${title}`;
  }, [title]);

  return (
    <div
      ref={screen}
      className="cp-editor"
      onKeyDown={(event) => {
        noteKey();
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        // Out of the text with one key: to the page if all is saved, else to the save bar.
        if (isClean) void finish();
        else screen.current?.querySelector<HTMLElement>('[data-save]')?.focus();
      }}
    >
      <header className="cp-editor-head">
        <h1>
          <span className="cp-visually-hidden">Editing </span>
          {title}
        </h1>
        {title !== nameOfPage(path) && <p>{path}</p>}
      </header>
      <TextNotices
        isUnwritable={session.status.kind === 'unwritable'}
        isLarge={isLarge}
        isFailed={isFailed}
        onShowSource={showSource}
      />
      {isRich && model.kind === 'reading' && (
        <div className="cp-editor-wait">
          <Spinner />
        </div>
      )}
      {isRich && (model.kind === 'read' || model.kind === 'head') && (
        <PropertiesLookContext value={propertiesLook}>
          <RichEditor
            // A head that turned out to be another one makes room for the page.
            key={`${opening.round} ${model.kind === 'head' || model.headCount > 0}`}
            ref={editor}
            wiki={wiki}
            path={path}
            page={model.page}
            headCount={model.kind === 'head' ? null : model.headCount}
            start={start}
            onEdit={noteEdit}
            onClose={noteClosed}
          />
        </PropertiesLookContext>
      )}
      {!isRich && (
        <SourceEditor
          key={opening.round}
          ref={editor}
          wiki={wiki}
          path={path}
          text={opening.text}
          start={start}
          onEdit={noteEdit}
          onClose={noteClosed}
        />
      )}
      <div className="cp-editor-dock">
        {/* In sight wherever the person writes, and nothing of the text moves for it. */}
        <OtherVersions
          wiki={wiki}
          path={path}
          saving={saving}
          readText={readText}
          replaceText={replaceText}
        />
        {finding > 0 && (
          <FindBar
            getTarget={getTarget}
            round={opening.round}
            asked={finding}
            onClose={() => setFinding(0)}
          />
        )}
        {session.came !== null && (
          <CameLine
            came={session.came}
            me={me}
            onSee={() => setSeeing(true)}
            onDismiss={saving.dismissCame}
          />
        )}
        <SaveBar
          session={session}
          isByItself={isByItself}
          summary={summary}
          onSummaryChange={setSummary}
          onSave={() => void saveNow()}
          count={<WordCountLine getEditor={getEditor} round={opening.round} />}
          review={
            !isClean &&
            session.baseText !== null && (
              <Button variant="quiet" aria-keyshortcuts="Control+Shift+E" onClick={review}>
                Review changes
              </Button>
            )
          }
          sourceToggle={
            canBeRich && (
              <Button variant="quiet" aria-keyshortcuts="Control+Shift+M" onClick={toggle}>
                {isRich ? 'Markdown' : 'Formatted'}
              </Button>
            )
          }
          done={
            <ButtonLink
              href={hashOf({ kind: 'page', wiki, path, anchor: '' })}
              onClick={(event) => {
                event.preventDefault();
                void finish();
              }}
            >
              Done
            </ButtonLink>
          }
        />
      </div>
      {reviewed !== null && (
        <ReviewDialog
          words={ownChanges}
          before={session.baseText ?? ''}
          after={reviewed}
          onPutBack={(text) => {
            replaceText(text);
            noteEdit();
            setReviewed(text);
          }}
          onSave={() => {
            setReviewed(null);
            void saveNow();
          }}
          onClose={() => {
            setReviewed(null);
            backToText();
          }}
        />
      )}
      {isSeeing && session.came !== null && (
        <ReviewDialog
          words={othersChanges}
          before={session.came.from}
          after={session.came.to}
          onClose={() => {
            setSeeing(false);
            saving.dismissCame();
            backToText();
          }}
        />
      )}
    </div>
  );
}
