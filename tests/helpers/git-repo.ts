import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

/** An environment in which git knows nobody's settings and every commit has the same author and date. */
export const gitEnv: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Ada Writer',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2024-05-01T12:00:00+0000',
  GIT_COMMITTER_NAME: 'Ada Writer',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_COMMITTER_DATE: '2024-05-01T12:00:00+0000',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
};

const maxOutputBytes = 512 * 1024 * 1024;

/** A new folder that is removed when the running test ends. */
export function makeTempDir(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'commonplace-test-')));
  onTestFinished(() => removeDir(dir));
  return dir;
}

/** What still runs may put a file into a folder that is just being emptied. */
function removeDir(dir: string, triesLeft = 5): void {
  try {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (triesLeft === 0) throw error;
    removeDir(dir, triesLeft - 1);
  }
}

/** Runs git and returns its output without the line end; throws with git's own words. */
export function git(dir: string, ...args: string[]): string {
  return gitWith(dir, {}, ...args);
}

/** As `git`, with more in the environment (a date, an author) or on standard input. */
export function gitWith(
  dir: string,
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string | Uint8Array;
  },
  ...args: string[]
): string {
  const output = execFileSync('git', args, {
    cwd: dir,
    env: { ...gitEnv, ...options.env },
    maxBuffer: maxOutputBytes,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  return output.toString('utf8').replace(/\n$/, '');
}

/** As `git`, without blocking this process: for tests that serve the repository themselves. */
export async function gitAsync(dir: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, {
    cwd: dir,
    env: { ...gitEnv },
    maxBuffer: maxOutputBytes,
  });
  return stdout.replace(/\n$/, '');
}

/** Writes files below `dir` by path; folders are made as needed. */
export function writeFiles(
  dir: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): void {
  for (const [path, content] of Object.entries(files)) {
    const target = join(dir, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

/** Stages everything and commits it; returns the commit's oid. */
export function commitAll(dir: string, message: string): string {
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '--allow-empty', '-m', message);
  return git(dir, 'rev-parse', 'HEAD');
}

/** A real repository on branch `main`; with `files` it has one commit that holds them. */
export function makeRepo(
  options: {
    readonly files?: Readonly<Record<string, string | Uint8Array>>;
    readonly bare?: boolean;
  } = {},
): string {
  const dir = join(makeTempDir(), 'repo');
  mkdirSync(dir);
  git(dir, 'init', '-q', '-b', 'main', ...(options.bare === true ? ['--bare'] : []));
  if (options.files !== undefined) {
    writeFiles(dir, options.files);
    commitAll(dir, 'First commit');
  }
  return dir;
}
