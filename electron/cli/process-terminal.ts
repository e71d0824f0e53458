import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.ts';

// readline echoes what is typed to its output; a password goes to this one.
const nowhere = () =>
  new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });

async function ask(question: string, isSecret: boolean): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  process.stderr.write(question);
  const lines = createInterface({
    input: process.stdin,
    output: isSecret ? nowhere() : process.stderr,
    terminal: true,
  });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      if (isSecret) process.stderr.write('\n');
      resolve(null); // Ctrl+C or Ctrl+D; after a line this changes nothing
    });
  });
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The terminal that this process was started in. */
export function processTerminal(): Terminal {
  const isWatched = process.stderr.isTTY;
  let hasProgress = false;
  const clear = () => {
    if (hasProgress) process.stderr.write('\r\u001b[K');
    hasProgress = false;
  };
  return {
    out(text) {
      clear();
      process.stdout.write(text);
    },
    say(line) {
      clear();
      process.stderr.write(`${line}\n`);
    },
    progress(line) {
      if (!isWatched) return;
      clear();
      process.stderr.write(line.slice(0, Math.max(20, process.stderr.columns - 1)));
      hasProgress = true;
    },
    readStdin,
    ask(question, { isSecret }) {
      clear();
      return ask(question, isSecret);
    },
    env: process.env,
    onInterrupt(callback) {
      process.on('SIGINT', callback);
      process.on('SIGTERM', callback);
      return () => {
        process.off('SIGINT', callback);
        process.off('SIGTERM', callback);
      };
    },
  };
}
