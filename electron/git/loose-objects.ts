import { mkdir, utimes } from 'node:fs/promises';
import type { Oid } from '../../shared/contract/values.ts';
import { deflateObject } from './deflate.ts';
import { inflateUpTo } from './inflate.ts';
import { damaged, maxObjectBytes, objectTooLarge } from './limits.ts';
import { hashObject, objectHeader, type ObjectType } from './oid.ts';
import type { StoredObject } from './pack-reader.ts';
import { isAbsent, readIfPresent, replaceFile, systemCode, temporaryName } from './whole-file.ts';

const mostFoldersLost = 10;

/** Where a single object is kept. */
export function loosePath(objectsDir: string, oid: Oid): string {
  return `${objectsDir}/${oid.slice(0, 2)}/${oid.slice(2)}`;
}

/** Reads one loose object and checks that it has the oid it is filed under; null when there is none. */
export async function readLoose(objectsDir: string, oid: Oid): Promise<StoredObject | null> {
  const compressed = await readIfPresent(loosePath(objectsDir, oid));
  if (compressed === null) return null;
  if (compressed.length > maxObjectBytes) throw objectTooLarge(compressed.length);
  const bytes = await inflateUpTo(compressed, maxObjectBytes + 64);
  const headerEnd = bytes.indexOf(0);
  const header = bytes.toString('latin1', 0, Math.min(Math.max(headerEnd, 0), 32));
  const [type, size, ...rest] = header.split(' ');
  const body = bytes.subarray(headerEnd + 1);
  if (!isObjectType(type) || rest.length > 0 || size !== String(body.length)) {
    throw damaged(`object ${oid} has no proper header`);
  }
  if (hashObject(type, body) !== oid) throw damaged(`object ${oid} was altered on disk`);
  return { type, body };
}

function isObjectType(text: string | undefined): text is ObjectType {
  return text === 'blob' || text === 'tree' || text === 'commit' || text === 'tag';
}

/** Whether the object is loose; if so it is marked as in use, so that a clean-up running now keeps it. */
export async function freshenLoose(objectsDir: string, oid: Oid): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(loosePath(objectsDir, oid), now, now);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    // Someone else's file: it is there, only not ours to touch.
    if (systemCode(error) === 'EPERM' || systemCode(error) === 'EACCES') return true;
    throw error;
  }
}

/** Writes one loose object: it appears whole, or not at all. */
export async function writeLoose(
  objectsDir: string,
  oid: Oid,
  type: ObjectType,
  body: Uint8Array,
): Promise<void> {
  const plain = Buffer.concat([Buffer.from(objectHeader(type, body.length), 'latin1'), body]);
  const compressed = await deflateObject(type, plain, 'awaited');
  const path = loosePath(objectsDir, oid);
  const folder = `${objectsDir}/${oid.slice(0, 2)}`;
  // git's gc removes folders it finds empty, one that was made this moment too.
  for (let attempt = 0; ; attempt += 1) {
    try {
      await replaceFile(path, compressed, temporaryName(folder), 0o444);
      return;
    } catch (error) {
      if (!isAbsent(error) || attempt === mostFoldersLost) throw error;
      await mkdir(folder, { recursive: true });
    }
  }
}
