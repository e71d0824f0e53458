import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeBreathe, type Breathe } from './history-breathe.ts';
import { HistoryLog } from './history-log.ts';
import { oidAt } from './oid.ts';
import { readIfPresent, temporaryName } from './whole-file.ts';

// A file of another version is built again: change the number with every change of the format.
const magic = Buffer.from('commonplace history 3\n', 'latin1');
const checksumBytes = 20;
const maxPartCommits = 2_000;
const maxPartChanges = 30_000;
const sectionNames = [
  'oids',
  'dates',
  'counts',
  'parents',
  'paths',
  'sames',
  'blobs',
  'modes',
  'renames',
  'names',
  'folders',
  'folderRanks',
  'folderCommits',
  'folderNames',
] as const;
type Sections = Readonly<Record<(typeof sectionNames)[number], Buffer>>;
/** Where a part begins: commits, changes, parents, paths, taken folders and their names before it. */
const headNumbers = 6;
const headBytes = 4 * (headNumbers + sectionNames.length);

interface Position {
  readonly commits: number;
  readonly changes: number;
  readonly paths: number;
  /** Folders that merges took whole, and the names of these. */
  readonly taken: number;
  readonly folders: number;
}

/** What a cache file is known to hold, so that new commits can be added at its end. */
export interface SavedHistory {
  readonly position: Position;
  readonly sizeBytes: number;
}

function endOf(log: HistoryLog): Position {
  return {
    commits: log.commitCount,
    changes: log.changeCount,
    paths: log.paths.count,
    taken: log.taken.count,
    folders: log.taken.folders.count,
  };
}

/**
 * Saves what `saved` lacks: at the end of the file if it is still the one we know, else the whole log
 * in a new file. A part that a crash cut short fails its checksum and is made again.
 */
export async function saveHistory(
  file: string,
  log: HistoryLog,
  stamp: string,
  saved: SavedHistory | null,
): Promise<SavedHistory> {
  const sizeBytes = await stat(file).then(
    (found) => found.size,
    () => -1,
  );
  const position = endOf(log);
  if (saved?.sizeBytes === sizeBytes) {
    const added = await writeParts(file, 'a', log, saved.position, []);
    return { position, sizeBytes: sizeBytes + added };
  }
  await mkdir(dirname(file), { recursive: true });
  const temporary = temporaryName(dirname(file));
  try {
    const start = { commits: 0, changes: 0, paths: 0, taken: 0, folders: 0 };
    const written = await writeParts(temporary, 'wx', log, start, [header(stamp)]);
    await rename(temporary, file);
    return { position, sizeBytes: written };
  } finally {
    await rm(temporary, { force: true });
  }
}

function header(stamp: string): Buffer {
  return Buffer.concat([magic, createHash('sha1').update(stamp).digest()]);
}

async function writeParts(
  file: string,
  flags: 'a' | 'wx',
  log: HistoryLog,
  start: Position,
  first: readonly Buffer[],
): Promise<number> {
  const handle = await open(file, flags);
  const breathe = makeBreathe();
  let written = 0;
  const write = async (bytes: Buffer) => {
    await handle.writeFile(bytes);
    written += bytes.length;
  };
  try {
    for (const bytes of first) await write(bytes);
    for (let from = start; from.commits < log.commitCount;) {
      const to = partEnd(log, from);
      const body = Buffer.concat(encodePart(log, from, to));
      const checksum = createHash('sha1').update(body).digest();
      await write(Buffer.concat([body, checksum]));
      from = to;
      await breathe();
    }
    return written;
  } finally {
    await handle.close();
  }
}

function partEnd(log: HistoryLog, start: Position): Position {
  const firstChange = start.changes;
  const takenBefore = (commit: number, from: number): number => {
    let at = from;
    while (at < log.taken.count && log.taken.commits.at(at) < commit) at += 1;
    return at;
  };
  let commits = start.commits + 1;
  let taken = takenBefore(commits, start.taken);
  for (; commits < log.commitCount && commits - start.commits < maxPartCommits; commits += 1) {
    const nextTaken = takenBefore(commits + 1, taken);
    const changes = log.changeStarts.at(commits + 1) - firstChange;
    if (changes + nextTaken - start.taken > maxPartChanges) break;
    taken = nextTaken;
  }
  if (commits === log.commitCount) return endOf(log);
  const end = log.changeStarts.at(commits);
  // Paths are numbered as changes bring them, so a part names those that its changes bring.
  let { paths, folders } = start;
  for (let change = firstChange; change < end; change += 1) {
    paths = Math.max(paths, log.changePaths.at(change) + 1);
  }
  for (let record = start.taken; record < taken; record += 1) {
    folders = Math.max(folders, log.taken.numbers.at(record) + 1);
  }
  return { commits, changes: end, paths, taken, folders };
}

function encodePart(log: HistoryLog, from: Position, to: Position): Buffer[] {
  const counts: number[] = [];
  for (let commit = from.commits; commit < to.commits; commit += 1) {
    counts.push(
      log.parentStarts.at(commit + 1) - log.parentStarts.at(commit),
      log.changeStarts.at(commit + 1) - log.changeStarts.at(commit),
    );
  }
  const renames: number[] = [];
  for (const [change, sources] of log.renames) {
    if (change >= from.changes && change < to.changes)
      renames.push(change, sources.length, ...sources);
  }
  const parentStart = log.parentStarts.at(from.commits);
  const sections: Sections = {
    oids: log.oids.bytes(from.commits * 20, to.commits * 20),
    dates: log.dates.bytes(from.commits, to.commits),
    counts: bytesOf(counts),
    parents: log.parents.bytes(parentStart, log.parentStarts.at(to.commits)),
    paths: log.changePaths.bytes(from.changes, to.changes),
    sames: log.changeSames.bytes(from.changes, to.changes),
    blobs: log.blobs.bytes(from.changes * 20, to.changes * 20),
    modes: log.modes.bytes(from.changes, to.changes),
    renames: bytesOf(renames),
    names: log.paths.bytes(from.paths, to.paths),
    folders: log.taken.numbers.bytes(from.taken, to.taken),
    folderRanks: log.taken.ranks.bytes(from.taken, to.taken),
    folderCommits: log.taken.commits.bytes(from.taken, to.taken),
    folderNames: log.taken.folders.bytes(from.folders, to.folders),
  };
  const ordered = sectionNames.map((name) => sections[name]);
  const head = [from.commits, from.changes, parentStart, from.paths, from.taken, from.folders];
  return [bytesOf([...head, ...ordered.map((section) => section.length)]), ...ordered];
}

/** The saved log; null when there is none, it is of another version or was made for another `stamp`. */
export async function loadHistory(
  file: string,
  stamp: string,
): Promise<{ readonly log: HistoryLog; readonly saved: SavedHistory | null } | null> {
  const bytes = await readIfPresent(file).catch(() => null);
  const start = header(stamp);
  if (bytes?.subarray(0, start.length).equals(start) !== true) return null;
  const log = new HistoryLog();
  const breathe = makeBreathe();
  for (let at = start.length; at < bytes.length;) {
    const end = await readPart(log, bytes, at, breathe);
    // What follows a broken part is built again, and with the next save written anew.
    if (end === null) return { log, saved: null };
    at = end;
  }
  return { log, saved: { position: endOf(log), sizeBytes: bytes.length } };
}

async function readPart(
  log: HistoryLog,
  bytes: Buffer,
  start: number,
  breathe: Breathe,
): Promise<number | null> {
  if (start + headBytes > bytes.length) return null;
  const numbers = Array.from({ length: headNumbers + sectionNames.length }, (_, index) =>
    bytes.readUInt32LE(start + index * 4),
  );
  const lengths = numbers.slice(headNumbers);
  const end = lengths.reduce((sum, length) => sum + length, start + headBytes);
  if (end + checksumBytes > bytes.length) return null;
  const checksum = createHash('sha1').update(bytes.subarray(start, end));
  if (!checksum.digest().equals(bytes.subarray(end, end + checksumBytes))) return null;
  const own = endOf(log);
  const here = [own.commits, own.changes, log.parents.length, own.paths, own.taken, own.folders];
  // Two programs may have added the same commits: the second part is not the next one.
  if (here.some((number, index) => number !== numbers[index])) return null;
  await breathe();
  let at = start + headBytes;
  const cut = new Map<string, Buffer>();
  for (const [index, name] of sectionNames.entries()) {
    const length = lengths[index] ?? 0;
    cut.set(name, bytes.subarray(at, at + length));
    at += length;
  }
  const section = (name: (typeof sectionNames)[number]) => cut.get(name) ?? Buffer.alloc(0);
  await log.restoreTables(
    {
      names: section('names'),
      paths: section('paths'),
      sames: section('sames'),
      blobs: section('blobs'),
      modes: section('modes'),
      folderNames: section('folderNames'),
      taken: [section('folders'), section('folderRanks'), section('folderCommits')],
      renames: readRenames(section('renames')),
    },
    breathe,
  );
  const [oids, dates, counts] = [section('oids'), section('dates'), section('counts')];
  const parents = section('parents');
  let parent = 0;
  const entries = Array.from({ length: oids.length / 20 }, (_, commit) => {
    const parentCount = counts.readInt32LE(commit * 8);
    const own = Array.from({ length: parentCount }, (_each, rank) =>
      parents.readInt32LE((parent + rank) * 4),
    );
    parent += parentCount;
    return {
      oid: oidAt(oids, commit * 20),
      dateSeconds: dates.readDoubleLE(commit * 8),
      parents: own,
      changeCount: counts.readInt32LE(commit * 8 + 4),
    };
  });
  await log.restore(entries, breathe);
  return end + checksumBytes;
}

function readRenames(bytes: Buffer): Map<number, number[]> {
  const renames = new Map<number, number[]>();
  for (let at = 0; at < bytes.length;) {
    const count = bytes.readInt32LE(at + 4);
    const sources = Array.from({ length: count }, (_, rank) =>
      bytes.readInt32LE(at + 8 + rank * 4),
    );
    renames.set(bytes.readInt32LE(at), sources);
    at += 8 + count * 4;
  }
  return renames;
}

function bytesOf(numbers: readonly number[]): Buffer {
  return Buffer.from(Int32Array.from(numbers).buffer);
}
