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

  /** Moves on; whether there is an entry. */
  next(): boolean {
    const { bytes } = this;
    this.start = this.end;
    if (this.isDone) return false;
    let mode = 0;
    let at = this.start;
    for (; ; at += 1) {
      const digit = bytes[at];
      if (digit === 0x20 && at > this.start) break;
      if (digit === undefined || digit < 0x30 || digit > 0x37 || at - this.start > 6) {
        throw damaged('a folder object is malformed');
      }
      mode = mode * 8 + digit - 0x30;
    }
    this.mode = mode;
    this.nameStart = at + 1;
    this.nameEnd = bytes.indexOf(0, this.nameStart);
    this.end = this.nameEnd + 21;
    if (this.nameEnd === -1 || this.end > bytes.length)
      throw damaged('a folder object is cut short');
    return true;
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
    return (
      this.mode === other.mode &&
      this.bytes.compare(other.bytes, other.nameEnd + 1, other.end, this.nameEnd + 1, this.end) ===
        0
    );
  }

  /** git's order of entries: by bytes, a folder's name as if it ended with a slash. */
  compare(other: TreeCursor): number {
    const shared = Math.min(this.nameEnd - this.nameStart, other.nameEnd - other.nameStart);
    const order = this.bytes.compare(
      other.bytes,
      other.nameStart,
      other.nameStart + shared,
      this.nameStart,
      this.nameStart + shared,
    );
    return order !== 0 ? order : this.#byteAfter(shared) - other.#byteAfter(shared);
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
