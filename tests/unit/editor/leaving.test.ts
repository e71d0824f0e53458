import { describe, expect, test } from 'vitest';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { leftKept, noteLeaving } from '../../../renderer/editor/leaving.ts';

const wiki = 'wiki' as WikiId;
const [left, other] = ['Left.md' as PagePath, 'Other.md' as PagePath];

class Pending {
  resolve: () => void = () => undefined;
  reject: (error: Error) => void = () => undefined;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Whether it is known already, without waiting for anything. */
async function isDone(promise: Promise<void>): Promise<boolean> {
  const open = Symbol('open');
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  return (await Promise.race([promise, Promise.resolve(open)])) !== open;
}

describe('a page that is opened', () => {
  test('waits for what was left of it, and not for other pages', async () => {
    const keeping = new Pending();
    noteLeaving(wiki, left, keeping.promise);
    const opened = leftKept(wiki, left);
    expect(await isDone(leftKept(wiki, other))).toBe(true);
    expect(await isDone(leftKept('another' as WikiId, left))).toBe(true);
    expect(await isDone(opened)).toBe(false);
    keeping.resolve();
    await opened;
    expect(await isDone(leftKept(wiki, left))).toBe(true);
  });

  test('waits for all editors of it that were left, also one that fails', async () => {
    const [first, second] = [new Pending(), new Pending()];
    noteLeaving(wiki, left, first.promise);
    noteLeaving(wiki, left, second.promise);
    const opened = leftKept(wiki, left);
    second.reject(new Error('the disk is full'));
    expect(await isDone(opened)).toBe(false);
    first.resolve();
    await opened;
  });
});
