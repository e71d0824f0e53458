import { createEmptyHistoryState, type HistoryState } from '@lexical/history';
import { LexicalComposer } from '@lexical/react/LexicalComposer';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary';
import { HistoryPlugin } from '@lexical/react/LexicalHistoryPlugin';
import { LinkPlugin } from '@lexical/react/LexicalLinkPlugin';
import { ListPlugin } from '@lexical/react/LexicalListPlugin';
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin';
import { setScrollableTablesActive } from '@lexical/table';
import { HISTORY_MERGE_TAG } from 'lexical';
import {
  memo,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PageModel, Scope } from '../../shared/markdown/model/read-page.ts';
import { writePage } from '../../shared/markdown/model/write-page.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import type { EditorHandle, OnClose, Start } from './editor-handle.ts';
import { type HeldPage, holdPage } from './bridge/held-page.ts';
import { createRichCount } from './count/rich-count.ts';
import { editorNodes, editorTheme } from './editor-nodes.ts';
import { createRichFind, type PropertiesView } from './find/rich-find.ts';
import { WritingLanguage } from './language/WritingLanguage.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { drawItems } from './list-item/draw-items.ts';
import { PageContext } from './opaque/page-context.ts';
import { isInSource, leaveSource } from './opaque/open-source.ts';
import { registerSources } from './opaque/register-sources.ts';
import { OutlinePanel } from './outline/OutlinePanel.tsx';
import { beginHistory, registerBeyond, richSteps } from './past/rich-steps.ts';
import { nothingBeyond } from './past/steps.ts';
import { registerStructureSteps } from './past/structure-steps.ts';
import { goToStart, richPlace, startPlaceOf, type StartPlace } from './place/rich-place.ts';
import { FootnoteMenu } from './containers/FootnoteMenu.tsx';
import { DirectivePopover } from './containers/DirectivePopover.tsx';
import { FootnotePopover } from './containers/FootnotePopover.tsx';
import { PictureTools } from './pictures/PictureTools.tsx';
import { DefinitionPopover } from './definitions/DefinitionPopover.tsx';
import { FormulaPopover } from './formula/FormulaPopover.tsx';
import { LanguageField } from './code/LanguageField.tsx';
import { $frontmatter } from './properties/frontmatter-state.ts';
import { PropertiesForm } from './properties/PropertiesForm.tsx';
import { writePageApart } from './page-work.ts';
import { registerEditing } from './register-editing.ts';
import { type Held, receiveRich, type RichText } from './together/receive-rich.ts';
import { DragHandle } from './blocks/DragHandle.tsx';
import { AtomDialog } from './AtomDialog.tsx';
import { SelectionBar } from './selection-bar/SelectionBar.tsx';
import { ScopeContext } from './scope-context.ts';
import { Toolbar } from './Toolbar.tsx';
import { EmojiMenu } from './completion/EmojiMenu.tsx';
import { SlashMenu } from './completion/SlashMenu.tsx';
import { WikilinkMenu } from './completion/WikilinkMenu.tsx';
import { FocusMode } from './focus-mode/FocusMode.tsx';
import {
  $importNear,
  $importRest,
  isLongPage,
  type Near,
  nearBlocks,
  nearTop,
} from './windowing/import-window.ts';
import { registerWindowing } from './windowing/register-windowing.ts';
import { isOfForm, onFormTyped, writeForms } from './FormText.tsx';
import { isQuiet, quietTags } from './windowing/window-update.ts';
import { LinkCard } from './link-card/LinkCard.tsx';

interface PageProps {
  readonly ref: Ref<EditorHandle>;
  readonly page: PageModel;
  /** How many of its blocks are on the screen already; null: it is only the head, to look at. */
  readonly headCount: number | null;
  readonly start: Start;
  readonly onEdit: () => void;
  readonly onClose: OnClose;
}

/** What the first look shows, or the place where the person goes on. */
function nearOf({ headCount, page }: PageProps, place: StartPlace | null): Near {
  if (headCount === null) return { from: 0, to: page.blocks.length, isWhole: true };
  return place === null ? nearTop(page) : nearBlocks(page, place.first, place.last);
}

function StructureSteps({ history }: { readonly history: HistoryState }): null {
  const [editor] = useLexicalComposerContext();
  useEffect(() => registerStructureSteps(editor, history), [editor, history]);
  return null;
}

/** Edits a page as formatted text. Renders anew only for another page: keys are Lexical's affair. */
export const RichEditor = memo(function RichEditor(
  props: PageProps & { readonly wiki: WikiId; readonly path: PagePath },
) {
  const { headCount, page, path, start, wiki } = props;
  const pagePlace = useMemo(() => ({ wiki, path }), [path, wiki]);
  const [history] = useState(createEmptyHistoryState);
  const [place] = useState(() => startPlaceOf(page, start.place));
  // What came in from others may bring another one.
  const [put, setPut] = useState({ page, scope: page.scope });
  const scope = put.page === page ? put.scope : page.scope;
  const setScope = useCallback((next: Scope) => setPut({ page, scope: next }), [page]);
  return (
    <LexicalComposer
      initialConfig={{
        namespace: 'commonplace',
        nodes: editorNodes,
        theme: editorTheme,
        editorState: (editor) => {
          setScrollableTablesActive(editor, true);
          drawItems(editor);
          $importNear(page, nearOf(props, place));
        },
        onError: (error) => {
          throw error;
        },
      }}
    >
      <ScopeContext value={scope}>
        <div className="cp-editor-rich" inert={headCount === null} aria-busy={headCount === null}>
          <PageContext value={pagePlace}>
            <HistoryPlugin externalHistoryState={history} />
            <StructureSteps history={history} />
            <Toolbar
              history={history}
              canUndoBeyond={start.canUndoBeyond}
              canRedoBeyond={start.canRedoBeyond}
            />
            <ListPlugin />
            <LinkPlugin />
            {/* Last: it looks at what the other plugins made of the page. */}
            <Page {...props} history={history} place={place} scope={scope} onScope={setScope}>
              <RichTextPlugin
                contentEditable={
                  <ContentEditable
                    className="cp-editor-text"
                    aria-label="Page text"
                    aria-placeholder="Write here"
                    placeholder={<p className="cp-editor-placeholder">Write here</p>}
                  />
                }
                ErrorBoundary={LexicalErrorBoundary}
              />
            </Page>
            <SlashMenu wiki={props.wiki} path={props.path} />
            <EmojiMenu />
            <FootnoteMenu />
            <FocusMode />
            <WritingLanguage wiki={props.wiki} />
            <DragHandle />
            <SelectionBar />
            <WikilinkMenu wiki={props.wiki} path={props.path} />
            <LinkCard wiki={props.wiki} path={props.path} />
            <LinkDialog />
            <AtomDialog />
            <OutlinePanel />
            <FootnotePopover />
            <FormulaPopover />
            <DefinitionPopover />
            <DirectivePopover />
            <LanguageField />
            <PictureTools wiki={props.wiki} path={props.path} />
          </PageContext>
        </div>
      </ScopeContext>
    </LexicalComposer>
  );
});

/** The text and what stands above it; answers for both. */
function Page(
  props: PageProps & {
    readonly wiki: WikiId;
    readonly history: HistoryState;
    readonly place: StartPlace | null;
    readonly scope: Scope;
    readonly onScope: (scope: Scope) => void;
    readonly children: ReactNode;
  },
) {
  const [editor] = useLexicalComposerContext();
  const { headCount, history, onClose, onEdit, onScope, page, place, scope, start } = props;
  const isLong = headCount === null || isLongPage(page);
  const holding = useRef<HeldPage | null>(null);
  const [counted] = useState(() => createRichCount(editor));
  const properties = useRef<PropertiesView>(null);
  const [find] = useState(() => createRichFind(editor, () => properties.current));

  useEffect(() => registerEditing(editor, scope), [editor, scope]);
  useEffect(() => registerSources(editor, history, scope), [editor, history, scope]);
  useEffect(() => registerBeyond(editor, history, start), [editor, history, start]);

  useEffect(() => {
    if (headCount === null) return undefined;
    // The other plugins have registered their transforms by now; let them run before looking.
    const $complete = () => {
      if (headCount > 0) $importRest(page, headCount);
    };
    editor.update($complete, { discrete: true, tag: quietTags });
    const held = holdPage(editor, page);
    holding.current = held;
    if (place === null) editor.focus(undefined, { defaultSelection: 'rootStart' });
    const endWindowing = registerWindowing(editor);
    const letGo = place === null ? () => {} : goToStart(editor, place, HISTORY_MERGE_TAG);
    const endEdits = editor.registerUpdateListener(({ dirtyElements, dirtyLeaves, tags }) => {
      const isTold = isQuiet(tags) || isOfForm(tags);
      if (!isTold && dirtyElements.size + dirtyLeaves.size > 0) onEdit();
    });
    const endForms = onFormTyped(editor, onEdit);
    return () => {
      letGo();
      endEdits();
      endForms();
      endWindowing();
      held.letGo();
    };
  }, [editor, headCount, onEdit, page, place]);

  const isHead = headCount === null;

  const held = useCallback(
    // Before the first look nothing can have been edited.
    (): Held => {
      writeForms(editor);
      return {
        page: holding.current?.page() ?? page,
        blocks: holding.current?.blocks() ?? page.blocks,
        frontmatter: editor.read($frontmatter),
      };
    },
    [editor, page],
  );
  const readText = useCallback(() => {
    if (isHead) return page.text;
    const { page: from, blocks, ...written } = held();
    return writePage(from, blocks, { ...written, isChecked: false }).text;
  }, [held, isHead, page]);
  const writeDraft = useCallback(async () => {
    if (isHead) return page.text;
    const { page: from, blocks, ...written } = held();
    return (await writePageApart(from, blocks, { ...written, isChecked: false })).text;
  }, [held, isHead, page]);
  const writeChecked = useCallback(async () => {
    if (isHead) return { text: page.text, isFaithful: true };
    const { page: from, blocks, ...written } = held();
    const { text, problems } = await writePageApart(from, blocks, written);
    return { text, isFaithful: problems.length === 0 };
  }, [held, isHead, page]);

  const rich = useMemo(
    (): RichText => ({
      editor,
      held,
      asRead: (block) => holding.current?.asRead(block) ?? block,
      ownSteps: () =>
        holding.current === null ? nothingBeyond : richSteps(editor, history, holding.current),
      onPut(put) {
        holding.current?.goOnFrom(put);
        beginHistory(editor, history);
        onScope(put.scope);
      },
    }),
    [editor, held, history, onScope],
  );

  useImperativeHandle(
    props.ref,
    (): EditorHandle => ({
      readText,
      writeDraft,
      writeChecked,
      ownSteps: rich.ownSteps,
      receive(join) {
        // A source that is open may read as something else, and would be closed amid a word.
        const isOpen = isInSource(editor.getRootElement());
        if (holding.current === null || isOpen) return Promise.resolve({ kind: 'busy' });
        return receiveRich(rich, join);
      },
      closeFields: () => leaveSource(editor.getRootElement()),
      async stepTo(text, caret) {
        if (holding.current === null) return false;
        return (await receiveRich(rich, () => Promise.resolve(text), caret)).kind === 'put';
      },
      countable: () => (isHead ? null : counted),
      findTarget: () => (isHead ? null : find),
      place: (text) => richPlace(editor, { ...held(), text }),
    }),
    [counted, editor, find, held, isHead, readText, rich, writeChecked, writeDraft],
  );

  const latest = useRef({ onClose, readText, writeChecked });
  useLayoutEffect(() => {
    latest.current = { onClose, readText, writeChecked };
  });
  // A layout effect of the parent ends before Lexical lets go of its text.
  useLayoutEffect(
    () => () => {
      const { onClose: close, readText: read, writeChecked: check } = latest.current;
      close(read(), check);
    },
    [],
  );

  return (
    <>
      <PropertiesForm ref={properties} wiki={props.wiki} page={page} onShown={find.formChanged} />
      <div className={`cp-editor-surface${isLong ? ' cp-editor-surface-long' : ''}`}>
        {props.children}
      </div>
    </>
  );
}
