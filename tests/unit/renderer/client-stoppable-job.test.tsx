// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import type { Api } from '../../../renderer/client/api.ts';
import { ApiContext } from '../../../renderer/client/queries.ts';
import { useStoppableJob } from '../../../renderer/client/use-stoppable-job.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** A screen with one job, and the core's side of that job: it is named, then it ends. */
function screenWithJob() {
  let name: () => void = () => undefined;
  let finish: (result: object) => void = () => undefined;
  let cancelled = 0;
  const runJob: Api['runJob'] = (_method, _input, options) =>
    new Promise((resolve) => {
      name = () => options?.onStart?.(() => (cancelled += 1));
      finish = (result) => resolve(result as never);
    });
  const held: { job?: ReturnType<typeof useStoppableJob<'sync.testRemote'>> } = {};
  function Screen() {
    held.job = useStoppableJob('sync.testRemote');
    return null;
  }
  const root = createRoot(document.createElement('div'));
  act(() =>
    root.render(
      <ApiContext value={{ runJob } as Api}>
        <Screen />
      </ApiContext>,
    ),
  );
  const { job } = held;
  if (job === undefined) throw new Error('no screen');
  return {
    job,
    name: () => name(),
    finish: (result: object) => finish(result),
    cancelled: () => cancelled,
    leave: () => act(() => root.unmount()),
  };
}

const input = { wiki: null, url: 'https://example.org/one.git' };
const empty = { kind: 'reached', isEmpty: true, isRelated: null };

it('a job that is stopped before it has a name is cancelled once it has one', () => {
  const screen = screenWithJob();
  void screen.job.run(input);
  screen.job.stop();
  screen.name();
  expect(screen.cancelled()).toBe(1);
});

it('a screen that goes away cancels its job and hears nothing of its end', async () => {
  const screen = screenWithJob();
  const end = screen.job.run(input);
  screen.leave();
  screen.name();
  expect(screen.cancelled()).toBe(1);
  screen.finish(empty);
  expect(await end).toBeNull();
});
