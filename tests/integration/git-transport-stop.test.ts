import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { sendRequest } from '../../electron/git/transport/http/http-client.ts';

test('a sync stopped as the last bytes of an answer come does not end the program', async () => {
  const server = createServer((_, answer) => answer.end('all of it')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true });
  const lost: unknown[] = [];
  const onLost = (error: unknown) => lost.push(error);
  process.on('uncaughtException', onLost);
  onTestFinished(() => {
    process.off('uncaughtException', onLost);
    agent.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  for (let round = 0; round < 5; round += 1) {
    const stopping = new AbortController();
    const answer = await sendRequest({
      method: 'GET',
      url: new URL(`http://127.0.0.1:${String(port)}/`),
      route: { agent, readingProxy: null },
      headers: {},
      body: null,
      signal: stopping.signal,
      idleMs: 30_000,
      totalMs: 30_000,
    });
    const read = async () => {
      for await (const chunk of answer.body) if (chunk.length > 0) stopping.abort();
    };
    await read().catch(() => undefined);
  }
  expect(lost).toEqual([]);
});
