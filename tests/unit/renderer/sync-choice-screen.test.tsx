// @vitest-environment jsdom
import { QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Api } from '../../../renderer/client/api.ts';
import { AuthorProvider } from '../../../renderer/client/AuthorDialog.tsx';
import { ApiContext, createQueryClient } from '../../../renderer/client/queries.ts';
import { ChoiceScreen } from '../../../renderer/sync/ChoiceScreen.tsx';
import type { Choice } from '../../../shared/contract/methods-sync.ts';
import { wikiId } from '../../../shared/contract/values.ts';
import { mergePage } from '../../../shared/merge/merge-page.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
const wiki = wikiId.parse('0123456789abcdef');
const base = 'The quick fox.\n\nMiddle.\n\nThe old dog.\n';
const ours = base.replace('quick', 'slow').replace('old', 'young');
const theirs = base.replace('quick', 'red').replace('old', 'lazy');

function choiceOf(path: string): Choice {
  const merge = mergePage(base, ours, theirs);
  const parts = merge.kind === 'overlaps' ? [...merge.parts] : [];
  return { path, kind: 'text', base, ours, theirs, oursBy: null, theirsBy: null, parts };
}

async function show(path: string) {
  const pagePath = toPagePath(path);
  if (pagePath === null) throw new Error('no page path');
  const asked: { method: string; input: unknown }[] = [];
  const request = (method: string, input: unknown): Promise<unknown> => {
    asked.push({ method, input });
    if (method === 'choice.read') return Promise.resolve({ choice: choiceOf(path) });
    return Promise.resolve({ kind: 'decided', remaining: 1 });
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
  return { element, buttons, press, asked };
}

it('a writer chooses section by section, and Done sends the whole page', async () => {
  const { buttons, press, asked } = await show('one.md');
  expect(buttons('Done')[0]?.disabled).toBe(true);
  await press('Keep mine', 0);
  expect(buttons('Done')[0]?.disabled).toBe(true);
  await press('Keep theirs', 1);
  expect(buttons('Done')[0]?.disabled).toBe(false);
  await press('Done');
  expect(asked.find(({ method }) => method === 'choice.decide')?.input).toEqual({
    wiki,
    path: 'one.md',
    decision: { kind: 'text', text: 'The slow fox.\n\nMiddle.\n\nThe lazy dog.\n' },
  });
});

it('an answer can be taken back', async () => {
  const { buttons, press } = await show('two.md');
  await press('Keep mine', 0);
  await press('Keep mine', 1);
  await press('Undo', 0);
  expect(buttons('Done')[0]?.disabled).toBe(true);
  expect(buttons('Undo')).toHaveLength(1);
});

it('answers are still there when a writer comes back', async () => {
  const first = await show('three.md');
  await first.press('Keep theirs', 0);
  const second = await show('three.md');
  expect(second.buttons('Undo')).toHaveLength(1);
});
