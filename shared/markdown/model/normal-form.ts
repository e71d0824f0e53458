import { type Block, fingerprintOf } from './blocks.ts';
import { normaliseBlock } from './normalise.ts';

export interface NormalForm {
  readonly model: Block;
  readonly fingerprint: string;
}

// Models are never changed in place, so one that is still the same object has the same form. An editor
// that hands over the same objects for what nobody touched pays only for what somebody did.
const known = new WeakMap<Block, NormalForm>();

/** The normalised model with its fingerprint; worked out once for each object. */
export function normalFormOf(block: Block): NormalForm {
  return known.get(block) ?? remember(block, normaliseBlock(block));
}

/** The same for a block of a page: what was read is normal already. */
export function formAsRead(block: Block): NormalForm {
  return known.get(block) ?? remember(block, block);
}

function remember(block: Block, model: Block): NormalForm {
  let fingerprint: string | null = null;
  const form: NormalForm = {
    model,
    // As long as the block itself, and of most blocks nobody ever asks for it.
    get fingerprint() {
      fingerprint ??= fingerprintOf(model);
      return fingerprint;
    },
  };
  known.set(block, form);
  return form;
}
