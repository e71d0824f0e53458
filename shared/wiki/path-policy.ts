import { utf8Length } from './utf8.ts';

/**
 * Which names may stand in a wiki, the same on every operating system.
 *
 * Two levels. `isInsideTree` is the jail: a path that fails it is never read or written.
 * `segmentProblem` is what a new or incoming name must also satisfy so that every system can hold it;
 * files of a local folder that fail only this stay readable and are reported by `check`.
 */

const maxSegmentBytes = 200;
const maxPathBytes = 1000;

// Characters that HFS+ ignores when it compares names (git's utf8.c, next_hfs_char).
const hfsIgnored = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const bidiMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const controls = /[\u0000-\u001f\u007f-\u009f]/;
const windowsForbidden = /[<>:"|?*\\]/;
const plain = /^[ -~]*$/;
const reservedNames = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

/** Whether some file system takes the segment for `.git` (NTFS: trailing dots, spaces, streams, short name). */
export function isGitInDisguise(segment: string): boolean {
  // Thousands of names at a time, and nearly all of them plainly something else.
  if (plain.test(segment) && !/^\.?git/i.test(segment)) return false;
  const folded = segment.normalize('NFC').replace(hfsIgnored, '').toLowerCase();
  const stem = folded.split(':')[0]?.replace(/[. ]+$/, '') ?? '';
  return stem === '.git' || /^git~\d+$/.test(stem);
}

/** Whether a `/`-separated path stays inside the wiki and out of `.git`, on every system. */
export function isInsideTree(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.includes('\\')) return false;
  if (controls.test(path) || /^[a-z]:/i.test(path) || !path.isWellFormed()) return false;
  if (utf8Length(path) > maxPathBytes * 4) return false;
  return path
    .split('/')
    .every((segment) => segment !== '' && !/^\.+ *$/.test(segment) && !isGitInDisguise(segment));
}

/** Why a file or folder name can't be held by every system, in words; null when it can. */
export function segmentProblem(segment: string): string | null {
  if (segment.trim() === '') return 'the name is empty';
  if (/^\.+$/.test(segment)) return 'the name is only dots';
  if (isGitInDisguise(segment)) return 'the name is reserved for git';
  if (!segment.isWellFormed()) return 'the name is not valid text';
  if (controls.test(segment)) return 'the name has an invisible control character';
  if (bidiMarks.test(segment)) return 'the name has a mark that reverses the direction of text';
  const forbidden = windowsForbidden.exec(segment);
  if (forbidden) return `the character ${forbidden[0]} is not allowed in names on Windows`;
  if (segment.includes('/')) return 'the character / separates folders';
  if (/[. ]$/.test(segment)) return 'a name must not end with a dot or a space';
  if (segment.startsWith(' ')) return 'a name must not begin with a space';
  if (reservedNames.test(segment)) return 'the name is reserved on Windows';
  if (segment !== segment.normalize('NFC'))
    return 'the name has letters in decomposed form (not NFC)';
  if (utf8Length(segment) > maxSegmentBytes) return 'the name is too long (over 200 bytes)';
  return null;
}

/** Why a whole path can't be held by every system, in words; null when it can. */
export function treePathProblem(path: string): string | null {
  if (!isInsideTree(path)) return 'the path leaves the wiki';
  if (utf8Length(path) > maxPathBytes) return 'the path is too long (over 1,000 bytes)';
  for (const segment of path.split('/')) {
    const problem = segmentProblem(segment);
    if (problem !== null) return problem;
  }
  return null;
}

/** Two paths with the same key are one file on some system: NFC and case folded. */
export function clashKey(path: string): string {
  if (plain.test(path)) return path.toLowerCase();
  return path.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}
