import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitServer, type GitServer } from '../../helpers/git-server.ts';
import { litterCount, plainGit } from '../judge.ts';
import { seeded, type Random } from '../random.ts';
import { runProgram, type KillPoint } from './killed-run.ts';
import { perform, type Message, type Operation } from './operations.ts';
import {
  contentOf,
  endProblems,
  midwayProblems,
  objectsOf,
  standOf,
  type Expected,
} from './verdict.ts';
import { copyWorld, makeWorld, type World } from './worlds.ts';

/** How long the parts of a run take that nobody kills. */
interface Durations {
  readonly openingMs: number;
  readonly workingMs: number;
}

export interface CrashReport {
  readonly operation: Operation;
  readonly runs: number;
  /** Processes that were killed before they were done. */
  readonly kills: number;
  /** Temporary files that were left for good; they cost space and nothing else. */
  readonly litter: number;
  /** Which run, and what was wrong. */
  readonly problems: readonly string[];
}

export interface CrashOptions {
  readonly operation: Operation;
  readonly runs: number;
  readonly seed: number;
  /** The first run's number: with `runs: 1`, a failure again. */
  readonly from?: number;
  /** The bundled program that is killed. */
  readonly program: string;
  readonly onRun?: (done: number) => void;
}

interface Setting extends Durations {
  readonly options: CrashOptions;
  readonly server: GitServer;
  readonly root: string;
  readonly template: World;
  readonly expected: Expected;
}

/** Kills an operation at random moments of it, and judges what is left by git's own programs. */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const { operation, runs, from = 0 } = options;
  const root = await realpath(await mkdtemp(join(tmpdir(), `commonplace-crash-${operation}-`)));
  const server = await startGitServer();
  try {
    const setting = await prepare(options, server, root);
    let kills = 0;
    let litter = 0;
    const problems: string[] = [];
    for (let run = from; run < from + runs; run += 1) {
      const outcome = await runOnce(setting, run);
      kills += outcome.kills;
      litter += outcome.litter;
      problems.push(
        ...outcome.problems.map(
          (problem) =>
            `${operation} --seed ${options.seed} --from ${run} (${outcome.how}): ${problem}`,
        ),
      );
      options.onRun?.(run + 1 - from);
    }
    return { operation, runs, kills, litter, problems };
  } finally {
    await server.close();
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function prepare(options: CrashOptions, server: GitServer, root: string): Promise<Setting> {
  const template = await makeWorld(options.operation, join(root, 'template'), server);
  const durations: Durations[] = [];
  const remoteTip =
    template.remote === null ? '' : await plainGit(template.remote, 'rev-parse', 'main');
  let after: World = template;
  for (const name of ['first', 'second']) {
    after = await copyWorld(template, join(root, name), server, name);
    const ran = await runProgram(options.program, { ...after.task, token: 'reference' }, null);
    durations.push({ openingMs: ran.openingMs ?? 0, workingMs: ran.workingMs ?? 0 });
  }
  const longest = (part: keyof Durations) => Math.max(...durations.map((each) => each[part]));
  return {
    options,
    server,
    root,
    template,
    expected: {
      before: await contentOf(template),
      after: await contentOf(after),
      remoteTip,
      objects: await objectsOf(template),
      stand: { before: await standOf(template), after: await standOf(after) },
    },
    openingMs: longest('openingMs'),
    workingMs: longest('workingMs'),
  };
}

function killPoint(
  { openingMs, workingMs }: Durations,
  random: Random,
  isFirst: boolean,
): KillPoint {
  if (isFirst) return { after: 'begin', delayMs: random.next() * workingMs };
  // What puts right the first crash is killed too.
  return { after: 'opening', delayMs: random.next() * (openingMs + workingMs) };
}

async function runOnce(
  setting: Setting,
  run: number,
): Promise<{ kills: number; litter: number; how: string; problems: string[] }> {
  const { options, server, template, expected } = setting;
  const random = seeded(options.seed, options.operation, run);
  const root = join(setting.root, `run-${run}`);
  const world = await copyWorld(template, root, server, `run-${run}`);
  const messages: Message[] = [];
  const said: string[] = [];
  const problems: string[] = [];
  let kills = 0;
  let litter = 0;
  try {
    const lives = random.next() < 0.6 ? 1 : 2;
    for (let life = 0; life < lives; life += 1) {
      const point = killPoint(setting, random, life === 0);
      said.push(`${point.delayMs.toFixed(1)} ms after ${point.after}`);
      const task = { ...world.task, token: `run${run}-${life}` };
      const ran = await runProgram(options.program, task, point);
      messages.push(...ran.messages);
      if (ran.isKilled) kills += 1;
      const found = await midwayProblems(world, expected, messages);
      problems.push(...found.map((problem) => `after kill ${life + 1}: ${problem}`));
    }
    await perform({ ...world.task, token: `run${run}-last` }, (message) => messages.push(message));
    problems.push(...(await endProblems(world, expected, messages)));
    litter = await litterCount(join(world.task.wiki, '.git'));
    const beside = await readdir(root);
    for (const name of beside) {
      if (name.startsWith('.')) problems.push(`left beside the wiki: ${name}`);
    }
  } catch (error) {
    problems.push(
      `started again, it failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    if (problems.length === 0 || process.env['KEEP_CRASHED'] === undefined) {
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
      if (world.remote !== null) await rm(world.remote, { recursive: true, force: true });
    }
  }
  return { kills, litter, how: said.join(', '), problems };
}
