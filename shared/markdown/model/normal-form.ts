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
  const before = known.get(block);
  if (before !== undefined) return before;
  const model = normaliseBlock(block);
  const form = { model, fingerprint: fingerprintOf(model) };
  known.set(block, form);
  return form;
}
