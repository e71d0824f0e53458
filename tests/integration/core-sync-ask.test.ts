import { describe, expect, test } from 'vitest';
import { createQuestions } from '../../electron/core/ask.ts';
import { createEventBus } from '../../electron/core/events.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import { manualClock } from '../helpers/manual-clock.ts';

function start() {
  const clock = manualClock();
  const bus = createEventBus({ warn: () => undefined, error: () => undefined });
  const events: AppEvent[] = [];
  bus.on((event) => events.push(event));
  const questions = createQuestions(clock, bus);
  const stop = new AbortController();
  const ask = (prompt = 'Passphrase?') =>
    questions.ask({ kind: 'secret', prompt }, 'example.org', stop.signal);
  return { clock, events, questions, stop, ask };
}

describe('a question of another program', () => {
  test('is told to every client, also one that comes later, and answered once', async () => {
    const { events, questions, ask } = start();
    const answered = ask();
    const [question] = questions.list();
    expect(question).toMatchObject({ kind: 'secret', about: 'example.org', prompt: 'Passphrase?' });
    expect(events).toEqual([{ name: 'ask.opened', question }]);
    const id = question?.id ?? '';
    expect(questions.answer(id, 'open sesame')).toBe(true);
    expect(questions.answer(id, 'too late')).toBe(false);
    expect(await answered).toBe('open sesame');
    expect(questions.list()).toEqual([]);
    expect(events.at(-1)).toEqual({ name: 'ask.closed', id });
    expect(JSON.stringify(events)).not.toContain('sesame');
  });

  test('ends without an answer when its work ends, after five minutes, and with the app', async () => {
    const { clock, questions, stop, ask, events } = start();
    const late = ask();
    clock.advance(5 * 60_000);
    expect(await late).toBeNull();
    const stopped = ask();
    stop.abort();
    expect(await stopped).toBeNull();
    expect(await ask()).toBeNull();
    const other = start();
    const open = other.ask();
    other.questions.close();
    expect(await open).toBeNull();
    expect(await other.ask()).toBeNull();
    expect(questions.list()).toEqual([]);
    expect(events.map(({ name }) => name)).toEqual([
      'ask.opened',
      'ask.closed',
      'ask.opened',
      'ask.closed',
    ]);
    expect(clock.waits()).toEqual([]);
  });
});
