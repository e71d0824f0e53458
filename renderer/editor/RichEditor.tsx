import { createEmptyHistoryState, type HistoryState } from '@lexical/history';
import { LexicalComposer } from '@lexical/react/LexicalComposer';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { CheckListPlugin } from '@lexical/react/LexicalCheckListPlugin';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary';
import { HistoryPlugin } from '@lexical/react/LexicalHistoryPlugin';
import { LinkPlugin } from '@lexical/react/LexicalLinkPlugin';
import { ListPlugin } from '@lexical/react/LexicalListPlugin';
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin';
import { setScrollableTablesActive } from '@lexical/table';
import { $getSelection, HISTORY_MERGE_TAG } from 'lexical';
import {
  memo,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PageModel } from '../../shared/markdown/model/read-page.ts';
import { writePage } from '../../shared/markdown/model/write-page.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { $importPage } from './bridge/import-page.ts';
import type { EditorHandle, OnClose, Start } from './editor-handle.ts';
import { createPageImport, runImport, sliceEnd } from './bridge/page-import.ts';
import { readerText } from './count/count-words.ts';
import { editorNodes, editorTheme } from './editor-nodes.ts';
import { createRichFind } from './find/rich-find.ts';
import { FrontmatterField } from './FrontmatterField.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { OutlinePanel } from './outline/OutlinePanel.tsx';
import { registerBeyond, richSteps } from './past/rich-steps.ts';
import { goToStart, richPlace, startPlaceOf, type StartPlace } from './place/rich-place.ts';
import { FootnotePopover } from './containers/FootnotePopover.tsx';
import { PictureTools } from './pictures/PictureTools.tsx';
import { writePageApart } from './page-work.ts';
import { registerEditing } from './register-editing.ts';
import { DragHandle } from './blocks/DragHandle.tsx';
import { AtomDialog } from './AtomDialog.tsx';
import { SelectionBar } from './selection-bar/SelectionBar.tsx';
import { ScopeContext } from './scope-context.ts';
import { Toolbar } from './Toolbar.tsx';
import { EmojiMenu } from './completion/EmojiMenu.tsx';
import { SlashMenu } from './completion/SlashMenu.tsx';
import { WikilinkMenu } from './completion/WikilinkMenu.tsx';
import { FocusMode } from './focus-mode/FocusMode.tsx';
import { LinkCard } from './link-card/LinkCard.tsx';

// Long pages skip the layout of what is out of sight.
const longPageBlocks = 150;

interface PageProps {
  readonly ref: Ref<EditorHandle>;
  readonly page: PageModel;
  /** How many of its blocks are on the screen already; null: it is only the head, to look at. */
  readonly headCount: number | null;
  readonly start: Start;
  readonly onEdit: () => void;
  readonly onClose: OnClose;
}

/** As much as the first look shows, and as far as the place where the person goes on. */
function firstEnd(page: PageModel, place: StartPlace | null): number {
  return Math.max(sliceEnd(page, 0), place?.blockCount ?? 0);
}

/** Edits a page as formatted text. Renders anew only for another page: keys are Lexical's affair. */
export const RichEditor = memo(function RichEditor(
  props: PageProps & { readonly wiki: WikiId; readonly path: PagePath },
) {
  const { headCount, page, start } = props;
  const [history] = useState(createEmptyHistoryState);
  const [place] = useState(() => startPlaceOf(page, start.place));
  const isLong = headCount === null || page.blocks.length > longPageBlocks;
  return (
    <LexicalComposer
      initialConfig={{
        namespace: 'commonplace',
        nodes: editorNodes,
        theme: editorTheme,
        editorState: (editor) => {
          setScrollableTablesActive(editor, true);
          $importPage(page, headCount === null ? page.blocks.length : firstEnd(page, place));
        },
        onError: (error) => {
          throw error;
        },
      }}
    >
      <ScopeContext value={page.scope}>
        <div className="cp-editor-rich" inert={headCount === null} aria-busy={headCount === null}>
          <HistoryPlugin externalHistoryState={history} />
          <Toolbar
            history={history}
            canUndoBeyond={start.canUndoBeyond}
            canRedoBeyond={start.canRedoBeyond}
          />
          <ListPlugin />
          <CheckListPlugin />
          <LinkPlugin />
          {/* Last: it looks at what the other plugins made of the page. */}
          <Page {...props} history={history} place={place}>
            <RichTextPlugin
              contentEditable={
                <ContentEditable
                  className={`cp-editor-text${isLong ? ' cp-editor-long' : ''}`}
                  aria-label="Page text"
                  aria-placeholder="Write here"
                  placeholder={<p className="cp-editor-placeholder">Write here</p>}
                  spellCheck
                />
              }
              ErrorBoundary={LexicalErrorBoundary}
            />
          </Page>
          <SlashMenu wiki={props.wiki} path={props.path} />
          <EmojiMenu />
          <FocusMode />
          <DragHandle />
          <SelectionBar />
          <WikilinkMenu wiki={props.wiki} path={props.path} />
          <LinkCard wiki={props.wiki} path={props.path} />
          <LinkDialog />
          <AtomDialog />
          <OutlinePanel />
          <FootnotePopover />
          <PictureTools wiki={props.wiki} path={props.path} />
        </div>
      </ScopeContext>
    </LexicalComposer>
  );
});

/** The text and what stands above it; answers for both. */
function Page(
  props: PageProps & {
    readonly history: HistoryState;
    readonly place: StartPlace | null;
    readonly children: ReactNode;
  },
) {
  const [editor] = useLexicalComposerContext();
  const { headCount, history, onClose, onEdit, page, place, start } = props;
  const imported = useRef<ReturnType<typeof createPageImport> | null>(null);
  const [frontmatter, setFrontmatter] = useState(page.frontmatter);
  const [find] = useState(() => createRichFind(editor));

  useEffect(() => registerEditing(editor, page.scope), [editor, page]);
  useEffect(() => registerBeyond(editor, history, start), [editor, history, start]);

  useEffect(() => {
    if (headCount === null) return undefined;
    // The other plugins have registered their transforms by now; let them run before looking.
    editor.update(() => undefined, { discrete: true, tag: HISTORY_MERGE_TAG });
    const shown = headCount > 0 ? headCount : firstEnd(page, place);
    const pageImport = createPageImport(editor, page, shown);
    imported.current = pageImport;
    if (place === null) editor.focus(undefined, { defaultSelection: 'rootStart' });
    const letGo = place === null ? () => {} : goToStart(editor, place, HISTORY_MERGE_TAG);
    const endImport = runImport(editor, pageImport, onEdit);
    return () => {
      letGo();
      endImport();
    };
  }, [editor, headCount, onEdit, page, place]);

  const isHead = headCount === null;
  const readText = useCallback(() => {
    if (isHead) return page.text;
    // Before the first look nothing can have been edited.
    const from = imported.current?.page() ?? page;
    const blocks = imported.current?.blocks() ?? page.blocks;
    return writePage(from, blocks, { frontmatter, isChecked: false }).text;
  }, [frontmatter, isHead, page]);

  const writeChecked = useCallback(async () => {
    if (isHead) return { text: page.text, isFaithful: true };
    const from = imported.current?.page() ?? page;
    const blocks = imported.current?.blocks() ?? page.blocks;
    const { text, problems } = await writePageApart(from, blocks, { frontmatter });
    return { text, isFaithful: problems.length === 0 };
  }, [frontmatter, isHead, page]);

  useImperativeHandle(
    props.ref,
    (): EditorHandle => {
      const from = () => imported.current?.page() ?? page;
      const blocks = () => imported.current?.blocks() ?? page.blocks;
      return {
        readText,
        writeChecked,
        shown: () => ({
          key: find.parts(),
          text: () => find.parts().join('\n'),
          selected: () => editor.read(() => readerText($getSelection()?.getTextContent() ?? '')),
        }),
        findTarget: () => (isHead ? null : find),
        ownSteps: () => richSteps(editor, history, from(), frontmatter),
        place: (text) => richPlace(editor, { page: from(), blocks: blocks(), frontmatter, text }),
      };
    },
    [editor, find, frontmatter, history, isHead, page, readText, writeChecked],
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
      {page.frontmatter !== '' && (
        <FrontmatterField
          raw={frontmatter}
          onChange={(raw) => {
            setFrontmatter(raw);
            onEdit();
          }}
        />
      )}
      <div className="cp-editor-surface">{props.children}</div>
    </>
  );
}
