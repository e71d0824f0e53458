import { toPagePath, withoutPageExtension, type PagePath } from './page-path.ts';
import { isGitInDisguise, segmentProblem } from './path-policy.ts';
import { utf8Length } from './utf8.ts';

// Leaves room for ` (99).md` in the 200 bytes of a segment.
const maxNameBytes = 180;

const readable: Readonly<Record<string, string>> = {
  '<': '(',
  '>': ')',
  ':': ' -',
  '"': "'",
  '/': '-',
  '\\': '-',
  '|': '-',
  '?': '',
  '*': '',
};

/** A legal file name (without extension) that still reads like `title`; never empty. */
export function nameForTitle(title: string): string {
  const name = title
    .toWellFormed()
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- names must not hold them
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .replace(/[\u061c\u200c-\u200f\u202a-\u202e\u2066-\u206f\ufeff]/g, '')
    .replace(/:(?=\S)/g, '-')
    .replace(/[<>:"/\\|?*]/g, (character) => readable[character] ?? '')
    .replace(/\s+/g, ' ')
    .normalize('NFC');
  const cut = trimmed(truncate(trimmed(name), maxNameBytes)).normalize('NFC');
  if (cut === '') return 'Untitled';
  if (segmentProblem(cut) === null && !isGitInDisguise(cut)) return cut;
  const safe = `${cut} page`.replace(/^(\S+?)\./, '$1 ').replace(/^(con|prn|aux|nul)/i, '$1_');
  const other = isGitInDisguise(cut) ? cut.replace(/^[.\s]+/, '').replace('~', '-') : safe;
  return segmentProblem(other) === null ? other : 'Untitled';
}

function trimmed(name: string): string {
  return name.replace(/^[\s.]+(?=\s|$)|^\s+/, '').replace(/[\s.]+$/, '');
}

function truncate(name: string, maxBytes: number): string {
  if (utf8Length(name) <= maxBytes) return name;
  let cut = '';
  for (const character of name) {
    if (utf8Length(cut) + utf8Length(character) > maxBytes) break;
    cut += character;
  }
  return cut;
}

/** Where a page of this title goes in `folder` (empty: the root). It may be taken: see `freePath`. */
export function pathForTitle(title: string, folder: string): PagePath {
  const prefix = folder === '' ? '' : `${folder}/`;
  const path = toPagePath(`${prefix}${nameForTitle(title)}.md`);
  if (path !== null) return path;
  const atRoot = toPagePath(`${nameForTitle(title)}.md`);
  if (atRoot === null) throw new Error(`No legal name for ${JSON.stringify(title)}`);
  return atRoot;
}

/** The path, or the first of `Name (2).md`, `Name (3).md` … that `isTaken` leaves free. */
export function freePath(path: PagePath, isTaken: (path: PagePath) => boolean): PagePath {
  if (!isTaken(path)) return path;
  const stem = withoutPageExtension(path);
  const extension = path.slice(stem.length);
  for (let count = 2; ; count += 1) {
    const candidate = toPagePath(`${stem} (${count})${extension}`);
    if (candidate !== null && !isTaken(candidate)) return candidate;
  }
}
