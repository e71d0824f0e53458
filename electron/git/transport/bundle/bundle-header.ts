import { AppError } from '../../../../shared/contract/errors.ts';
import type { Oid } from '../../../../shared/contract/values.ts';
import { isOid } from '../../oid.ts';
import { headBranch, type Advertisement } from '../advertisement.ts';
import { isSafeRefName } from '../ref-name.ts';

const maxRefs = 200_000;

export interface BundleHeader {
  readonly advertised: Advertisement;
  /** Commits that whoever opens it must have. */
  readonly prerequisites: readonly Oid[];
}

/** Reads the lines before the empty one after which the pack comes. Versions 2 and 3. */
export function parseBundleHeader(text: string): BundleHeader {
  const [signature, ...lines] = text.split('\n');
  if (signature !== '# v2 git bundle' && signature !== '# v3 git bundle') throw noBundle();
  if (lines.length > maxRefs) {
    throw new AppError('LIMIT', 'This parcel lists too many versions to be a wiki’s.');
  }
  const refs = new Map<string, Oid>();
  const prerequisites: Oid[] = [];
  let head: Oid | null = null;
  for (const line of lines) {
    if (line.startsWith('@')) {
      if (line === '@object-format=sha1') continue;
      throw new AppError('REMOTE_INVALID', 'This parcel is in a form that is not supported here.');
    }
    const isNeeded = line.startsWith('-');
    const oid = line.slice(isNeeded ? 1 : 0, isNeeded ? 41 : 40);
    const name = line.slice(isNeeded ? 42 : 41);
    if (!isOid(oid)) throw noBundle();
    if (isNeeded) prerequisites.push(oid);
    else if (name === 'HEAD') head = oid;
    else if (isSafeRefName(name)) refs.set(name, oid);
  }
  // A parcel of HEAD alone names no branch; its history is wanted all the same.
  const hasBranch = [...refs.keys()].some((ref) => ref.startsWith('refs/heads/'));
  if (!hasBranch && head !== null) refs.set('refs/heads/main', head);
  const capabilities: ReadonlySet<string> = new Set();
  const first = [...refs.keys()].find((ref) => ref.startsWith('refs/heads/')) ?? null;
  const headRef = headBranch(refs, capabilities, head) ?? first;
  return { advertised: { refs, headRef, capabilities }, prerequisites };
}

export function noBundle(): AppError {
  return new AppError('REMOTE_INVALID', 'This file is no parcel of a wiki (a git bundle).');
}
