import type { Oid } from '../../shared/contract/values.ts';
import { lock } from './lock-file.ts';
import { isOid } from './oid.ts';
import { isRefName } from './ref-name.ts';
import { readIfPresent, replaceFile, temporaryName } from './whole-file.ts';

/** The refs that `git pack-refs` moved into one file. Lines that are none are passed over. */
export async function readPackedRefs(gitDir: string): Promise<Map<string, Oid>> {
  const refs = new Map<string, Oid>();
  const bytes = await readIfPresent(`${gitDir}/packed-refs`);
  for (const line of bytes?.toString('utf8').split('\n') ?? []) {
    const oid = line.slice(0, 40);
    const ref = line.slice(41).trimEnd();
    if (line[40] === ' ' && isOid(oid) && isRefName(ref)) refs.set(ref, oid);
  }
  return refs;
}

/** Takes one ref out of the file, with the line of the tag's target below it; all else stays as it is. */
export async function removePackedRef(gitDir: string, ref: string): Promise<void> {
  const path = `${gitDir}/packed-refs`;
  const held = await lock(path);
  try {
    const bytes = await readIfPresent(path);
    if (bytes === null) return;
    const lines = bytes.toString('latin1').split('\n');
    const name = Buffer.from(ref, 'utf8').toString('latin1');
    const at = lines.findIndex((line) => line.slice(41) === name && !line.startsWith('#'));
    if (at === -1) return;
    lines.splice(at, lines[at + 1]?.startsWith('^') === true ? 2 : 1);
    await replaceFile(path, Buffer.from(lines.join('\n'), 'latin1'), temporaryName(gitDir));
  } finally {
    await held.release();
  }
}
