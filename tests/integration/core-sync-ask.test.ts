import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createQuestions } from '../../electron/core/ask.ts';
import { createEventBus } from '../../electron/core/events.ts';
import type { AppEvent } from '../../shared/contract/events.ts';
import type { Question } from '../../shared/contract/methods-sync.ts';
import { page, setAuthor, startCore } from '../helpers/core.ts';
import { gitAsync, makeRepo } from '../helpers/git-repo.ts';
import { manualClock } from '../helpers/manual-clock.ts';
import { sshPerson, sshServerProblem, startSshServer } from '../helpers/ssh-server.ts';

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

describe.skipIf(sshServerProblem !== null)('sharing over SSH', () => {
  test('asks for the passphrase where a person waits, and nobody when it syncs by itself', async () => {
    const person = await sshPerson('open sesame');
    const server = await startSshServer({ authorized: [person.publicKey] });
    await person.trust(server);
    for (const [name, value] of Object.entries(person.environment)) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { url, dir } = await server.createRepo('wiki', makeRepo({ files: { 'Home.md': 'x\n' } }));
    const clock = manualClock();
    const app = await startCore({ clock });
    const questions: Question[] = [];
    let answer: string | null = 'open sesame';
    app.core.onEvent((event) => {
      if (event.name !== 'ask.opened') return;
      questions.push(event.question);
      void app.call('ask.answer', { id: event.question.id, answer });
    });
    const parentDir = join(app.home, 'documents');
    const joined = await app.job('wiki.join', { url, parentDir });
    if (joined.kind !== 'opened') throw new Error(`not joined: ${JSON.stringify(joined)}`);
    const { wiki } = joined.summary;
    expect(questions).toMatchObject([{ about: new URL(url).hostname, kind: 'secret' }]);
    expect(await app.call('ask.list', {})).toEqual({ questions: [] });

    await expect.poll(() => clock.waits(), { timeout: 20_000 }).toContain(3_000);
    clock.advance(3_000);
    const state = async () => (await app.call('sync.status', { wiki })).state;
    await expect
      .poll(state, { timeout: 20_000 })
      .toMatchObject({ kind: 'error', code: 'REMOTE_REFUSED' });
    expect(questions.length).toBe(1);
    setAuthor(joined.summary.dir);
    const base = null;
    await app.call('page.save', { wiki, path: page('New.md'), text: 'new\n', base });
    expect(await app.job('sync.now', { wiki })).toMatchObject({ state: { kind: 'idle' } });
    expect(questions.length).toBe(2);
    expect(await gitAsync(dir, 'show', 'main:New.md')).toBe('new');
    expect(JSON.stringify(app.events)).not.toContain('sesame');

    // Whoever gives no answer is not asked the same again, for the other half of the work.
    answer = null;
    await app.call('page.save', { wiki, path: page('Newer.md'), text: 'newer\n', base });
    await expect(app.job('sync.now', { wiki })).rejects.toMatchObject({ code: 'REMOTE_REFUSED' });
    expect(questions.length).toBe(3);
  });
});
