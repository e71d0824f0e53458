import { createHeadlessEditor } from '@lexical/headless';
import type { LexicalEditor } from 'lexical';
import { $exportBlocks } from '../../../renderer/editor/bridge/export-blocks.ts';
import { withFingerprints } from '../../../renderer/editor/bridge/fingerprints.ts';
import { $importPage } from '../../../renderer/editor/bridge/import-page.ts';
import { editorNodes } from '../../../renderer/editor/editor-nodes.ts';
import { type PageModel, readPage } from '../../../shared/markdown/model/read-page.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';

interface HeadlessPage {
  readonly editor: LexicalEditor;
  readonly page: PageModel;
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
  const read = readPage(text);
  update(() => $importPage(read));
  const page = withFingerprints(
    read,
    editor.read(() => $exportBlocks()),
  );
  return {
    editor,
    page,
    update,
    write: () =>
      writePage(
        page,
        editor.read(() => $exportBlocks()),
      ),
  };
}
