import { createHash } from 'node:crypto';
import type { Oid } from '../../shared/contract/values.ts';
import type { Conversion } from './attributes.ts';
import { blobOid } from './oid.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const pointerStart = 'version https://git-lfs.github.com/spec/v1\n';
const maxPointerBytes = 1024;

/**
 * The bytes that git would store for a file; null when only a program we do not run knows them.
 *
 * @param stored what history holds at the path now, read only if it matters
 */
export async function storedForm(
  bytes: Uint8Array,
  conversion: Conversion,
  stored: () => Promise<Uint8Array | null>,
): Promise<Uint8Array | null> {
  if (conversion.kind === 'none') return bytes;
  if (conversion.kind === 'filter') {
    return conversion.name === 'lfs' && isPointer(bytes) ? bytes : null;
  }
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!content.includes('\r\n')) return bytes;
  if (!conversion.isGuessed) return withoutReturns(content);
  if (looksBinary(content)) return bytes;
  const before = await stored();
  const hasReturns = before !== null && Buffer.from(before).includes('\r\n');
  return hasReturns ? bytes : withoutReturns(content);
}

/** Whether a file holds what git stored as this blob. */
export function isStoredAs(bytes: Uint8Array, conversion: Conversion, oid: Oid): boolean {
  if (conversion.kind === 'none') return false;
  if (conversion.kind === 'filter') {
    return conversion.name === 'lfs' && blobOid(pointerTo(bytes)) === oid;
  }
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (conversion.isGuessed && looksBinary(content)) return false;
  return blobOid(withoutReturns(content)) === oid;
}

/**
 * Whether a file is what git makes of this blob on its way to the disk, whatever its attributes say: it
 * holds nothing of a person's own then.
 */
export function isConvertedFrom(bytes: Uint8Array, oid: Oid): boolean {
  return (
    isStoredAs(bytes, { kind: 'lineEnds', isGuessed: true }, oid) ||
    isStoredAs(bytes, { kind: 'filter', name: 'lfs' }, oid)
  );
}

function isPointer(bytes: Uint8Array): boolean {
  const isShort = bytes.length <= maxPointerBytes;
  return isShort && Buffer.from(bytes).toString('latin1').startsWith(pointerStart);
}

function pointerTo(content: Uint8Array): Uint8Array {
  const sum = createHash('sha256').update(content).digest('hex');
  return Buffer.from(`${pointerStart}oid sha256:${sum}\nsize ${content.length}\n`);
}

// As git guesses (convert.c): a NUL or a lone CR is in no text.
function looksBinary(content: Buffer): boolean {
  if (content.includes(0)) return true;
  for (let at = content.indexOf(carriageReturn); at !== -1;) {
    if (content[at + 1] !== lineFeed) return true;
    at = content.indexOf(carriageReturn, at + 1);
  }
  return false;
}

function withoutReturns(content: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(content.length);
  let length = 0;
  for (let at = 0; at < content.length; at += 1) {
    const byte = content[at] ?? 0;
    if (byte === carriageReturn && content[at + 1] === lineFeed) continue;
    kept[length] = byte;
    length += 1;
  }
  return kept.subarray(0, length);
}
