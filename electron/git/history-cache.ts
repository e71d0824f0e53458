import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HistoryLog } from './history-log.ts';
import { oidAt } from './oid.ts';
import { decodeName, encodeName } from './tree.ts';
import { readIfPresent, replaceFile, temporaryName } from './whole-file.ts';

const magic = Buffer.from('commonplace history 1\n', 'latin1');
const checksumBytes = 20;

/** Saves the log whole; a reader finds the old file or the new one. */
export async function saveHistory(file: string, log: HistoryLog, stamp: string): Promise<void> {
  const numbers: number[] = [];
  for (const [commit, parents] of log.parents.entries()) {
    numbers.push(parents.length, ...parents);
    numbers.push((log.changeStarts[commit + 1] ?? 0) - (log.changeStarts[commit] ?? 0));
  }
  const sections = [
    Buffer.from(stamp, 'utf8'),
    Buffer.from(log.oids.join(''), 'hex'),
    bytesOf(Float64Array.from(log.dates)),
    bytesOf(Int32Array.from(numbers)),
    bytesOf(Int32Array.from(log.changePaths)),
    Buffer.from(log.changeSames),
    log.blobBytes,
    joinNames(log.paths),
  ];
  const lengths = Buffer.alloc(sections.length * 4);
  for (const [at, section] of sections.entries()) lengths.writeUInt32LE(section.length, at * 4);
  const content = Buffer.concat([magic, lengths, ...sections]);
  const checksum = createHash('sha1').update(content).digest();
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(file, Buffer.concat([content, checksum]), temporaryName(dirname(file)));
}

/** The saved log; null when there is none, it is broken, or it was made for another `stamp`. */
export async function loadHistory(file: string, stamp: string): Promise<HistoryLog | null> {
  const bytes = await readIfPresent(file).catch(() => null);
  if (bytes === null || bytes.length < magic.length + 32 + checksumBytes) return null;
  const content = bytes.subarray(0, bytes.length - checksumBytes);
  const checksum = createHash('sha1').update(content).digest();
  if (!content.subarray(0, magic.length).equals(magic)) return null;
  if (!checksum.equals(bytes.subarray(content.length))) return null;
  let at = magic.length + 32;
  const sections = Array.from({ length: 8 }, (_, index) => {
    const length = content.readUInt32LE(magic.length + index * 4);
    const section = content.subarray(at, at + length);
    at += length;
    return section;
  });
  const [savedStamp, oids, dates, numbers, paths, sames, blobs, names] = sections;
  if (savedStamp?.toString('utf8') !== stamp) return null;
  if (!oids || !dates || !numbers || !paths || !sames || !blobs || !names) return null;
  return decode({ oids, dates, numbers, paths, sames, blobs, names });
}

type SectionName = 'oids' | 'dates' | 'numbers' | 'paths' | 'sames' | 'blobs' | 'names';

function decode(sections: Readonly<Record<SectionName, Buffer>>): HistoryLog {
  const log = new HistoryLog();
  log.restoreTables(splitNames(sections.names), sections.blobs);
  let number = 0;
  let change = 0;
  const next = (): number => {
    number += 4;
    return sections.numbers.readInt32LE(number - 4);
  };
  for (let commit = 0; commit < sections.oids.length / 20; commit += 1) {
    const parents = Array.from({ length: next() }, next);
    const changes = Array.from({ length: next() }, () => {
      const path = sections.paths.readInt32LE(change * 4);
      const sameAsParent = sections.sames.readUInt8(change);
      change += 1;
      return { path, sameAsParent };
    });
    const dateSeconds = sections.dates.readDoubleLE(commit * 8);
    log.restore({ oid: oidAt(sections.oids, commit * 20), dateSeconds, parents }, changes);
  }
  return log;
}

function bytesOf(numbers: Int32Array | Float64Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function joinNames(names: readonly string[]): Buffer {
  return Buffer.concat(names.flatMap((name) => [encodeName(name), Buffer.from([0])]));
}

function splitNames(bytes: Buffer): string[] {
  const names: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0, start);
    names.push(decodeName(bytes, start, end));
    start = end + 1;
  }
  return names;
}
