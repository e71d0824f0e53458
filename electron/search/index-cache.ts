import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { FrozenSegment } from './frozen-segment.ts';
import type { PageRecord } from './page-record.ts';
import type { SegmentBytes } from './segment-builder.ts';

/** Raise it when a record, a segment or the tokeniser changes: older caches are then built anew. */
const cacheVersion = 1;
const magic = 0x43504958;

interface SegmentEntry {
  readonly file: string;
  readonly checksum: number;
  readonly removed: readonly number[];
}

interface Manifest {
  readonly version: number;
  readonly checksum: number;
  readonly segments: readonly SegmentEntry[];
}

/**
 * The index on disk: a small manifest, and beside it one file for each frozen segment, written once.
 * Everything is checked by a checksum; whatever fails is as if it were not there.
 */
export class IndexCache {
  readonly #file: string;
  readonly #written = new Map<FrozenSegment, { file: string; checksum: number }>();

  constructor(file: string) {
    this.#file = file;
  }

  /** The segments of the last `save`; none when the cache is missing, old or damaged. */
  load(): FrozenSegment[] {
    const segments: FrozenSegment[] = [];
    try {
      const manifest = parseManifest(readFileSync(this.#file, 'utf8'));
      if (!manifest) return [];
      for (const entry of manifest.segments) {
        const bytes = readFileSync(join(dirname(this.#file), basename(entry.file)));
        if (crc32(bytes) !== entry.checksum) return [];
        const segment = new FrozenSegment(decodeSegment(bytes), entry.removed);
        this.#written.set(segment, { file: entry.file, checksum: entry.checksum });
        segments.push(segment);
      }
      return segments;
    } catch {
      // A cache that can't be read is rebuilt: the pages are the truth.
      this.#written.clear();
      return [];
    }
  }

  /**
   * Writes the segments that are not on disk yet, then the manifest by rename, then drops what it no longer names.
   *
   * @throws Error of the file system, when the folder can't be written
   */
  save(segments: readonly FrozenSegment[]): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    const entries = segments.map((segment): SegmentEntry => {
      let written = this.#written.get(segment);
      if (!written) {
        const bytes = encodeSegment(segment.bytes);
        const checksum = crc32(bytes);
        const file = `${basename(this.#file)}.${checksum.toString(16).padStart(8, '0')}-${bytes.length}`;
        writeWhole(join(dirname(this.#file), file), bytes);
        written = { file, checksum };
        this.#written.set(segment, written);
      }
      return { ...written, removed: segment.removedDocuments() };
    });
    const checksum = crc32(JSON.stringify(entries));
    const manifest: Manifest = { version: cacheVersion, checksum, segments: entries };
    writeWhole(this.#file, Buffer.from(JSON.stringify(manifest)));
    this.#dropOthers(new Set(entries.map((entry) => entry.file)));
    for (const segment of this.#written.keys()) {
      if (!segments.includes(segment)) this.#written.delete(segment);
    }
  }

  #dropOthers(kept: ReadonlySet<string>): void {
    const prefix = `${basename(this.#file)}.`;
    for (const name of readdirSync(dirname(this.#file))) {
      const isSegment =
        name.startsWith(prefix) && /^[0-9a-f]{8}-\d+$/.test(name.slice(prefix.length));
      if (isSegment && !kept.has(name)) rmSync(join(dirname(this.#file), name), { force: true });
    }
  }
}

function writeWhole(file: string, bytes: Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, bytes);
  renameSync(temporary, file);
}

function parseManifest(text: string): Manifest | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('segments' in value)) return null;
  if (!('version' in value) || value.version !== cacheVersion || !Array.isArray(value.segments)) {
    return null;
  }
  const checksum = crc32(JSON.stringify(value.segments));
  if (!('checksum' in value) || value.checksum !== checksum) return null;
  // The checksum says these are the bytes that `save` wrote, so they have its shape.
  return { version: cacheVersion, checksum, segments: value.segments as SegmentEntry[] };
}

/** Header: magic, then the byte length of each section; sections begin at multiples of four. */
function encodeSegment(segment: SegmentBytes): Buffer {
  const sections = [
    Buffer.from(JSON.stringify(segment.pages)),
    bytesOf(segment.termUnits),
    bytesOf(segment.termStarts),
    bytesOf(segment.postingStarts),
    bytesOf(segment.postings),
    bytesOf(segment.lengths),
  ];
  const header = Uint32Array.of(magic, ...sections.map((section) => section.byteLength));
  const parts: Uint8Array[] = [bytesOf(header)];
  for (const section of sections) {
    parts.push(section, new Uint8Array(padding(section.byteLength)));
  }
  return Buffer.concat(parts);
}

function decodeSegment(file: Buffer): SegmentBytes {
  // An own, aligned buffer: a small file would else be a view into Node's shared pool.
  const buffer = new ArrayBuffer(file.byteLength);
  new Uint8Array(buffer).set(file);
  const header = new Uint32Array(buffer, 0, 7);
  if (header[0] !== magic) throw new Error('not a segment');
  let at = header.byteLength;
  const next = (section: number): { start: number; length: number } => {
    const length = header[section + 1] ?? 0;
    const start = at;
    at += length + padding(length);
    return { start, length };
  };
  const pages = next(0);
  const units = next(1);
  const termStarts = next(2);
  const postingStarts = next(3);
  const postings = next(4);
  const lengths = next(5);
  const json = Buffer.from(buffer, pages.start, pages.length).toString('utf8');
  return {
    pages: JSON.parse(json) as PageRecord[],
    termUnits: new Uint16Array(buffer, units.start, units.length / 2),
    termStarts: new Uint32Array(buffer, termStarts.start, termStarts.length / 4),
    postingStarts: new Uint32Array(buffer, postingStarts.start, postingStarts.length / 4),
    postings: new Uint8Array(buffer, postings.start, postings.length),
    lengths: new Uint16Array(buffer, lengths.start, lengths.length / 2),
  };
}

function bytesOf(array: Uint8Array | Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}
