import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { AppError } from '../../shared/contract/errors.ts';
import { isProcessAlive, nameOfOurs } from './leftovers.ts';
import { diskError, isAbsent, systemCode } from './whole-file.ts';

const firstDelayMs = 4;
const longestDelayMs = 60;
const forgottenAfterMs = 10 * 60_000;
const signature = 'commonplace';
const noHardLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
]);

/**
 * What this thread wrote into the locks that it holds or is about to take. A lock with this process's
 * id and none of these is of an earlier thread, which died in the middle of its work.
 */
const ownTokens = new Set<string>();

/** A lock as git takes it: the file `<path>.lock`, made only where none is. */
export interface HeldLock {
  /** False when somebody took it for forgotten: what it guards may be another's by now. */
  isStillOurs(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Takes git's lock on a file, waiting at most `waitMs` for whoever holds it.
 *
 * Our own locks name their process; one whose process is gone, or whose thread of this process is, is
 * taken over, so that a crash never blocks a wiki. A lock of any other program is waited for, never removed.
 *
 * @returns null when someone still holds it
 */
export async function tryLock(path: string, waitMs: number): Promise<HeldLock | null> {
  const lockPath = `${path}.lock`;
  const deadline = Date.now() + waitMs;
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 1.5, longestDelayMs)) {
    const held = await create(lockPath);
    if (held !== null) return held;
    if (await takeAside(lockPath)) continue;
    if (Date.now() >= deadline) return null;
    // Off at random, or two waiting processes meet again at every turn.
    await new Promise((resolve) => setTimeout(resolve, delay * (0.5 + Math.random())));
  }
}

/** As `tryLock`, but a lock that stays held is the failure `REPO_BUSY`. */
export async function lock(path: string, waitMs = 5_000): Promise<HeldLock> {
  const held = await tryLock(path, waitMs);
  if (held !== null) return held;
  throw new AppError(
    'REPO_BUSY',
    `Another program is working in this wiki's repository. Try again in a moment. If no other program is, delete the file ${path}.lock.`,
    { lock: `${path}.lock` },
  );
}

/** The lock appears with its owner's name in it: one without would outlive a killed owner for ever. */
async function create(lockPath: string): Promise<HeldLock | null> {
  const token = randomBytes(6).toString('hex');
  const owner = `${signature} ${process.pid} ${hostname()} ${token}\n`;
  ownTokens.add(token);
  let made: MadeLock | null = null;
  try {
    made = await createNamed(lockPath, owner);
  } finally {
    if (made === null) ownTokens.delete(token);
  }
  if (made === null) return null;
  const { cleared } = made;
  return {
    isStillOurs: async () => (await readOwner(lockPath)) === owner,
    release: async () => {
      const found = readOwnerNow(lockPath);
      // One that can't be read for a moment must not stay for ever.
      const isOurs = found === null || found === owner;
      await Promise.all([cleared, isOurs ? rm(lockPath, { force: true }) : null]);
      // Only now: a lock that is still there must not look left behind.
      ownTokens.delete(token);
    },
  };
}

interface MadeLock {
  /** When the lock's other name is gone: nobody waits for that while the lock is held. */
  readonly cleared: Promise<void>;
}

async function createNamed(lockPath: string, owner: string): Promise<MadeLock | null> {
  const named = besideLock(lockPath);
  try {
    await writeFile(named, owner, { flag: 'wx' });
    await link(named, lockPath);
    return { cleared: rm(named, { force: true }).catch(() => undefined) };
  } catch (error) {
    await rm(named, { force: true }).catch(() => undefined);
    const code = systemCode(error);
    if (code !== null && noHardLinks.has(code)) return createInPlace(lockPath, owner);
    if (code === 'EEXIST') return null;
    if (isAbsent(error)) throw error;
    throw diskError('lock', lockPath, error);
  }
}

/** For disks without hard links (FAT, some shares), where a kill at the wrong moment leaves a nameless lock. */
async function createInPlace(lockPath: string, owner: string): Promise<MadeLock | null> {
  try {
    const handle = await open(lockPath, 'wx');
    try {
      await handle.writeFile(owner);
    } finally {
      await handle.close();
    }
    return { cleared: Promise.resolve() };
  } catch (error) {
    const code = systemCode(error);
    // Windows answers EPERM while the previous holder's delete is still pending.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return null;
    if (isAbsent(error)) throw error;
    throw diskError('lock', lockPath, error);
  }
}

/**
 * Moves a lock of ours whose process or thread is gone out of the way: plain git would wait for it for
 * ever. Whether the lock may be tried for again at once.
 */
export async function takeAside(lockPath: string): Promise<boolean> {
  const owner = await readOwner(lockPath);
  if (owner === null || !isAbandoned(owner)) return false;
  await moveAside(lockPath, owner);
  return true;
}

/**
 * Takes away a lock of a computer that went off, or whose stick was pulled out, in the middle of its
 * work: one of ours, or without a name, that nobody touched for ten minutes. A lock is held for less
 * than a second. Its age is told by the clock of the disk that it is on.
 */
export async function takeForgotten(lockPath: string): Promise<boolean> {
  const owner = await readOwner(lockPath);
  if (owner === null || (owner !== '' && !owner.startsWith(`${signature} `))) return false;
  const probe = besideLock(lockPath);
  try {
    await writeFile(probe, '', { flag: 'wx' });
    const [now, then] = await Promise.all([stat(probe), stat(lockPath)]);
    if (now.mtimeMs - then.mtimeMs < forgottenAfterMs) return false;
  } catch {
    return false; // gone meanwhile, or not ours to look at
  } finally {
    await rm(probe, { force: true });
  }
  await moveAside(lockPath, owner);
  return true;
}

function readOwner(lockPath: string): Promise<string | null> {
  return readFile(lockPath, 'utf8').catch(() => null);
}

/** At once: every save lets go of two locks, which it wrote a moment ago. */
function readOwnerNow(lockPath: string): string | null {
  try {
    return readFileSync(lockPath, 'utf8');
  } catch {
    return null;
  }
}

async function moveAside(lockPath: string, owner: string): Promise<void> {
  const aside = besideLock(lockPath);
  try {
    await rename(lockPath, aside);
  } catch {
    return; // somebody else did
  }
  // Another process may have been quicker, and this is its fresh lock: give it back.
  if (((await readOwner(aside)) ?? owner) !== owner) {
    await link(aside, lockPath).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

function isAbandoned(owner: string): boolean {
  const [word, pid, host, token = ''] = owner.trimEnd().split(' ');
  if (word !== signature || host !== hostname() || pid === undefined) return false;
  if (Number(pid) === process.pid) return !ownTokens.has(token);
  return !isProcessAlive(Number(pid));
}

/** Ends like a lock, so that git does not take it for a branch when a crash leaves it. */
function besideLock(lockPath: string): string {
  return `${lockPath}.${nameOfOurs()}.lock`;
}
