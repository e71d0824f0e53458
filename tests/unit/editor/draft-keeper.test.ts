import { expect, test } from 'vitest';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import type { Oid, WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import type { Api } from '../../../renderer/client/api.ts';
import { createDraftKeeper } from '../../../renderer/editor/draft-keeper.ts';
import { keptDraft, type KeptDraft } from './kept-draft.ts';

const base = 'a'.repeat(40) as Oid;
const page = { wiki: 'wiki' as WikiId, path: 'Home.md' as PagePath, writer: 'w1' };

/** A core that keeps one draft, and can forget it, or fail to answer. */
function startCore(baseText: string | null) {
  let draft: KeptDraft | null = null;
  let isLost = false;
  const sent: [method: MethodName, text: string][] = [];
  const answer = (method: MethodName, input: unknown): unknown => {
    if (method !== 'draft.save' && method !== 'draft.change') {
      draft = null;
      return {};
    }
    sent.push([method, (input as Input<'draft.change'>).text]);
    const known = baseText === null ? { blob: '', text: '' } : { blob: base, text: baseText };
    const kept = keptDraft(method, input, { draft, base: known });
    draft = kept ?? draft;
    if (isLost) throw new Error('The connection was lost before the answer came.');
    return { savedMs: kept === null ? null : sent.length };
  };
  const api: Pick<Api, 'request'> = {
    request: <M extends MethodName>(method: M, input: Input<M>) =>
      new Promise<Output<M>>((settle) => settle(answer(method, input) as Output<M>)),
  };
  return {
    keeper: createDraftKeeper(api, page),
    sent,
    text: () => draft?.text ?? null,
    forget: () => {
      draft = null;
    },
    lose: (next: boolean) => {
      isLost = next;
    },
  };
}

const old = 'One.\n\nTwo.\n\nThree.\n';
const kept = (text: string) => ({ text, base, whenLeft: 'keep' }) as const;

test.each([
  ['a letter', 'One.\n\nTwo!.\n\nThree.\n', '!'],
  ['nothing', old, ''],
  ['one of two that are alike', 'One.\n\nTwoo.\n\nThree.\n', 'o'],
  ['half of a pair', 'One.\n\nTwo🌳.\n\nThree.\n', '🌳'],
  ['the end', 'One.\n\nTwo.\n\nThree.\nmore', 'more'],
  ['the beginning', 'more' + old, 'more'],
  ['what was taken away', 'One.\n', ''],
  ['all of it', '', ''],
])('sends %s alone, and the core has the whole', async (_name, text, change) => {
  const { keeper, sent, text: onDisk } = startCore(old);
  await keeper.keep(kept(text), old);
  expect(sent).toEqual([['draft.change', change]]);
  expect(onDisk()).toBe(text);
});

test('sends what changed since the draft before, not since the page', async () => {
  const { keeper, sent, text } = startCore(old);
  await keeper.keep(kept('A ' + old), old);
  await keeper.keep(kept('A ' + old + 'Z'), old);
  await keeper.keep(kept('A ' + old + '🌳'), old);
  await keeper.keep(kept('A ' + old + '🌲'), old);
  expect(sent.map(([, change]) => change)).toEqual(['A ', 'Z', '🌳', '🌲'.slice(1)]);
  expect(text()).toBe('A ' + old + '🌲');
});

test('sends the whole where the core has no text to change', async () => {
  const { keeper, sent, text, forget } = startCore(null);
  await keeper.keep(kept('one'), old);
  expect(sent.map(([method]) => method)).toEqual(['draft.change', 'draft.save']);
  await keeper.keep(kept('one more'), old);
  forget();
  await keeper.keep(kept('one more time'), old);
  expect(sent.slice(2).map(([method]) => method)).toEqual([
    'draft.change',
    'draft.change',
    'draft.save',
  ]);
  expect(text()).toBe('one more time');
  await keeper.keepWhole(kept('at last'));
  expect(text()).toBe('at last');
});

test('begins anew after a change of which it is not known whether it was kept', async () => {
  const { keeper, text, lose } = startCore(old);
  await keeper.keep(kept('one'), old);
  lose(true);
  await expect(keeper.keep(kept('one two'), old)).rejects.toThrow('lost');
  lose(false);
  await keeper.keep(kept('one two three'), old);
  expect(text()).toBe('one two three');
});

test('a page that is new is sent whole, and its changes after that', async () => {
  const { keeper, sent } = startCore(null);
  const draft = (text: string) => ({ text, base: null, whenLeft: 'save' }) as const;
  await keeper.keep(draft('one'), '');
  await keeper.keep(draft('one two'), '');
  await keeper.discard();
  await keeper.keep(draft('three'), '');
  expect(sent).toEqual([
    ['draft.save', 'one'],
    ['draft.change', ' two'],
    ['draft.save', 'three'],
  ]);
});
