import type { ObjectType } from '../../oid.ts';
import { typeCode } from '../../pack-format.ts';
import type { LinkSet } from './link-set.ts';
import { malformed } from '../pkt-line.ts';

const objectTypes = ['commit', 'tree', 'blob', 'tag'] as const;

export function typeOfCode(code: number): ObjectType {
  const type = objectTypes[code - 1];
  if (type === undefined) throw malformed();
  return type;
}

/** Adds every object that one of a history names: its tree and parents, its entries. Checks its form. */
export function addLinks(code: number, body: Buffer, links: LinkSet): void {
  if (code === typeCode.tree) addEntries(body, links);
  else if (code === typeCode.commit) addOfCommit(body, links);
  else if (code === typeCode.tag) addOfTag(body, links);
}

// A history names the same entries over and over: this is the hottest loop of a clone.
function addEntries(body: Buffer, links: LinkSet): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
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
    const nameStart = at + 1;
    let end = nameStart;
    while (end < body.length && body[end] !== 0) end += 1;
    if (end === nameStart || end + 21 > body.length) throw malformed();
    const kind = mode & 0o170000;
    if (kind === 0o040000) links.add(view, end + 1, typeCode.tree);
    // A submodule's commit lives in another repo.
    else if (kind !== 0o160000) links.add(view, end + 1, typeCode.blob);
    at = end + 21;
  }
}

function addOfCommit(body: Buffer, links: LinkSet): void {
  let at = addOfLine(body, 0, 'tree ', typeCode.tree, links);
  if (at < 0) throw malformed();
  for (let next = at; next >= 0;) {
    at = next;
    next = addOfLine(body, at, 'parent ', typeCode.commit, links);
  }
  if (body.toString('latin1', at, at + 7) !== 'author ') throw malformed();
}

function addOfTag(body: Buffer, links: LinkSet): void {
  const typeLine = body.toString('latin1', 48, 64).split('\n', 1)[0] ?? '';
  const type = objectTypes.find((name) => typeLine === `type ${name}`);
  if (type === undefined || addOfLine(body, 0, 'object ', typeCode[type], links) < 0) {
    throw malformed();
  }
}

/** Returns where the next line starts, or -1 when the line does not start with `word`. */
function addOfLine(body: Buffer, at: number, word: string, code: number, links: LinkSet): number {
  const start = at + word.length;
  if (body.toString('latin1', at, start) !== word) return -1;
  const hex = body.toString('latin1', start, start + 40);
  if (!/^[0-9a-f]{40}$/u.test(hex) || body[start + 40] !== 0x0a) throw malformed();
  links.addHex(hex, code);
  return start + 41;
}
