import { expect, test } from 'vitest';
import { createLinkAsker } from '../../../renderer/client/link-asker.ts';
import type { ResolvedLink } from '../../../shared/contract/methods-page.ts';

interface Request {
  readonly targets: readonly string[];
  readonly answer: (kind: 'missing' | 'file') => Promise<void>;
  readonly fail: () => Promise<void>;
}

function setUp() {
  const requests: Request[] = [];
  const known = new Map<string, string>();
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const asker = createLinkAsker(
    (targets) =>
      new Promise((resolve, reject) => {
        requests.push({
          targets,
          answer(kind) {
            const link = (target: string): ResolvedLink =>
              kind === 'file' ? { kind, target, path: target } : { kind, target, path: null };
            resolve(targets.map(link));
            return turn();
          },
          fail() {
            reject(new Error('away'));
            return turn();
          },
        });
      }),
    (links) => {
      for (const { target, kind } of links) known.set(target, kind);
    },
  );
  return { asker, requests, known, turn };
}

test('what is wanted in one go is asked in one request, and at most 5,000 in each', async () => {
  const { asker, requests, turn } = setUp();
  for (const target of ['a', 'b', 'a']) asker.want(target);
  await turn();
  expect(requests.map(({ targets }) => targets)).toEqual([['a', 'b']]);
  for (let index = 0; index < 7000; index += 1) asker.want(`c${index}`);
  await turn();
  expect(requests.slice(1).map(({ targets }) => targets.length)).toEqual([5000, 2000]);
});

test('a change while an answer is under way is asked about, and the older answer never wins', async () => {
  const { asker, requests, known, turn } = setUp();
  asker.want('a');
  await turn();
  asker.again();
  expect(requests).toHaveLength(2);
  await requests[1]?.answer('file');
  await requests[0]?.answer('missing');
  expect(known.get('a')).toBe('file');
  asker.again();
  await requests[2]?.answer('missing');
  expect(known.get('a')).toBe('missing');
});

test('what failed, and what was known beforehand, is asked for at the next change', async () => {
  const { asker, requests, known, turn } = setUp();
  asker.want('a');
  await turn();
  await requests[0]?.fail();
  asker.follow('b');
  asker.again();
  expect(requests[1]?.targets).toEqual(['a', 'b']);
  asker.stop();
  await requests[1]?.answer('file');
  expect(known.size).toBe(0);
});
