import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { AppError } from '../../shared/contract/errors.ts';
import type { Oid } from '../../shared/contract/values.ts';
import { damaged } from './limits.ts';
import { oidAt } from './oid.ts';
import { decodeName, treeMode } from './tree.ts';

/** Byte offsets inside an entry of `.git/index` (versions 2 and 3). */
export const entryField = {
  ctimeSeconds: 0,
  mtimeSeconds: 8,
  mtimeNanoseconds: 12,
  ino: 20,
  mode: 24,
  sizeBytes: 36,
  oid: 40,
  flags: 60,
} as const;

const fixedBytes = 62;
const extendedFlag = 0x4000;
const assumeValidFlag = 0x8000;
const skipWorktreeFlag = 0x4000;
const intentToAddFlag = 0x2000;

/** `.git/index` as bytes with the place of every entry; entries are decoded only where asked for. */
export interface IndexTable {
  /** Header and entries, in version 2 or 3, without extensions. */
  readonly bytes: Buffer;
  /** Where each entry begins, and as its last element where the last one ends. */
  readonly starts: Int32Array;
  readonly count: number;
  /** The tree that all entries make together, where git has noted it. */
  readonly tree?: Oid;
}

export interface NewIndexEntry {
  readonly mode: number;
  readonly oid: Oid;
  /** The file as it is on disk; null makes git look at its content the next time. */
  readonly stats: BigIntStats | null;
  /** The file is left out of the worktree on purpose: git neither misses nor deletes it. */
  readonly isSkipped: boolean;
}

export const emptyIndex: IndexTable = {
  bytes: indexHeader(),
  starts: Int32Array.of(12),
  count: 0,
};

/**
 * Reads an index of version 2, 3 or 4; version 4 is brought into the form of version 3.
 *
 * @throws AppError `REPO_UNSUPPORTED` for a split or sparse index, `REPO_DAMAGED` when it is broken
 */
export function parseIndex(file: Buffer): IndexTable {
  if (file.length < 32 || file.toString('latin1', 0, 4) !== 'DIRC') {
    throw damaged('the list of its files (.git/index) is no git index');
  }
  checkTrailer(file);
  const version = file.readUInt32BE(4);
  if (version < 2 || version > 4) {
    throw new AppError(
      'REPO_UNSUPPORTED',
      'The list of files of this repository is in a format newer than Commonplace knows.',
      { version },
    );
  }
  const count = file.readUInt32BE(8);
  if (count > file.length / 10) throw damaged('its index states an impossible size');
  try {
    const { table, end } = version === 4 ? expandVersion4(file, count) : locateEntries(file, count);
    const tree = readExtensions(file, end, count);
    // A power cut left zeros, which also look like a sum that git leaves out. Not before the
    // extensions: a split index has such entries.
    if (hasNameless(table)) throw damaged('its index is out of step');
    return tree === null ? table : { ...table, tree };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw damaged('its index is cut short', cause);
  }
}

export function entryPath(table: IndexTable, at: number): string {
  const start = startOf(table, at);
  const from = start + (isExtended(table.bytes, start) ? fixedBytes + 2 : fixedBytes);
  return decodeName(table.bytes, from, table.bytes.indexOf(0, from));
}

export function entryOid(table: IndexTable, at: number): Oid {
  return oidAt(table.bytes, startOf(table, at) + entryField.oid);
}

export function entryNumber(table: IndexTable, at: number, field: number): number {
  return table.bytes.readUInt32BE(startOf(table, at) + field);
}

export function entryMode(table: IndexTable, at: number): number {
  return entryNumber(table, at, entryField.mode);
}

/** 0 for an ordinary entry; 1, 2 and 3 for the sides of an unfinished merge. */
export function entryStage(table: IndexTable, at: number): number {
  return (table.bytes.readUInt16BE(startOf(table, at) + entryField.flags) >> 12) & 3;
}

/** Whether the entry has no stage and none of the flags below: the usual case, told at one look. */
export function isEntryPlain(table: IndexTable, at: number): boolean {
  return (table.bytes.readUInt16BE(startOf(table, at) + entryField.flags) & 0xf000) === 0;
}

/** Whether the file on disk does not count: left out on purpose, or declared unchanged by a person. */
export function isEntrySkipped(table: IndexTable, at: number): boolean {
  const flags = table.bytes.readUInt16BE(startOf(table, at) + entryField.flags);
  return (flags & assumeValidFlag) !== 0 || isEntryLeftOut(table, at);
}

/** Whether the file is left out of the worktree on purpose (git's skip-worktree). */
export function isEntryLeftOut(table: IndexTable, at: number): boolean {
  const start = startOf(table, at);
  return (
    isExtended(table.bytes, start) && (extendedFlags(table.bytes, start) & skipWorktreeFlag) !== 0
  );
}

/** Whether a person only announced the file (`git add -N`): the entry's oid means nothing. */
export function isEntryIntended(table: IndexTable, at: number): boolean {
  const start = startOf(table, at);
  return (
    isExtended(table.bytes, start) && (extendedFlags(table.bytes, start) & intentToAddFlag) !== 0
  );
}

export function encodeIndexEntry(path: Buffer, entry: NewIndexEntry): Buffer {
  const head = fixedBytes + (entry.isSkipped ? 2 : 0);
  const bytes = Buffer.alloc(paddedLength(head + path.length));
  const { stats } = entry;
  if (stats !== null) {
    writeTime(bytes, entryField.ctimeSeconds, stats.ctimeNs);
    writeTime(bytes, entryField.mtimeSeconds, stats.mtimeNs);
    // git's Windows build keeps none of these four, and takes other values for a change.
    if (process.platform !== 'win32') {
      bytes.writeUInt32BE(low32(stats.dev), 16);
      bytes.writeUInt32BE(low32(stats.ino), entryField.ino);
      bytes.writeUInt32BE(low32(stats.uid), 28);
      bytes.writeUInt32BE(low32(stats.gid), 32);
    }
    bytes.writeUInt32BE(low32(stats.size), entryField.sizeBytes);
  }
  // The index knows two kinds of plain file; git brings trees' odd modes into these as well.
  const mode = entry.mode === treeMode.groupWritable ? treeMode.file : entry.mode;
  bytes.writeUInt32BE(mode, entryField.mode);
  bytes.write(entry.oid, entryField.oid, 'hex');
  const flags = Math.min(path.length, 0xfff) | (entry.isSkipped ? extendedFlag : 0);
  bytes.writeUInt16BE(flags, entryField.flags);
  if (entry.isSkipped) bytes.writeUInt16BE(skipWorktreeFlag, fixedBytes);
  path.copy(bytes, head);
  return bytes;
}

export function indexHeader(): Buffer {
  return Buffer.from('DIRC\0\0\0\x02\0\0\0\0', 'latin1');
}

/** States in the header how many entries follow, and the lowest version that can hold them. */
export function writeHeader(table: IndexTable): void {
  table.bytes.writeUInt32BE(hasExtendedEntries(table) ? 3 : 2, 4);
  table.bytes.writeUInt32BE(table.count, 8);
}

function hasExtendedEntries(table: IndexTable): boolean {
  for (let at = 0; at < table.count; at += 1) {
    if (isExtended(table.bytes, startOf(table, at))) return true;
  }
  return false;
}

function startOf(table: IndexTable, at: number): number {
  return table.starts[at] ?? 0;
}

function isExtended(bytes: Buffer, start: number): boolean {
  return (bytes.readUInt16BE(start + entryField.flags) & extendedFlag) !== 0;
}

function extendedFlags(bytes: Buffer, start: number): number {
  return bytes.readUInt16BE(start + fixedBytes);
}

/** Entries end with one to eight NULs, so that the next one begins at a multiple of eight. */
function paddedLength(length: number): number {
  return (length + 8) & ~7;
}

function locateEntries(file: Buffer, count: number): { table: IndexTable; end: number } {
  const starts = new Int32Array(count + 1);
  let at = 12;
  for (let index = 0; index < count; index += 1) {
    starts[index] = at;
    const head = isExtended(file, at) ? fixedBytes + 2 : fixedBytes;
    const stated = file.readUInt16BE(at + entryField.flags) & 0xfff;
    const nameEnd = stated < 0xfff ? at + head + stated : file.indexOf(0, at + head);
    if (file[nameEnd] !== 0) throw damaged('its index is out of step');
    at += paddedLength(nameEnd - at);
  }
  if (at > file.length - 20) throw damaged('its index is cut short');
  starts[count] = at;
  return { table: { bytes: file.subarray(0, at), starts, count }, end: at };
}

function hasNameless(table: IndexTable): boolean {
  for (let at = 0; at < table.count; at += 1) {
    const start = table.starts[at] ?? 0;
    if (table.bytes[start + (isExtended(table.bytes, start) ? fixedBytes + 2 : fixedBytes)] === 0)
      return true;
  }
  return false;
}

/** Version 4 shortens each path by what it shares with the one before, and pads nothing. */
function expandVersion4(file: Buffer, count: number): { table: IndexTable; end: number } {
  const entries: Buffer[] = [];
  const starts = new Int32Array(count + 1);
  let from = 12;
  let length = 12;
  let previous: Buffer = Buffer.alloc(0);
  for (let index = 0; index < count; index += 1) {
    const head = isExtended(file, from) ? fixedBytes + 2 : fixedBytes;
    let at = from + head;
    let byte = file.readUInt8(at);
    let dropped = byte & 0x7f;
    while (byte >= 0x80) {
      at += 1;
      byte = file.readUInt8(at);
      dropped = (dropped + 1) * 128 + (byte & 0x7f);
    }
    const nameEnd = file.indexOf(0, at + 1);
    if (nameEnd === -1 || dropped > previous.length) throw damaged('its index is out of step');
    const kept = previous.subarray(0, previous.length - dropped);
    const path = Buffer.concat([kept, file.subarray(at + 1, nameEnd)]);
    const entry = Buffer.alloc(paddedLength(head + path.length));
    file.copy(entry, 0, from, from + head);
    path.copy(entry, head);
    starts[index] = length;
    length += entry.length;
    entries.push(entry);
    previous = path;
    from = nameEnd + 1;
  }
  starts[count] = length;
  const bytes = Buffer.concat([emptyIndex.bytes, ...entries]);
  return { table: { bytes, starts, count }, end: from };
}

function checkTrailer(file: Buffer): void {
  const stated = file.subarray(file.length - 20);
  // All zero is git's own setting index.skipHash.
  if (stated.every((byte) => byte === 0)) return;
  const actual = createHash('sha1')
    .update(file.subarray(0, file.length - 20))
    .digest();
  if (!actual.equals(stated)) throw damaged('the checksum of its index is wrong');
}

/** The whole tree if git has noted it; a required extension is refused. */
function readExtensions(file: Buffer, end: number, count: number): Oid | null {
  let tree: Oid | null = null;
  for (let at = end; at + 8 <= file.length - 20; at += 8 + file.readUInt32BE(at + 4)) {
    const name = file.toString('latin1', at, at + 4);
    if (name === 'TREE') tree = notedTree(file, at + 8, count);
    if (/^[A-Z]/.test(name)) continue;
    if (name === '\0\0\0\0') throw damaged('its index is out of step');
    const instead =
      name === 'link'
        ? 'Run "git update-index --no-split-index" in its folder.'
        : 'Run "git sparse-checkout disable" in its folder.';
    throw new AppError(
      'REPO_UNSUPPORTED',
      `The list of files of this repository is kept in a form that Commonplace cannot change (${name}). ${instead}`,
      { extension: name },
    );
  }
  return tree;
}

/** The first record of git's cached trees, `\0<entries> <subtrees>\n<oid>`: -1 entries, once one changed. */
function notedTree(file: Buffer, at: number, count: number): Oid | null {
  const lineEnd = file.indexOf(0x0a, at);
  if (file[at] !== 0 || lineEnd === -1 || lineEnd + 21 > file.length - 20) return null;
  const stated = file.toString('latin1', at + 1, lineEnd).split(' ')[0];
  return stated === String(count) ? oidAt(file, lineEnd + 1) : null;
}

function writeTime(bytes: Buffer, at: number, timeNs: bigint): void {
  bytes.writeUInt32BE(low32(timeNs / 1_000_000_000n), at);
  bytes.writeUInt32BE(Number(timeNs % 1_000_000_000n), at + 4);
}

function low32(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}
