import type { Input } from '../../../shared/contract/methods.ts';

export type KeptDraft = Pick<Input<'draft.save'>, 'text' | 'base' | 'whenLeft'>;

/** What a core keeps that has one draft and the text of one revision; null: nothing, it has no such text. */
export function keptDraft(
  method: 'draft.save' | 'draft.change',
  input: unknown,
  {
    draft,
    base,
  }: { readonly draft: KeptDraft | null; readonly base: { blob: string; text: string } },
): KeptDraft | null {
  if (method === 'draft.save') {
    const given = input as Input<'draft.save'>;
    return { text: given.text, base: given.base, whenLeft: given.whenLeft };
  }
  const given = input as Input<'draft.change'>;
  const ofBase = given.base === base.blob ? base.text : undefined;
  const before = given.since === null ? ofBase : draft?.text;
  if (before?.length !== given.length) return null;
  const text = before.slice(0, given.start) + given.text + before.slice(given.end);
  return { text, base: given.base, whenLeft: given.whenLeft };
}
