import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { obstacles, plainGit, plainGitEnv, repositoryProblems } from './judge.ts';

export interface WritersOptions {
  /** How many of our processes, and how many loops of plain git, write at once. */
  readonly apps: number;
  readonly gits: number;
  readonly commitsEach: number;
  /** The bundled program of a writer. */
  readonly program: string;
}

export interface WritersReport {
  readonly commits: number;
  readonly elapsedMs: number;
  readonly problems: readonly string[];
}

const run = promisify(execFile);

async function makeWiki(dir: string): Promise<void> {
  await plainGit('.', 'init', '-q', '-b', 'main', dir);
  await plainGit(dir, 'config', 'user.name', 'Wanda Writer');
  await plainGit(dir, 'config', 'user.email', 'wanda@example.org');
  await writeFile(join(dir, 'Everybody.md'), '# Everybody\n\n');
  await plainGit(dir, 'add', '-A');
  await plainGit(dir, 'commit', '-q', '-m', 'Start');
}

/** Commits that hold anything but their own writer's page: such a one may have undone another's. */
async function foreignChanges(dir: string): Promise<string[]> {
  const log = await plainGit(dir, 'log', '-z', '--format=%x01%s', '--name-only', '--no-renames');
  const problems: string[] = [];
  for (const commit of log.split('\u0001').slice(1)) {
    const [subject = '', ...paths] = commit.split(/[\0\n]+/u).filter((part) => part !== '');
    const [name = ''] = subject.split(' ');
    const foreign = paths.filter((path) => !path.startsWith(`${name}/`) && path !== 'Everybody.md');
    if (foreign.length > 0) problems.push(`“${subject}” changed ${foreign.join(', ')}`);
  }
  return problems;
}

async function judge(dir: string, names: readonly string[], each: number): Promise<string[]> {
  const problems = await repositoryProblems(dir);
  const expect = (what: string, actual: string | number, expected: string | number) => {
    if (actual !== expected) problems.push(`${what}: ${actual}, not ${expected}`);
  };
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  const promised = names.flatMap((name) => Array.from({ length: each }, (_, n) => `${name} ${n}`));
  const subjects = lines(await plainGit(dir, 'log', '--format=%s'));
  expect('commits', subjects.length, promised.length + 1);
  const made = new Set(subjects);
  for (const save of promised) if (!made.has(save)) problems.push(`${save} is not in history`);
  problems.push(...(await foreignChanges(dir)));
  expect('merges', await plainGit(dir, 'rev-list', '--min-parents=2', 'HEAD'), '');
  expect('git status', await plainGit(dir, 'status', '--porcelain', '-uall'), '');
  for (const name of await obstacles(join(dir, '.git'))) problems.push(`in the way: ${name}`);
  const shared = await readFile(join(dir, 'Everybody.md'), 'utf8');
  for (const name of names) {
    for (let round = 0; round < each; round += 1) {
      if (round % 5 === 4 && !name.startsWith('git')) {
        if (!shared.includes(`${name}-${round} end\n`)) problems.push(`lost: ${name}-${round}`);
      } else if (round >= each - 5) {
        const file = join(dir, `${name}/Page ${round % 7}.md`);
        const text = await readFile(file, 'utf8').catch(() => '');
        if (!text.includes(`${name}-${round} end\n`)) problems.push(`lost: ${name}-${round}`);
      }
    }
  }
  return problems;
}

/** Lets several programs write to one wiki at once, and looks whether every commit of theirs is there. */
export async function writers(options: WritersOptions): Promise<WritersReport> {
  const { apps, gits, commitsEach, program } = options;
  const root = await realpath(await mkdtemp(join(tmpdir(), 'commonplace-writers-')));
  try {
    const dir = join(root, 'wiki');
    await makeWiki(dir);
    const writing = (kind: string, name: string) =>
      run(process.execPath, [program, kind, dir, name, String(commitsEach), join(root, name)], {
        env: plainGitEnv,
      });
    const appNames = Array.from({ length: apps }, (_, at) => `app${at}`);
    const gitNames = Array.from({ length: gits }, (_, at) => `git${at}`);
    const started = performance.now();
    const ends = await Promise.allSettled([
      ...appNames.map((name) => writing('app', name)),
      ...gitNames.map((name) => writing('git', name)),
    ]);
    const elapsedMs = performance.now() - started;
    const failed = ends.filter((end) => end.status === 'rejected');
    const problems = failed.map(({ reason }) => `a writer failed: ${String(reason)}`);
    problems.push(...(await judge(dir, [...appNames, ...gitNames], commitsEach)));
    const commits = Number(await plainGit(dir, 'rev-list', '--count', 'HEAD'));
    return { commits: commits - 1, elapsedMs, problems };
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}
