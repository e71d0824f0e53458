import { isUtf8 } from 'node:buffer';
import type { Oid } from '../../shared/contract/values.ts';
import { AppError } from '../../shared/contract/errors.ts';
import { damaged, maxTreeDepth } from './limits.ts';
import type { ObjectStore } from './object-store.ts';
import { asBuffer, hashObject, oidAt } from './oid.ts';
import { entriesNamed, treeTable, type TreeTable } from './tree-table.ts';

/** What a tree holds at a path: mode as in git (`0o100644`) and the oid. */
export interface TreeLeaf {
  readonly mode: number;
  readonly oid: Oid;
}

export interface TreeEntry extends TreeLeaf {
  readonly name: string;
}

export const treeMode = {
  file: 0o100644,
  executable: 0o100755,
  groupWritable: 0o100664,
  symlink: 0o120000,
  tree: 0o040000,
  gitlink: 0o160000,
} as const;

/** Known to git without being stored. */
export const emptyTreeOid = hashObject('tree', new Uint8Array(0));

export function isTreeMode(mode: number): boolean {
  return (mode & 0o170000) === treeMode.tree;
}

/** Whether the mode is one of the three of plain files: all that is ever put on disk. */
export function isFileMode(mode: number): boolean {
  return mode === treeMode.file || mode === treeMode.executable || mode === treeMode.groupWritable;
}

/**
 * A name of a tree as text. Bytes that are no UTF-8 become lone surrogates (U+DC80 + byte), so that
 * `encodeName` gives the same bytes back and every path check refuses the name.
 */
export function decodeName(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf8', start, end);
  if (!text.includes('\ufffd') || isUtf8(bytes.subarray(start, end))) return text;
  let escaped = '';
  for (let at = start; at < end;) {
    const width = [1, 2, 3, 4].find(
      (candidate) => at + candidate <= end && isUtf8(bytes.subarray(at, at + candidate)),
    );
    escaped +=
      width === undefined
        ? String.fromCharCode(0xdc00 + bytes.readUInt8(at))
        : bytes.toString('utf8', at, at + width);
    at += width ?? 1;
  }
  return escaped;
}

export function encodeName(name: string): Buffer {
  if (name.isWellFormed()) return Buffer.from(name, 'utf8');
  const parts: Buffer[] = [];
  for (const character of name) {
    const code = character.charCodeAt(0);
    const isEscape = character.length === 1 && code >= 0xdc80 && code <= 0xdcff;
    parts.push(isEscape ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Walks the entries of a tree's bytes without making objects: a flat wiki has 41,000 of them. */
export class TreeCursor {
  readonly bytes: Buffer;
  /** Where the current entry begins; the length of `bytes` after the last. */
  start = 0;
  end = 0;
  mode = 0;
  nameStart = 0;
  nameEnd = 0;

  constructor(body: Uint8Array) {
    this.bytes = asBuffer(body);
    this.next();
  }

  get isDone(): boolean {
    return this.start >= this.bytes.length;
  }

  /** Moves on; whether there is an entry. By hand: a call for a short name takes longer than the name. */
  next(): boolean {
    const { bytes } = this;
    const { length } = bytes;
    const start = this.end;
    this.start = start;
    if (start >= length) return false;
    let mode = 0;
    let at = start;
    for (; ; at += 1) {
      const digit = at < length ? (bytes[at] ?? 0) : 0;
      if (digit === 0x20 && at > start) break;
      if (digit < 0x30 || digit > 0x37 || at - start > 6) {
        throw damaged('a folder object is malformed');
      }
      mode = mode * 8 + digit - 0x30;
    }
    at += 1;
    this.mode = mode;
    this.nameStart = at;
    while (at < length && bytes[at] !== 0) at += 1;
    this.nameEnd = at;
    this.end = at + 21;
    if (this.end > length) throw damaged('a folder object is cut short');
    return true;
  }

  /** Moves on to the entry that ends after `offset`; what is passed over is not looked at. */
  passTo(offset: number): void {
    const { bytes } = this;
    const { length } = bytes;
    let { end } = this;
    if (end > offset) return;
    for (;;) {
      let at = end;
      while (at < length && bytes[at] !== 0) at += 1;
      if (at >= length || at + 21 > offset) break;
      end = at + 21;
    }
    this.moveTo(end);
  }

  /** Moves to the entry that begins there. */
  moveTo(start: number): void {
    this.end = start;
    this.next();
  }

  /** Moves past the last entry. */
  finish(): void {
    this.start = this.bytes.length;
    this.end = this.bytes.length;
  }

  get name(): string {
    return decodeName(this.bytes, this.nameStart, this.nameEnd);
  }

  get oid(): Oid {
    return oidAt(this.bytes, this.nameEnd + 1);
  }

  get isTree(): boolean {
    return isTreeMode(this.mode);
  }

  /** The entry's own bytes, as they stand in the tree. */
  get raw(): Buffer {
    return this.bytes.subarray(this.start, this.end);
  }

  /** Same mode and oid. */
  hasLeafOf(other: TreeCursor): boolean {
    if (this.mode !== other.mode) return false;
    for (let at = 1; at <= 20; at += 1) {
      if (this.bytes[this.nameEnd + at] !== other.bytes[other.nameEnd + at]) return false;
    }
    return true;
  }

  /** git's order of entries: by bytes, a folder's name as if it ended with a slash. */
  compare(other: TreeCursor): number {
    const { bytes, nameStart } = this;
    const otherBytes = other.bytes;
    const otherStart = other.nameStart;
    const shared = Math.min(this.nameEnd - nameStart, other.nameEnd - otherStart);
    for (let at = 0; at < shared; at += 1) {
      const order = (bytes[nameStart + at] ?? 0) - (otherBytes[otherStart + at] ?? 0);
      if (order !== 0) return order;
    }
    return this.#byteAfter(shared) - other.#byteAfter(shared);
  }

  #byteAfter(length: number): number {
    if (this.nameStart + length < this.nameEnd) return this.bytes[this.nameStart + length] ?? 0;
    return this.isTree ? 0x2f : 0;
  }
}

/** A folder's entries in git's order. */
export async function readTree(objects: ObjectStore, oid: Oid): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const at = new TreeCursor(await readTreeBody(objects, oid)); !at.isDone; at.next()) {
    entries.push({ name: at.name, mode: at.mode, oid: at.oid });
  }
  return entries;
}

export async function readTreeBody(
  objects: Pick<ObjectStore, 'readAs'>,
  oid: Oid,
): Promise<Uint8Array> {
  return oid === emptyTreeOid ? new Uint8Array(0) : objects.readAs('tree', oid);
}

/** The entry at a path (a file, a folder, a link …); null when the tree has none. */
export async function findEntry(
  objects: ObjectStore,
  tree: Oid,
  path: string,
): Promise<TreeEntry | null> {
  let folder = tree;
  const segments = path.split('/');
  for (const [depth, segment] of segments.entries()) {
    const entry = findIn(await readTreeBody(objects, folder), segment);
    if (entry === null || depth === segments.length - 1) return entry;
    if (!isTreeMode(entry.mode)) return null;
    folder = entry.oid;
  }
  return null;
}

/** The entry of this name in a folder; null when it has none. */
function findIn(body: Uint8Array, name: string): TreeEntry | null {
  const table = treeTable(body);
  const [first] = entriesNamed(table, encodeName(name));
  if (first === undefined) return null;
  return { name, ...leafAt(table, first) };
}

export function leafAt(table: TreeTable, at: number): TreeLeaf {
  const cursor = new TreeCursor(table.bytes.subarray(table.starts[at], table.starts[at + 1]));
  return { mode: cursor.mode, oid: cursor.oid };
}

/** Every leaf below a tree by its path (files, links, submodules); folders are not listed. */
export async function listTree(objects: ObjectStore, tree: Oid): Promise<Map<string, TreeLeaf>> {
  const leaves = new Map<string, TreeLeaf>();
  const walk = async (oid: Oid, prefix: string, depth: number): Promise<void> => {
    if (depth > maxTreeDepth) throw treeTooDeep();
    for (const at = new TreeCursor(await readTreeBody(objects, oid)); !at.isDone; at.next()) {
      if (at.isTree) await walk(at.oid, `${prefix}${at.name}/`, depth + 1);
      else leaves.set(`${prefix}${at.name}`, { mode: at.mode, oid: at.oid });
    }
  };
  await walk(tree, '', 0);
  return leaves;
}

export function treeTooDeep(): AppError {
  return new AppError('LIMIT', 'The folders of this wiki are nested too deeply to be read.', {
    maxTreeDepth,
  });
}

export function tooManyFiles(maxEntries: number): AppError {
  return new AppError(
    'LIMIT',
    'A version of this wiki names more files than any wiki has. It was made to overload the programs of those who get it: ask whoever shared it to take it back.',
    { maxEntries },
  );
}
