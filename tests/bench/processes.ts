import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.org',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.org',
  LC_ALL: 'C.UTF-8',
};

/** Runs a program to its end; status 1 of a search is fine: it says that nothing was found. */
export async function runProgram(
  dir: string,
  program: string,
  args: readonly string[],
): Promise<void> {
  try {
    await execute(program, [...args], { cwd: dir, env: environment, maxBuffer: 1 << 30 });
  } catch (error) {
    const isEmpty = error instanceof Error && 'code' in error && error.code === 1;
    if (isEmpty && ['rg', 'grep'].includes(program)) return;
    throw error;
  }
}

export function runGit(dir: string, ...args: string[]): Promise<void> {
  return runProgram(dir, 'git', args);
}

export async function hasProgram(program: string): Promise<boolean> {
  try {
    await execute(program, ['--version']);
    return true;
  } catch {
    return false; // not installed
  }
}

/** Runs this program again with other options, and gives what it prints. */
export async function runBenchProcess(...args: string[]): Promise<string> {
  const { stdout } = await execute(process.execPath, [process.argv[1] ?? '', ...args], {
    env: environment,
    maxBuffer: 1 << 30,
  });
  return stdout;
}
