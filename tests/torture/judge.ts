import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isProcessAlive } from '../../electron/git/leftovers.ts';

const execute = promisify(execFile);
const maxOutputBytes = 256 * 1024 * 1024;

/** An environment in which git knows nobody's settings. */
export const plainGitEnv: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  // The judge only looks: `git status` would else rewrite the index it is to judge.
  GIT_OPTIONAL_LOCKS: '0',
  GIT_AUTHOR_NAME: 'Ada Writer',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2024-05-01T12:00:00+0000',
  GIT_COMMITTER_NAME: 'Ada Writer',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_COMMITTER_DATE: '2024-05-01T12:00:00+0000',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
};

/** Runs git and returns its output without the last line end; throws with git's own words. */
export async function plainGit(dir: string, ...args: string[]): Promise<string> {
  const { stdout } = await execute('git', args, {
    cwd: dir,
    env: plainGitEnv,
    maxBuffer: maxOutputBytes,
  });
  return stdout.replace(/\n$/u, '');
}

async function wordsOf(dir: string, ...args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await execute('git', args, {
      cwd: dir,
      env: plainGitEnv,
      maxBuffer: maxOutputBytes,
    });
    return stdout + stderr;
  } catch (error) {
    return `git ${args.join(' ')}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What git's own programs find wrong with a repository, in their words; nothing when it is sound. */
export async function repositoryProblems(dir: string): Promise<string[]> {
  const checks = await Promise.all([
    wordsOf(dir, 'fsck', '--strict', '--no-dangling'),
    // Reads every ref's object; a ref to nothing fails it.
    wordsOf(dir, 'for-each-ref', '--format=%(objecttype) %(contents:size)'),
    wordsOf(dir, 'rev-parse', '--is-bare-repository'),
  ]);
  const [fsck, refs, isBare] = checks;
  const problems: string[] = [];
  if (fsck.trim() !== '') problems.push(`fsck: ${fsck.trim()}`);
  for (const line of refs.trim().split('\n')) {
    if (line !== '' && !/^(commit|tag) \d+$/u.test(line)) problems.push(`ref: ${line}`);
  }
  if (isBare.trim() === 'true') return problems;
  for (const args of [
    ['ls-files', '--stage'],
    ['status', '--porcelain', '-uall'],
  ]) {
    const said = await wordsOf(dir, ...args);
    if (/^(fatal|error|git )/mu.test(said)) problems.push(said.trim());
  }
  return problems;
}

/**
 * What keeps somebody from working on: locks, and notes of work that was never finished. Temporary files
 * with nobody's name on them are no such thing, nor is the lock between programs of ours where its
 * process is gone: whoever wants it next takes it over.
 */
export async function obstacles(gitDir: string): Promise<string[]> {
  const names = await readdir(gitDir, { recursive: true });
  const ours = names.includes('commonplace.lock')
    ? await readFile(join(gitDir, 'commonplace.lock'), 'utf8').catch(() => '')
    : '';
  const isHeld = isProcessAlive(Number(ours.split('\n')[0]));
  const isLock = (name: string) =>
    name.endsWith('.lock') &&
    !/\.lock\.commonplace-\d+@.*\.lock$/u.test(name) &&
    (name !== 'commonplace.lock' || isHeld);
  return names.filter(
    (name) => isLock(name) || /tmp_(?:pack|idx)_|pending-index\/|\/checkout$/u.test(name),
  );
}

/** How many temporary files lie in `.git`. */
export async function litterCount(gitDir: string): Promise<number> {
  const names = await readdir(gitDir, { recursive: true });
  return names.filter((name) => /\.tmp$|(^|\/)tmp_|\.lock\../u.test(name)).length;
}

/** Every file of a wiki's folder, by its path, outside hidden folders at the top. */
export async function filesOf(dir: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(dir, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (path === '.git') continue;
      if (entry.isDirectory()) await walk(path);
      else files.set(path, await readFile(join(dir, path)));
    }
  };
  await walk('');
  return files;
}
