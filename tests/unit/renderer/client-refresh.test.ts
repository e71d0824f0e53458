import { QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { createQueryClient } from '../../../renderer/client/queries.ts';
import { applyEvent } from '../../../renderer/client/refresh.ts';
import type { Output } from '../../../shared/contract/methods.ts';
import type { WikiId } from '../../../shared/contract/values.ts';
import { toPagePath, type PagePath } from '../../../shared/wiki/page-path.ts';

const wiki = '0000000000000001' as WikiId;
const other = '0000000000000002' as WikiId;
const page = (path: string): PagePath => {
  const valid = toPagePath(path);
  if (valid === null) throw new Error(`bad path ${path}`);
  return valid;
};

function setUp() {
  const client = createQueryClient();
  const isOld = (...key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;
  return { client, isOld };
}

test('changed pages are put into the list without asking for it again', () => {
  const { client, isOld } = setUp();
  const key = ['page.list', { wiki }];
  client.setQueryData(key, { pages: [{ path: page('b.md'), title: 'b' }] });
  applyEvent(client, {
    name: 'pages.changed',
    wiki,
    changed: [{ path: page('a.md'), title: 'a' }],
    removed: [page('b.md')],
  });
  const list = client.getQueryData<Output<'page.list'>>(key);
  expect(list?.pages.map(({ path }) => path)).toEqual(['a.md']);
  expect(isOld(...key)).toBe(false);
});

test('changed pages make old what is read from pages, of this wiki only', () => {
  const { client, isOld } = setUp();
  client.setQueryData(['page.read', { wiki, path: 'a.md' }], {});
  client.setQueryData(['page.read', { wiki: other, path: 'a.md' }], {});
  client.setQueryData(['history.text', { wiki, path: 'a.md' }], {});
  applyEvent(client, { name: 'pages.changed', wiki, changed: [], removed: [] });
  expect(isOld('page.read', { wiki, path: 'a.md' })).toBe(true);
  expect(isOld('page.read', { wiki: other, path: 'a.md' })).toBe(false);
  expect(isOld('history.text', { wiki, path: 'a.md' })).toBe(false);
});

test('search answers grow old only when the index is whole', () => {
  const { client, isOld } = setUp();
  const key = ['search.query', { wiki, query: 'a' }] as const;
  client.setQueryData(key, {});
  client.setQueryData(['search.state', { wiki }], { done: 0, total: 2, isReady: false });
  applyEvent(client, { name: 'index.progress', wiki, done: 1, total: 2, isReady: false });
  expect(isOld(...key)).toBe(false);
  expect(client.getQueryData(['search.state', { wiki }])).toMatchObject({ done: 1 });
  applyEvent(client, { name: 'index.progress', wiki, done: 2, total: 2, isReady: true });
  expect(isOld(...key)).toBe(true);
});

test('changed settings make the settings old', () => {
  const { client, isOld } = setUp();
  client.setQueryData(['app.settings', {}], {});
  applyEvent(client, { name: 'settings.changed' });
  expect(isOld('app.settings', {})).toBe(true);
});

test('an answer that was under way during a change is asked for again, the first one too', async () => {
  const { client } = setUp();
  const queryKey = ['page.resolveLinks', { wiki, from: 'a.md', targets: ['b'] }];
  const answers: ((kind: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const stop = new QueryObserver(client, { queryKey, queryFn }).subscribe(() => undefined);
  const change = () =>
    applyEvent(client, { name: 'pages.changed', wiki, changed: [], removed: [] });
  const expectAnswer = (kind: string) =>
    expect.poll(() => client.getQueryData(queryKey)).toBe(kind);

  change();
  answers[0]?.('missing');
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.('file');
  await expectAnswer('file');

  change();
  change();
  expect(answers).toHaveLength(4);
  answers[3]?.('page');
  answers[2]?.('missing');
  await expectAnswer('page');
  stop();
});
