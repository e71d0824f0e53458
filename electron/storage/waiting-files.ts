import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentProblem } from '../../shared/wiki/path-policy.ts';
import { writeAtomic } from './atomic-write.ts';
import { isErrno } from './path-jail.ts';

/** Files that wait, outside the wiki, for the page that shows them to be saved: like drafts, they survive a killed app. */
export interface WaitingFiles {
  /** Their names, in no order. */
  names(): Promise<string[]>;
  read(name: string): Promise<Uint8Array | null>;
  keep(name: string, bytes: Uint8Array): Promise<void>;
  discard(name: string): Promise<void>;
  /** Null when there is none. */
  keptMs(name: string): Promise<number | null>;
}

export function openWaitingFiles(dir: string): WaitingFiles {
  const isName = (name: string) => segmentProblem(name) === null && !name.startsWith('.');
  const missing = (error: unknown): null => {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return null;
    throw error;
  };
  return {
    names: async () => ((await readdir(dir).catch(missing)) ?? []).filter(isName),
    read: async (name) => (isName(name) ? readFile(join(dir, name)).catch(missing) : null),
    keep: (name, bytes) => writeAtomic(join(dir, name), bytes, dir, { mode: 0o600 }),
    discard: (name) => rm(join(dir, name), { force: true }),
    keptMs: async (name) => (await stat(join(dir, name)).catch(missing))?.mtimeMs ?? null,
  };
}
