import { access, appendFile, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Oid } from '../../shared/contract/values.ts';
import { formatSignature, type Signature } from './commit-object.ts';
import { removeEmptyFolders } from './ref-folders.ts';
import { zeroOidText } from './oid.ts';
import { diskError, isAbsent, systemCode } from './whole-file.ts';

export interface ReflogLine {
  readonly before: Oid | null;
  readonly after: Oid | null;
  readonly by: Signature;
  readonly message: string;
}

/** Records where a ref pointed, as git does, so that `git reflog` can bring anything back. */
export async function appendReflog(gitDir: string, ref: string, line: ReflogLine): Promise<void> {
  const path = `${gitDir}/logs/${ref}`;
  const message = line.message.replace(/\s+/g, ' ').trim();
  const text = `${line.before ?? zeroOidText} ${line.after ?? zeroOidText} ${formatSignature(line.by)}\t${message}\n`;
  try {
    if (!hasLogByDefault(ref) && !(await exists(path))) return;
    await appendFile(path, text).catch(async (error: unknown) => {
      // The log of `a/b`, deleted since, left a folder where the log of `a` belongs.
      if (systemCode(error) === 'EISDIR') await removeEmptyFolders(path);
      else if (isAbsent(error)) await mkdir(dirname(path), { recursive: true });
      else throw error;
      await appendFile(path, text);
    });
  } catch (error) {
    throw diskError('write', path, error);
  }
}

export async function removeReflog(gitDir: string, ref: string): Promise<void> {
  await rm(`${gitDir}/logs/${ref}`, { force: true });
}

function hasLogByDefault(ref: string): boolean {
  return ref === 'HEAD' || /^refs\/(heads|remotes|notes)\//.test(ref);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
