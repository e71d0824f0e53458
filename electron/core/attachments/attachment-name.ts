import { createHash } from 'node:crypto';
import { clashKey, segmentProblem } from '../../../shared/wiki/path-policy.ts';
import { utf8Length } from '../../../shared/wiki/utf8.ts';

const maxStemBytes = 80;
/** How many digits of the content's digest a name has; more where two contents share the first. */
export const digestLengths = [10, 20, 40, 64] as const;

/** A name for a file that says what it is and, by a digest, exactly which. */
export function attachmentName(
  original: string,
  extension: string,
  bytes: Uint8Array,
  digestLength: number,
): string {
  const digest = digestOf(bytes).slice(0, digestLength);
  const name = `${stemOf(original)}-${digest}.${extension}`;
  return segmentProblem(name) === null ? name : `file-${digest}.${extension}`;
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Letters and digits of any script, with hyphens between: it needs no escape in a link of any kind. */
function stemOf(original: string): string {
  const last = original.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const words = clashKey(last.replace(/(.)\.[^.]*$/, '$1'))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^[-\p{M}]+/u, '');
  let stem = '';
  for (const character of words) {
    if (utf8Length(stem) + utf8Length(character) > maxStemBytes) break;
    stem += character;
  }
  return stem.replace(/-+$/, '').normalize('NFC') || 'file';
}

// Nothing that the wiki or a browser would take for more than a file to keep: a page, a picture, a player.
const taken = /^(?:md|markdown|png|jpe?g|gif|webp|avif|bmp|ico|svg|mp3|m4a|ogg|wav|mp4|webm|pdf)$/i;

/** The extension that the writer's name has, for a file whose own bytes name none. */
export function ownExtension(original: string): string {
  const extension = /\.([A-Za-z0-9]{1,10})$/.exec(original)?.[1]?.toLowerCase() ?? 'bin';
  if (extension === 'md' || extension === 'markdown') return 'txt';
  return taken.test(extension) ? 'bin' : extension;
}
