import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Api } from '../../../renderer/client/api.ts';
import { startSession } from '../../../renderer/editor/save-session.ts';
import { createSaveWork, idleMs } from '../../../renderer/editor/save-work.ts';
import { AppError } from '../../../shared/contract/errors.ts';
import type { Input, MethodName, Output } from '../../../shared/contract/methods.ts';
import type { SaveOutcome } from '../../../shared/contract/methods-page.ts';
import { oid, type Oid, wikiId } from '../../../shared/contract/values.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';
import { keptDraft, type KeptDraft } from './kept-draft.ts';

const wiki = wikiId.parse('0123456789abcdef');
const pagePath = toPagePath('A.md');
if (pagePath === null) throw new Error('no path');
const path = pagePath;
const blob = (letter: string) => oid.parse(letter.repeat(40));
const saved = (letter: string): SaveOutcome => ({
  kind: 'saved',
  blob: blob(letter),
  commit: blob(letter),
  page: { path, title: 'A' },
});
const stale = (text: string | null): SaveOutcome => ({
  kind: 'stale',
  text,
  blob: text === null ? null : blob('f'),
  change: null,
});

function openAnswer() {
  let resolve: (outcome: SaveOutcome) => void = () => undefined;
  const promise = new Promise<SaveOutcome>((done) => {
    resolve = done;
  });
  return { promise, resolve: (outcome: SaveOutcome) => resolve(outcome) };
}

/** A core that answers saves as told, and keeps one draft. */
function openWork(isByItself: boolean, { restored = false, isBusy = false } = {}) {
  let text = restored ? 'draft' : 'old';
  let summary = '';
  let isFaithful = true;
  let answers: (() => Promise<SaveOutcome>)[] = [];
  let onDisk: { readonly blob: Oid; readonly text: string } | null = {
    blob: blob('a'),
    text: 'old',
  };
  let waits = isBusy ? 1 : 0;
  const saves: Pick<Input<'page.save'>, 'text' | 'base' | 'summary'>[] = [];
  let draft: KeptDraft | null = null;
  const answer = async (method: MethodName, input: unknown): Promise<unknown> => {
    if (method === 'page.save') {
      const given = input as Input<'page.save'>;
      saves.push({ text: given.text, base: given.base, summary: given.summary });
      const outcome = await (answers.shift() ?? (() => Promise.resolve(saved('b'))))();
      if (outcome.kind === 'saved') draft = null;
      return outcome;
    }
    if (method === 'page.read') {
      if (onDisk === null) return { kind: 'missing', movedTo: null, deleted: null };
      return { kind: 'page', ...onDisk, lastChange: null };
    }
    if (method === 'draft.save' || method === 'draft.change') {
      const kept = keptDraft(method, input, { draft, base: { blob: blob('a'), text: 'old' } });
      draft = kept ?? draft;
      return { savedMs: kept === null ? null : 0 };
    }
    draft = null;
    return {};
  };
  const api: Pick<Api, 'request'> = {
    request: <M extends MethodName>(method: M, input: Input<M>) =>
      answer(method, input) as Promise<Output<M>>,
  };
  const work = createSaveWork(
    { api, wiki, path, writer: 'w1', askAuthor: () => Promise.resolve(false) },
    startSession(blob('a'), 'old', text, restored ? 'kept' : 'none'),
    text,
    () => ({
      readText: () => text,
      readForDraft: () => Promise.resolve(text),
      readForSave: () => Promise.resolve({ text, isFaithful }),
      readSummary: () => summary,
      isByItself: () => isByItself,
      closeFields: () => undefined,
      receive: async (join) => {
        if (waits > 0) {
          waits -= 1;
          return { kind: 'busy' };
        }
        const before = text;
        const after = await join(before);
        if (after === null) return { kind: 'declined' };
        text = after;
        return { kind: 'put', before, after, own: { past: [], future: [] } };
      },
    }),
  );
  return {
    work,
    saves,
    draft: () => draft,
    text: () => text,
    /** Another hand changes the page; null: deletes it. */
    change: async (page: typeof onDisk) => {
      onDisk = page;
      work.notePageChange();
      await vi.advanceTimersByTimeAsync(0);
    },
    type: (next: string) => {
      text = next;
      work.noteEdit();
    },
    summarise: (words: string) => {
      summary = words;
    },
    answerWith: (...next: (() => Promise<SaveOutcome>)[]) => {
      answers = next;
    },
    makeUnwritable: () => {
      isFaithful = false;
    },
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a pause makes one revision of all that was typed, and none without new text', async () => {
  const { type, saves, draft, work, summarise } = openWork(true);
  summarise('Say more');
  for (const text of ['n', 'ne', 'new']) {
    type(text);
    await pass(idleMs - 1);
  }
  expect(saves).toEqual([]);
  expect(draft()).toEqual({ text: 'new', base: blob('a'), whenLeft: 'save' });
  await pass(1);
  expect(saves).toEqual([{ text: 'new', base: blob('a'), summary: 'Say more' }]);
  expect(work.session()).toMatchObject({ base: blob('b'), status: { kind: 'saved' } });
  work.noteKey();
  await pass(idleMs);
  expect(await work.leave()).toBe(false);
  expect(saves).toHaveLength(1);
});

test('a key beside the text puts the pause off', async () => {
  const { type, saves, work } = openWork(true);
  type('new');
  await pass(idleMs - 1);
  work.noteKey();
  await pass(idleMs - 1);
  expect(saves).toEqual([]);
  await pass(1);
  expect(saves).toHaveLength(1);
});

test('by hand, neither a pause nor going away saves: the draft is kept, and said once', async () => {
  const { type, saves, draft, work } = openWork(false);
  type('new');
  await pass(idleMs);
  expect(await work.leave()).toBe(true);
  expect(await work.leave()).toBe(false);
  expect(saves).toEqual([]);
  expect(draft()).toEqual({ text: 'new', base: blob('a'), whenLeft: 'keep' });
});

test('going away saves at once, and leaves no pause behind', async () => {
  const { type, saves, draft, work } = openWork(true);
  type('new');
  expect(await work.leave()).toBe(false);
  await pass(idleMs);
  expect(saves).toHaveLength(1);
  expect(draft()).toBeNull();
});

test('text typed while a save is under way follows it, from its base', async () => {
  const { type, saves, work, answerWith } = openWork(true);
  const first = openAnswer();
  answerWith(() => first.promise);
  type('one');
  const saving = work.save();
  await pass(0);
  type('two');
  const leaving = work.leave();
  await pass(0);
  first.resolve(saved('c'));
  expect(await saving).toBe(true);
  expect(await leaving).toBe(false);
  expect(saves.map(({ text, base }) => [text, base])).toEqual([
    ['one', blob('a')],
    ['two', blob('c')],
  ]);
});

test('text typed while a save is under way has a draft of its own soon after it', async () => {
  const { type, draft, work, answerWith } = openWork(false);
  const first = openAnswer();
  answerWith(() => first.promise);
  type('one');
  const saving = work.save();
  await pass(0);
  type('two');
  await pass(1000);
  expect(draft()).toMatchObject({ text: 'two', base: blob('a') });
  first.resolve(saved('c'));
  await saving;
  await pass(1000);
  expect(draft()).toEqual({ text: 'two', base: blob('c'), whenLeft: 'keep' });
  expect(work.session().status.kind).toBe('dirty');
});

test('a draft that came in behind its own save is taken away again', async () => {
  const { type, draft, work, answerWith } = openWork(false);
  const first = openAnswer();
  answerWith(() => first.promise);
  type('one');
  const saving = work.save();
  await pass(1000);
  expect(draft()).toMatchObject({ text: 'one' });
  first.resolve({ kind: 'unchanged', blob: blob('c') });
  await saving;
  expect(draft()).toBeNull();
});

test('a page that went is not saved over: the draft stays, and the person is told', async () => {
  const { type, draft, work, answerWith } = openWork(true);
  answerWith(() => Promise.resolve(stale(null)));
  type('new');
  await pass(idleMs);
  expect(work.session()).toMatchObject({ status: { kind: 'dirty' }, arrival: { kind: 'gone' } });
  answerWith(() => Promise.resolve(stale(null)));
  expect(await work.leave()).toBe(true);
  expect(draft()).toMatchObject({ text: 'new', base: blob('a') });
});

test('what others wrote comes in while the person writes, and the next save begins from theirs', async () => {
  const { type, draft, work, change, text, saves } = openWork(false);
  type('new\n\nold');
  await change({ blob: blob('e'), text: 'old\n\ntheirs' });
  expect(text()).toBe('new\n\nold\n\ntheirs');
  expect(work.session()).toMatchObject({
    base: blob('e'),
    baseText: 'old\n\ntheirs',
    status: { kind: 'dirty' },
    came: { from: 'old', to: 'old\n\ntheirs' },
  });
  await pass(1000);
  expect(draft()).toMatchObject({ text: text(), base: blob('e') });
  await work.save();
  expect(saves).toEqual([{ text: text(), base: blob('e'), summary: '' }]);
});

test('who has changed nothing gets what others wrote, and has nothing to save', async () => {
  const { work, change, text, draft } = openWork(false);
  await change({ blob: blob('e'), text: 'theirs' });
  expect(text()).toBe('theirs');
  expect(work.session()).toMatchObject({ base: blob('e'), status: { kind: 'clean' } });
  await pass(1000);
  expect(draft()).toBeNull();
});

test('what clashes stays out until the person has chosen; then the save begins from theirs', async () => {
  const { type, work, change, text, saves, draft } = openWork(true);
  type('mine');
  await change({ blob: blob('e'), text: 'theirs' });
  expect(text()).toBe('mine');
  expect(work.session()).toMatchObject({ base: blob('a'), arrival: { kind: 'clash' } });
  await pass(1000);
  expect(draft()).toMatchObject({ text: 'mine', base: blob('a') });
  await work.askChoice();
  expect(work.session().status).toMatchObject({ kind: 'stale', mine: 'mine' });
  await work.choose('mine and theirs');
  expect(text()).toBe('mine and theirs');
  await work.save();
  expect(saves).toEqual([{ text: 'mine and theirs', base: blob('e'), summary: '' }]);
});

test('a save that comes too late takes in what was saved before, and saves both', async () => {
  const { type, work, text, saves, answerWith } = openWork(true);
  answerWith(() => Promise.resolve(stale('old\n\ntheirs')));
  type('new\n\nold');
  expect(await work.save()).toBe(true);
  expect(text()).toBe('new\n\nold\n\ntheirs');
  expect(saves.map(({ base }) => base)).toEqual([blob('a'), blob('f')]);
  expect(work.session()).toMatchObject({ base: blob('b'), status: { kind: 'saved' } });
});

test('what others wrote waits for one who must not be disturbed', async () => {
  const { work, change, text } = openWork(false, { isBusy: true });
  await change({ blob: blob('e'), text: 'theirs' });
  expect(text()).toBe('old');
  await pass(1000);
  expect(text()).toBe('theirs');
  expect(work.session().base).toBe(blob('e'));
});

test('a page that is gone for a moment only is no loss', async () => {
  const { work, change } = openWork(false);
  await change(null);
  expect(work.session().arrival).toMatchObject({ kind: 'gone' });
  await change({ blob: blob('a'), text: 'old' });
  expect(work.session()).toMatchObject({ arrival: null, status: { kind: 'clean' } });
});

test('a save that failed is tried again after the next pause', async () => {
  const { type, saves, work, answerWith } = openWork(true);
  answerWith(() => Promise.reject(new AppError('NETWORK', 'Gone.')));
  type('new');
  await pass(idleMs);
  expect(work.session().status.kind).toBe('failed');
  await pass(idleMs);
  expect(saves).toHaveLength(2);
  expect(work.session().status.kind).toBe('saved');
});

test('text that can’t be written as it looks is not saved, and its draft never will be unasked', async () => {
  const { type, saves, draft, work, makeUnwritable } = openWork(true);
  makeUnwritable();
  type('new');
  await pass(idleMs);
  expect(saves).toEqual([]);
  expect(work.session().status.kind).toBe('unwritable');
  await pass(1000);
  expect(draft()).toEqual({ text: 'new', base: blob('a'), whenLeft: 'keep' });
});

test('a draft that was brought back is saved after a pause', async () => {
  const { saves, work } = openWork(true, { restored: true });
  work.noteKey();
  await pass(idleMs);
  expect(saves).toEqual([{ text: 'draft', base: blob('a'), summary: '' }]);
});

test('an own draft that the core made a revision is no change by somebody else', async () => {
  const { type, work, draft, change } = openWork(true);
  type('new');
  await pass(1000);
  await change({ blob: blob('d'), text: 'new' });
  expect(work.session()).toMatchObject({
    base: blob('d'),
    status: { kind: 'clean' },
    arrival: null,
    came: null,
  });
  type('new, and on');
  await pass(1000);
  expect(draft()).toMatchObject({ text: 'new, and on', base: blob('d') });
});
