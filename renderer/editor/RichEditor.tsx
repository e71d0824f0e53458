import { createEmptyHistoryState } from '@lexical/history';
import { LexicalComposer } from '@lexical/react/LexicalComposer';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { CheckListPlugin } from '@lexical/react/LexicalCheckListPlugin';
import { ContentEditable } from '@lexical/react/LexicalContentEditable';
import { LexicalErrorBoundary } from '@lexical/react/LexicalErrorBoundary';
import { HistoryPlugin } from '@lexical/react/LexicalHistoryPlugin';
import { LinkPlugin } from '@lexical/react/LexicalLinkPlugin';
import { ListPlugin } from '@lexical/react/LexicalListPlugin';
import { RichTextPlugin } from '@lexical/react/LexicalRichTextPlugin';
import { HISTORY_MERGE_TAG } from 'lexical';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PageModel } from '../../shared/markdown/model/read-page.ts';
import { writePage } from '../../shared/markdown/model/write-page.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { $exportBlocks } from './bridge/export-blocks.ts';
import { withEditorFingerprints } from './bridge/fingerprints.ts';
import { $importPage } from './bridge/import-page.ts';
import { editorNodes, editorTheme } from './editor-nodes.ts';
import { FrontmatterField } from './FrontmatterField.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { writePageApart } from './page-work.ts';
import { registerEditing } from './register-editing.ts';
import { AtomDialog } from './AtomDialog.tsx';
import { ScopeContext } from './scope-context.ts';
import { Toolbar } from './Toolbar.tsx';
import { WikilinkMenu } from './WikilinkMenu.tsx';

export interface RichHandle {
  /** The text as it is now; not checked as a whole. */
  readText(): string;
  /** The text for a save. Not faithful: it would not read back as the editor shows it. */
  writeChecked(): Promise<{ readonly text: string; readonly isFaithful: boolean }>;
}

// Long pages skip the layout of what is out of sight.
const longPageBlocks = 150;

export function RichEditor(props: {
  readonly ref: Ref<RichHandle>;
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly page: PageModel;
  readonly onEdit: () => void;
}) {
  const { page } = props;
  const [history] = useState(createEmptyHistoryState);
  const isLong = page.blocks.length > longPageBlocks;
  return (
    <LexicalComposer
      initialConfig={{
        namespace: 'commonplace',
        nodes: editorNodes,
        theme: editorTheme,
        editorState: () => $importPage(page),
        onError: (error) => {
          throw error;
        },
      }}
    >
      <ScopeContext value={page.scope}>
        <HistoryPlugin externalHistoryState={history} />
        <Toolbar history={history} />
        <ListPlugin />
        <CheckListPlugin />
        <LinkPlugin />
        {/* Last: it looks at what the other plugins made of the page. */}
        <Page ref={props.ref} page={page} onEdit={props.onEdit}>
          <RichTextPlugin
            contentEditable={
              <ContentEditable
                className={`cp-editor-text cp-reading${isLong ? ' cp-editor-long' : ''}`}
                aria-label="Page text"
                aria-placeholder="Write here"
                placeholder={<p className="cp-editor-placeholder">Write here</p>}
                spellCheck
              />
            }
            ErrorBoundary={LexicalErrorBoundary}
          />
        </Page>
        <WikilinkMenu wiki={props.wiki} />
        <LinkDialog />
        <AtomDialog />
      </ScopeContext>
    </LexicalComposer>
  );
}

/** The text and what stands above it; answers for both. */
function Page(props: {
  readonly ref: Ref<RichHandle>;
  readonly page: PageModel;
  readonly onEdit: () => void;
  readonly children: ReactNode;
}) {
  const [editor] = useLexicalComposerContext();
  const { onEdit, page } = props;
  const fingerprinted = useRef<PageModel | null>(null);
  const [frontmatter, setFrontmatter] = useState(page.frontmatter);

  useEffect(() => registerEditing(editor, page.scope), [editor, page]);

  useEffect(() => {
    // The other plugins have registered their transforms by now; let them run before looking.
    editor.update(() => undefined, { discrete: true, tag: HISTORY_MERGE_TAG });
    fingerprinted.current = withEditorFingerprints(page, editor);
    editor.focus(undefined, { defaultSelection: 'rootStart' });
    return editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
      if (dirtyElements.size > 0 || dirtyLeaves.size > 0) onEdit();
    });
  }, [editor, onEdit, page]);

  useImperativeHandle(
    props.ref,
    () => {
      const now = () => editor.read(() => $exportBlocks());
      const from = () => fingerprinted.current ?? page;
      return {
        readText: () => writePage(from(), now(), { frontmatter, isChecked: false }).text,
        writeChecked: async () => {
          const { text, problems } = await writePageApart(from(), now(), { frontmatter });
          return { text, isFaithful: problems.length === 0 };
        },
      };
    },
    [editor, frontmatter, page],
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
