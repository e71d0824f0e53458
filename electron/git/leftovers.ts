import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';

const sweptAfterMs = 60_000;
const ownName = /commonplace-(\d+)@(.{0,64})-[0-9a-f]{12}(?:\.(?:lock|tmp))?$/u;

function host(): string {
  return encodeURIComponent(hostname()).slice(0, 64);
}

/** A name for an unfinished file that no other process uses; it says whose it is. */
export function nameOfOurs(): string {
  return `commonplace-${process.pid}@${host()}-${randomBytes(6).toString('hex')}`;
}

export function isProcessAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Removes unfinished files and folders of ours whose process was killed on this machine.
 * Never fails, and leaves what any other program made.
 *
 * @param names what the folder holds, where that is known already
 * @param restMs how long they must have been left alone
 */
export async function removeLeftovers(
  folder: string,
  {
    names,
    restMs = sweptAfterMs,
  }: { readonly names?: readonly string[]; readonly restMs?: number } = {},
): Promise<void> {
  for (const name of names ?? (await readdir(folder).catch((): string[] => []))) {
    const [, pid, owner] = ownName.exec(name) ?? [];
    if (pid === undefined || owner !== host()) continue;
    const path = `${folder}/${name}`;
    const changedMs = (await stat(path).catch(() => null))?.mtimeMs ?? Infinity;
    if (Date.now() - changedMs < restMs) continue;
    if (!isGone(Number(pid), changedMs)) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Ids are given again, in a container nearly always the same: what is older than this process is not its own. */
function isGone(pid: number, changedMs: number): boolean {
  if (pid !== process.pid) return !isProcessAlive(pid);
  return changedMs < Date.now() - process.uptime() * 1000 - sweptAfterMs;
}
