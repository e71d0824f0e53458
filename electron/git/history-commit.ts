import type { Oid } from '../../shared/contract/values.ts';
import { parseCommit } from './commit-object.ts';
import { asBuffer, isOid } from './oid.ts';

/** What a history needs of a commit. */
export interface PlainCommit {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly dateSeconds: number;
}

const oidDigits = 40;
const maxPlainSeconds = 2 ** 40;

/**
 * Reads a commit as `parseCommit` does, but only what a history needs: there are tens of thousands.
 *
 * @throws AppError `REPO_DAMAGED` when it has no tree
 */
export function readPlainCommit(oid: Oid, body: Uint8Array): PlainCommit {
  const plain = readUsual(asBuffer(body));
  if (plain !== null) return plain;
  const { tree, parents, committer } = parseCommit(oid, body);
  return { tree, parents, dateSeconds: committer.dateMs / 1000 };
}

/** Null for a commit that is not written as git and its kin write them. */
function readUsual(body: Buffer): PlainCommit | null {
  const end = body.indexOf('\n\n');
  const text = body.toString('latin1', 0, end === -1 ? body.length : end);
  if (!text.startsWith('tree ')) return null;
  let at = 'tree '.length;
  const tree = text.slice(at, at + oidDigits);
  at += oidDigits;
  const parents: Oid[] = [];
  while (text.startsWith('\nparent ', at)) {
    at += '\nparent '.length;
    const parent = text.slice(at, at + oidDigits);
    if (!isOid(parent)) return null;
    parents.push(parent);
    at += oidDigits;
  }
  if (!isOid(tree) || !text.startsWith('\nauthor ', at)) return null;
  const author = text.indexOf('\n', at + 1);
  if (author === -1 || !text.startsWith('\ncommitter ', author)) return null;
  // Out of its place, but a parent.
  if (text.includes('\nparent ', author)) return null;
  const lineEnd = text.indexOf('\n', author + 1);
  const line = text.slice(author + 1, lineEnd === -1 ? text.length : lineEnd);
  const open = line.indexOf('<');
  const close = line.indexOf('> ', open);
  if (open === -1 || close === -1 || line.indexOf('>', open) !== close) return null;
  const zone = line.indexOf(' ', close + 2);
  const seconds = line.slice(close + 2, zone === -1 ? line.length : zone);
  const dateSeconds = /^\d+$/.test(seconds) ? Number(seconds) : maxPlainSeconds;
  return dateSeconds < maxPlainSeconds ? { tree, parents, dateSeconds } : null;
}
