import { createHash } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const answersWithinMs = 3_000;
const maxLineLength = 32 * 1024;
/** What every system takes for the path of a socket. */
const maxPathBytes = 100;

const question = z.object({ wiki: z.string().nullable() });
const launchUrl = z.string().regex(/^http:\/\/127\.0\.0\.1(:\d+)?\/#launch=[\w-]+$/);
const reply = z.object({ url: launchUrl });

/**
 * Where the host of a data folder hears other starts: only this account gets there. Null where the
 * system has no room for such a name; then every start is a host of its own.
 */
function channelOf(dataDir: string): string | null {
  if (process.platform === 'win32') {
    const name = createHash('sha256').update(dataDir.toLowerCase()).digest('hex').slice(0, 32);
    return `\\\\.\\pipe\\commonplace-${name}`;
  }
  const path = join(dataDir, 'browser.sock');
  return Buffer.byteLength(path) > maxPathBytes ? null : path;
}

/** The first line that comes; null when the other side ends, says too much or keeps silent. */
function firstLine(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    let text = '';
    const timer = setTimeout(() => socket.destroy(), answersWithinMs);
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > maxLineLength) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}

function parse<Value>(schema: z.ZodType<Value>, line: string | null): Value | null {
  try {
    return schema.safeParse(JSON.parse(line ?? '')).data ?? null;
  } catch {
    return null; // no JSON
  }
}

/**
 * Asks the host that already runs on a data folder for a fresh launch address.
 *
 * @param wiki the wiki that the address should open; null leaves that to the host
 * @returns null when none runs, or the one that does keeps silent
 */
export async function askRunningHost(dataDir: string, wiki: string | null): Promise<string | null> {
  const channel = channelOf(dataDir);
  if (channel === null) return null;
  const socket = createConnection(channel);
  const line = firstLine(socket);
  socket.write(`${JSON.stringify({ wiki } satisfies z.infer<typeof question>)}\n`);
  const answer = parse(reply, await line);
  socket.destroy();
  return answer?.url ?? null;
}

function listen(server: Server, channel: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(channel, () => {
      server.off('error', resolve);
      resolve(null);
    });
  });
}

/**
 * Answers other starts on this data folder with what `newLaunchUrl` gives. Does nothing where another
 * host answers already.
 *
 * @returns the end of answering
 */
export async function answerOtherStarts(
  dataDir: string,
  newLaunchUrl: (wiki: string | null) => string,
): Promise<() => void> {
  const channel = channelOf(dataDir);
  const server = createServer((socket) => {
    void firstLine(socket).then((line) => {
      const asked = parse(question, line);
      if (asked !== null) socket.end(`${JSON.stringify({ url: newLaunchUrl(asked.wiki) })}\n`);
      else socket.destroy();
    });
  });
  const end = () => void server.close();
  if (channel === null) return end;
  let failure = await listen(server, channel);
  if (failure?.code === 'EADDRINUSE' && (await askRunningHost(dataDir, null)) === null) {
    // Left by a host that was killed.
    await rm(channel, { force: true }).catch(() => undefined);
    failure = await listen(server, channel);
  }
  if (failure === null && process.platform !== 'win32') await chmod(channel, 0o600);
  return end;
}
