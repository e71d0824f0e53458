import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { worktreeStatus } from '../../electron/git/status.ts';
import { git, gitEnv, makeRepo, makeTempDir } from '../helpers/git-repo.ts';
import { opened } from '../helpers/opened-repo.ts';

const kills = 15;

async function bundle(entry: string): Promise<string> {
  const outDir = makeTempDir();
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: entry, outDir, rolldownOptions: { output: { entryFileNames: 'program.mjs' } } },
    ssr: { noExternal: true },
  });
  return join(outDir, 'program.mjs');
}

/** The same numbers on every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Kills the program some turns after it acknowledged `saves`; returns all it acknowledged. */
async function runUntilKilled(
  program: readonly string[],
  saves: number,
  turns: number,
): Promise<string[]> {
  const child = spawn(process.execPath, program, {
    env: gitEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const acknowledged: string[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = new Promise<string | null>((resolve) => {
    child.on('close', (_code, signal) => {
      resolve(signal);
    });
  });
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length !== saves) continue;
    for (let turn = 0; turn < turns; turn += 1) await new Promise((next) => setImmediate(next));
    child.kill('SIGKILL');
  }
  expect(await ended, complaint).toBe('SIGKILL');
  return acknowledged;
}

test('a process killed while it saves leaves a sound repository, whole pages and every save', async () => {
  const dir = makeRepo({ files: { 'Home.md': 'home end' } });
  const program = await bundle(new URL('../helpers/save-loop.ts', import.meta.url).pathname);
  const random = seeded(20_240_501);
  const promised: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const run = [program, dir, `run${kill}`];
    promised.push(...(await runUntilKilled(run, 1 + random(6), random(400))));
    git(dir, 'fsck', '--strict', '--no-dangling');
    const history = new Set(git(dir, 'log', '--format=%s').split('\n'));
    expect(promised.filter((save) => !history.has(save))).toEqual([]);
    for (const path of git(dir, 'ls-files', '-co').split('\n')) {
      expect(readFileSync(join(dir, path), 'utf8')).toMatch(/ end$/);
    }
  }
  // What is on the disk and not in history are at most the pages of the save that was cut short.
  const repo = await opened(dir);
  const left = (await worktreeStatus(repo)).map(({ path }) => path);
  expect(new Set(left.map((path) => path.startsWith('Many/'))).size).toBeLessThanOrEqual(1);
});
