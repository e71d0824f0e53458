import type { LexicalEditor } from 'lexical';
import { fingerprintOf } from '../../../shared/markdown/model/blocks.ts';
import { normaliseBlock } from '../../../shared/markdown/model/normalise.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import { $exportBlocks } from './export-blocks.ts';

/**
 * The page with fingerprints taken from what the editor holds. Call it right after the import, when
 * every node transform has run: then whatever the editor made of a block, untouched means clean.
 */
export function withEditorFingerprints(page: PageModel, editor: LexicalEditor): PageModel {
  const held = new Map(
    editor.read(() => $exportBlocks()).map((block) => [block.id, normaliseBlock(block.model)]),
  );
  const blocks = page.blocks.map((block) => {
    const model = held.get(block.id);
    return model === undefined ? block : { ...block, fingerprint: fingerprintOf(model) };
  });
  return { ...page, blocks };
}
