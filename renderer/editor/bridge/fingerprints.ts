import { normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import type { PageModel } from '../../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';

/**
 * The page with fingerprints taken from what the editor holds. Give it what is exported right after
 * the import, when every node transform has run: then whatever the editor made of a block, untouched
 * means clean.
 */
export function withFingerprints(page: PageModel, held: readonly BlockNow[]): PageModel {
  const models = new Map(held.map(({ id, model }) => [id, model]));
  const blocks = page.blocks.map((block) => {
    const model = models.get(block.id);
    return model === undefined ? block : { ...block, fingerprint: normalFormOf(model).fingerprint };
  });
  return { ...page, blocks };
}
