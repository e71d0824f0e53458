import type { ObjectType } from '../oid.ts';
import { typeCode } from '../pack-format.ts';
import { malformed } from './pkt-line.ts';

const objectTypes = ['commit', 'tree', 'blob', 'tag'] as const;

export function typeOfCode(code: number): ObjectType {
  const type = objectTypes[code - 1];
  if (type === undefined) throw malformed();
  return type;
}

/** Called with where an object's 20 byte id stands in `bytes`, and the type number it must have. */
export type LinkVisitor = (bytes: Uint8Array, offset: number, code: number) => void;

/** Visits every object that one of a history names: its tree and parents, its entries. Checks its form. */
export function visitLinks(code: number, body: Buffer, visit: LinkVisitor): void {
  if (code === typeCode.tree) visitTree(body, visit);
  else if (code === typeCode.commit) visitCommit(body, visit);
  else if (code === typeCode.tag) visitTag(body, visit);
}

function visitTree(body: Buffer, visit: LinkVisitor): void {
  let at = 0;
  while (at < body.length) {
    let mode = 0;
    let byte = body[at] ?? 0;
    const start = at;
    while (byte >= 0x30 && byte <= 0x37 && at - start < 7) {
      mode = mode * 8 + byte - 0x30;
      at += 1;
      byte = body[at] ?? 0;
    }
    if (at === start || byte !== 0x20) throw malformed();
    const end = body.indexOf(0, at + 1);
    if (end < at + 2 || end + 21 > body.length) throw malformed();
    const kind = mode & 0o170000;
    if (kind === 0o040000) visit(body, end + 1, typeCode.tree);
    // A submodule's commit lives in another repo.
    else if (kind !== 0o160000) visit(body, end + 1, typeCode.blob);
    at = end + 21;
  }
}

function visitCommit(body: Buffer, visit: LinkVisitor): void {
  let at = visitLine(body, 0, 'tree ', typeCode.tree, visit);
  if (at < 0) throw malformed();
  for (let next = at; next >= 0;) {
    at = next;
    next = visitLine(body, at, 'parent ', typeCode.commit, visit);
  }
  if (body.toString('latin1', at, at + 7) !== 'author ') throw malformed();
}

function visitTag(body: Buffer, visit: LinkVisitor): void {
  const typeLine = body.toString('latin1', 48, 64).split('\n', 1)[0] ?? '';
  const type = objectTypes.find((name) => typeLine === `type ${name}`);
  if (type === undefined || visitLine(body, 0, 'object ', typeCode[type], visit) < 0) {
    throw malformed();
  }
}

/** Returns where the next line starts, or -1 when the line does not start with `word`. */
function visitLine(
  body: Buffer,
  at: number,
  word: string,
  code: number,
  visit: LinkVisitor,
): number {
  const start = at + word.length;
  if (body.toString('latin1', at, start) !== word) return -1;
  const hex = body.toString('latin1', start, start + 40);
  if (!/^[0-9a-f]{40}$/u.test(hex) || body[start + 40] !== 0x0a) throw malformed();
  visit(Buffer.from(hex, 'hex'), 0, code);
  return start + 41;
}
