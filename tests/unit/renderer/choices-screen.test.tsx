// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Api } from '../../../renderer/client/api.ts';
import { AuthorProvider } from '../../../renderer/client/AuthorDialog.tsx';
import { ApiContext, createQueryClient } from '../../../renderer/client/queries.ts';
import { ChoiceScreen } from '../../../renderer/choices/ChoiceScreen.tsx';
import { type Choice, choice } from '../../../shared/contract/methods-choice.ts';
import { wikiId } from '../../../shared/contract/values.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
const wiki = wikiId.parse('0123456789abcdef');
const me = { name: 'Me', email: 'me@example.org', dateMs: 0, commit: 'a'.repeat(40), isMe: true };
const ana = {
  name: 'Ana',
  email: 'ana@example.org',
  dateMs: 0,
  commit: 'b'.repeat(40),
  isMe: false,
};

function overlap(index: number, base: string, mine: string, theirs: string) {
  const versions = [
    { text: mine, by: me },
    { text: theirs, by: ana },
  ];
  return { kind: 'overlap', id: 'c1', index, base, versions, shown: mine + theirs };
}

function choiceOf(path: string): Choice {
  return choice.parse({
    kind: 'text',
    path,
    title: 'One',
    blob: 'd'.repeat(40),
    ids: ['c1'],
    rewritten: [],
    parts: [
      overlap(0, 'The quick fox.\n\n', 'The red fox.\n\n', 'The slow fox.\n\n'),
      { kind: 'merged', text: 'Middle.\n\n' },
      overlap(1, 'The old dog.\n', 'The lazy dog.\n', 'The young dog.\n'),
    ],
  });
}

async function show(path: string) {
  const pagePath = toPagePath(path);
  if (pagePath === null) throw new Error('no page path');
  const asked: { method: string; input: unknown }[] = [];
  const request = (method: string, input: unknown): Promise<unknown> => {
    asked.push({ method, input });
    if (method === 'choice.read') return Promise.resolve({ choice: choiceOf(path) });
    return Promise.resolve({ kind: 'settled', commit: 'e'.repeat(40), remaining: 0 });
  };
  const api = {
    request,
    runJob: () => Promise.reject(new Error('no jobs here')),
    onEvent: () => () => undefined,
    onReconnect: () => () => undefined,
    assetUrl: () => '',
  } as unknown as Api;
  const element = document.createElement('div');
  document.body.append(element);
  const root = createRoot(element);
  onTestFinished(() => {
    act(() => root.unmount());
    element.remove();
  });
  await act(async () => {
    root.render(
      <QueryClientProvider client={createQueryClient()}>
        <ApiContext value={api}>
          <AuthorProvider>
            <ChoiceScreen wiki={wiki} path={pagePath} />
          </AuthorProvider>
        </ApiContext>
      </QueryClientProvider>,
    );
    await Promise.resolve();
  });
  await act(() =>
    vi.waitFor(() => {
      expect(element.querySelector('h1')).not.toBeNull();
    }),
  );
  const buttons = (label: string) =>
    [...element.querySelectorAll('button')].filter((button) => button.textContent === label);
  const press = (label: string, index = 0) =>
    act(async () => {
      buttons(label)[index]?.click();
      await Promise.resolve();
    });
  const pressed = () =>
    [...element.querySelectorAll('[aria-pressed="true"]')].map((button) => button.textContent);
  return { buttons, press, pressed, asked };
}

it('a writer chooses section by section, and Done sends the whole page', async () => {
  const { buttons, press, asked } = await show('one.md');
  expect(buttons('Done')[0]?.disabled).toBe(true);
  await press('Keep mine', 0);
  await press('Keep Ana’s', 1);
  await press('Done');
  expect(asked.find(({ method }) => method === 'choice.settle')?.input).toEqual({
    wiki,
    path: 'one.md',
    decision: {
      kind: 'text',
      text: 'The red fox.\n\nMiddle.\n\nThe young dog.\n',
      base: 'd'.repeat(40),
      ids: ['c1#0', 'c1#1'],
    },
  });
});

it('some sections can be settled now and the rest later', async () => {
  const { press, asked } = await show('four.md');
  await press('Keep both', 1);
  await press('Save these, the rest later');
  expect(asked.find(({ method }) => method === 'choice.settle')?.input).toMatchObject({
    decision: {
      text: 'The red fox.\n\nThe slow fox.\n\nMiddle.\n\nThe lazy dog.\nThe young dog.\n',
      ids: ['c1#1'],
    },
  });
});

it('answers can be taken back, the latest first', async () => {
  const { buttons, press, pressed } = await show('two.md');
  await press('Keep mine', 0);
  await press('Keep mine', 1);
  await press('Undo');
  expect(pressed()).toEqual(['Keep mine']);
  await press('Undo');
  expect(pressed()).toEqual([]);
  expect(buttons('Undo')[0]?.disabled).toBe(true);
});

it('answers are still there when a writer comes back', async () => {
  const first = await show('three.md');
  await first.press('Keep Ana’s', 0);
  const second = await show('three.md');
  expect(second.pressed()).toEqual(['Keep Ana’s']);
});
