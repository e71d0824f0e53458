import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { initRepository, type Repository } from '../../electron/git/repository.ts';
import { AppError } from '../../shared/contract/errors.ts';
import type { RemoteAccess } from '../../electron/git/transport/access.ts';
import { git, gitWith, makeRepo, makeTempDir } from './git-repo.ts';
import { startGitServer, type GitServer, type GitServerOptions } from './git-server.ts';

/** A git server that stops when the running test ends. */
export async function served(options: GitServerOptions = {}): Promise<GitServer> {
  const server = await startGitServer(options);
  onTestFinished(() => server.close());
  return server;
}

export function accessTo(url: string, more: Partial<RemoteAccess> = {}): RemoteAccess {
  return { url, credentials: null, signal: new AbortController().signal, ...more };
}

/** The failure that work is expected to end in. */
export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => {
      if (error instanceof AppError) return error;
      throw error;
    },
  );
}

/** A repository of ours without any commit. */
export async function emptyRepo(): Promise<Repository> {
  const repo = await initRepository(join(makeTempDir(), 'wiki'));
  onTestFinished(() => repo.close());
  return repo;
}

/** Every file below a folder with a sum of its bytes: equal before and after means untouched. */
export function snapshot(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${createHash('sha1').update(readFileSync(path)).digest('hex')}`;
    })
    .sort();
}

/** A page of 3,000 lines of which one is changed. */
export function longPage(line: number, text: string): string {
  const lines = Array.from({ length: 3000 }, (_, at) => `Line ${at} of the page.`);
  return lines.with(line, text).join('\n');
}

/** A wiki of 31 commits whose pack holds deltas of several steps. */
export function wikiWithHistory(): string {
  const dir = makeRepo();
  const author = 'Ada Writer <ada@example.org>';
  const blob = (path: string, text: string): string =>
    `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  let stream = '';
  for (let edit = 0; edit <= 30; edit += 1) {
    const subject = `Edit ${edit}`;
    stream += `commit refs/heads/main\ncommitter ${author} ${1714564800 + edit * 60} +0000\n`;
    stream += `data ${subject.length}\n${subject}\n`;
    if (edit === 0) stream += blob('Home.md', '# Home\n');
    stream += blob('Long.md', longPage(edit * 40, subject));
    stream += blob(`notes/Page ${edit}.md`, `# Page ${edit}\n`);
  }
  gitWith(dir, { input: stream }, 'fast-import', '--quiet');
  git(dir, 'reset', '-q', '--hard');
  return dir;
}
