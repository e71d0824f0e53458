import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { isErrno } from './path-jail.ts';

/** What a program of ours leaves in a file to say that it is there. */
export const processIdentity = z.object({
  program: z.enum(['desktop', 'browser', 'terminal']),
  pid: z.number().int().positive(),
  host: z.string().max(300),
  sinceMs: z.number(),
  /** When the system started the process, in the system's own words: a pid is given again. Empty where it can't be told. */
  start: z.string().max(100),
});
export type ProcessIdentity = z.infer<typeof processIdentity>;
export type ProgramName = ProcessIdentity['program'];

/**
 * A name for an unfinished file that no other process uses. The git room knows it by this pattern, and
 * removes it when its process is gone.
 */
export function nameOfOurs(): string {
  const host = encodeURIComponent(hostname()).slice(0, 64);
  return `commonplace-${process.pid}@${host}-${randomBytes(6).toString('hex')}`;
}

/** Field 22 of Linux's `stat`; the name before it may hold blanks and brackets. */
async function startOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return '';
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return ''; // gone meanwhile, or a system that hides it
  }
}

let ownStart: Promise<string> | null = null;

export async function thisProcess(program: ProgramName): Promise<ProcessIdentity> {
  return {
    program,
    pid: process.pid,
    host: hostname(),
    sinceMs: Math.round(Date.now() - process.uptime() * 1000),
    start: await (ownStart ??= startOf(process.pid)),
  };
}

/** Whether a process is surely gone; of another machine's nobody can say. */
export async function isGone({ pid, host, start }: ProcessIdentity): Promise<boolean> {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0); // signal 0 only asks whether the process exists
  } catch (error) {
    if (!isErrno(error, 'EPERM')) return true;
  }
  const now = await startOf(pid);
  return start !== '' && now !== '' && start !== now;
}
