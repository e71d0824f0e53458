import { createHeadlessEditor } from '@lexical/headless';
import type { LexicalEditor } from 'lexical';
import { type HeldPage, holdPage } from '../../../renderer/editor/bridge/held-page.ts';
import { editorNodes } from '../../../renderer/editor/editor-nodes.ts';
import { $importNear } from '../../../renderer/editor/windowing/import-window.ts';
import { type PageModel, readPage } from '../../../shared/markdown/model/read-page.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';

interface HeadlessPage {
  readonly editor: LexicalEditor;
  readonly page: PageModel;
  readonly held: HeldPage;
  readonly update: (change: () => void) => void;
  readonly write: () => ReturnType<typeof writePage>;
}

/** A page in an editor without a screen. */
export function openHeadless(text: string): HeadlessPage {
  const editor = createHeadlessEditor({
    nodes: editorNodes,
    onError: (error) => {
      throw error;
    },
  });
  const update = (change: () => void) => editor.update(change, { discrete: true });
  const page = readPage(text);
  update(() => $importNear(page, { from: 0, to: page.blocks.length, isWhole: true }));
  const held = holdPage(editor, page);
  return {
    editor,
    page,
    held,
    update,
    write: () => writePage(held.page(), held.blocks()),
  };
}
