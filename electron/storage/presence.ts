import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  isGone,
  processIdentity,
  thisProcess,
  type ProcessIdentity,
  type ProgramName,
} from './process-identity.ts';

const beatMs = 60_000;
/** Another machine's program that has not said for so long that it is there is not. */
const staleMs = 5 * beatMs;
const maxFiles = 200;

/** The files of this thread: one with this process's id and not among them is left by a thread that died. */
const mine = new Set<string>();

/** A program that has the wiki open. */
export type Holder = Omit<ProcessIdentity, 'start'> & { readonly isThis: boolean };

/** This program's place among those that have a wiki open. */
export interface Presence {
  /** Everybody who has the wiki open now, the earliest first. */
  holders(): Promise<readonly Holder[]>;
  leave(): Promise<void>;
}

/**
 * Says in `folder` that this program has the wiki open, until it leaves or ends, however it ends.
 *
 * @param folder a folder of ours beside the wiki's history, made when needed
 */
export async function joinPresence(folder: string, program: ProgramName): Promise<Presence> {
  const me = { ...(await thisProcess(program)), sinceMs: Date.now() };
  const name = `${me.pid}-${randomBytes(6).toString('hex')}.json`;
  const file = join(folder, name);
  mine.add(name);
  const write = async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(file, JSON.stringify(me), { mode: 0o600 });
  };
  await write();
  // Written anew, not only dated anew: then the disk's own clock tells, whichever machine looks.
  let beating = Promise.resolve();
  const beat = setInterval(() => {
    beating = write().catch(() => undefined); // a disk that is away: others will miss us
  }, beatMs);
  beat.unref();

  const read = async (other: string): Promise<Holder | null> => {
    const path = join(folder, other);
    let identity;
    try {
      identity = processIdentity.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch {
      return null; // being written, or nobody's
    }
    const { program: theirProgram, pid, host, sinceMs } = identity;
    const holder = { program: theirProgram, pid, host, sinceMs, isThis: other === name };
    if (holder.isThis) return holder;
    const isLeft = host === hostname() && pid === process.pid && !mine.has(other);
    if (isLeft || (await isGone(identity))) {
      await rm(path, { force: true });
      return null;
    }
    if (host !== hostname()) {
      const [theirs, ours] = await Promise.all([stat(path), stat(file)]);
      if (ours.mtimeMs - theirs.mtimeMs > staleMs) return null;
    }
    return holder;
  };

  return {
    async holders() {
      const names = (await readdir(folder)).filter((other) => other.endsWith('.json'));
      const found = await Promise.all(
        names.slice(0, maxFiles).map((other) => read(other).catch(() => null)),
      );
      return found
        .filter((holder) => holder !== null)
        .sort((one, other) => one.sinceMs - other.sinceMs || one.pid - other.pid);
    },
    async leave() {
      clearInterval(beat);
      await beating;
      mine.delete(name);
      await rm(file, { force: true });
    },
  };
}
