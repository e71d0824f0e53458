import { createHash, hash } from 'node:crypto';
import type { Oid } from '../../shared/contract/values.ts';
import { AppError } from '../../shared/contract/errors.ts';

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

/** The oid git writes where there is no object: a ref that is being made or deleted. */
export const zeroOidText = '0'.repeat(40);

const oidPattern = /^[0-9a-f]{40}$/;

export function isOid(text: string): text is Oid {
  return oidPattern.test(text);
}

/** The text as an oid; a text from git's files that is none means the repository is damaged. */
export function toOid(text: string): Oid {
  if (isOid(text)) return text;
  throw new AppError(
    'REPO_DAMAGED',
    'The repository holds something that should be an object id and is none.',
    { found: text.slice(0, 60) },
  );
}

/** Twenty bytes at `start` as an oid. */
export function oidAt(bytes: Buffer, start: number): Oid {
  const text = bytes.toString('hex', start, start + 20);
  if (isFullLength(text)) return text;
  throw new AppError('REPO_DAMAGED', 'An object of the repository is cut short.');
}

// Hexadecimal by construction, so only the length can be wrong; the pattern would cost a third of a tree walk.
function isFullLength(hex: string): hex is Oid {
  return hex.length === 40;
}

/** A view on the same memory: git's formats are read with Buffer's methods. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function objectHeader(type: ObjectType, sizeBytes: number): string {
  return `${type} ${sizeBytes}\0`;
}

// For short bytes, one call on header and body together takes half the time of three.
const atOnceBytes = 32 * 1024;
const atOnce = Buffer.allocUnsafeSlow(atOnceBytes + 64);

/** The oid that an object of this type and content has, wherever it is stored. */
export function hashObject(type: ObjectType, body: Uint8Array): Oid {
  const header = objectHeader(type, body.length);
  if (body.length > atOnceBytes) {
    return oidAt(createHash('sha1').update(header, 'latin1').update(body).digest(), 0);
  }
  const start = atOnce.write(header, 'latin1');
  atOnce.set(body, start);
  const hex = hash('sha1', atOnce.subarray(0, start + body.length));
  if (isFullLength(hex)) return hex;
  throw new Error('a SHA-1 has 40 digits');
}

/** As `git hash-object`: the oid of these bytes as a file. */
export function blobOid(bytes: Uint8Array): Oid {
  return hashObject('blob', bytes);
}
