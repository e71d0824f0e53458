import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** Larger files are found by their title only. */
const maxPageBytes = 2_000_000;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A page's text; null when there is no such file, or it is too large, or not text.
 * Runs in the worker, so it may block. A link in the place of the file is not followed.
 *
 * @param path from the wiki's root, already known to stay inside it
 */
export function readPageFile(dir: string, path: string): string | null {
  let file: number;
  try {
    file = openSync(
      join(dir, path),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch {
    // Gone, or not ours to read: the page is known by its name.
    return null;
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > maxPageBytes) return null;
    const bytes = Buffer.allocUnsafe(stat.size);
    let size = 0;
    while (size < bytes.length) {
      const read = readSync(file, bytes, size, bytes.length - size, null);
      if (read === 0) break;
      size += read;
    }
    const text = bytes.subarray(0, size);
    return text.includes(0) ? null : utf8.decode(text);
  } catch {
    // Not UTF-8, or the device failed: the page is known by its name.
    return null;
  } finally {
    closeSync(file);
  }
}
