import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fetchInto } from '../../electron/git/transport/fetch.ts';
import type { TransportLimits } from '../../electron/git/transport/limits.ts';
import { git } from '../helpers/git-repo.ts';
import { accessTo, emptyRepo, served, snapshot } from '../helpers/git-transport.ts';
import {
  commitOf,
  idOf,
  makePack,
  packAnswer,
  pktLine,
  refsAnswer,
  repeatingDelta,
  treeOf,
  uploadAnswer,
  type MadeEntry,
} from '../helpers/pack-maker.ts';

const blob = Buffer.from('A page.\n');
const tree = treeOf({ 'Home.md': ['100644', idOf('blob', blob)] });
const commit = commitOf(idOf('tree', tree));
const tip = idOf('commit', commit);
const sound: readonly MadeEntry[] = [
  { type: 'commit', body: commit },
  { type: 'tree', body: tree },
  { type: 'blob', body: blob },
];
const base = randomBytes(4000);
const baseEntry: MadeEntry = { type: 'blob', body: base };
const nowhere = 'f'.repeat(40);

/** What a repository makes of an answer; and the proof that a refusal changed nothing in it. */
async function fetched(
  pack: Buffer,
  { id = tip, limits = {} }: { id?: string; limits?: Partial<TransportLimits> } = {},
): Promise<unknown> {
  const server = await served();
  server.setFault('refs', refsAnswer(id));
  server.setFault('fetch', packAnswer(pack));
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  try {
    await fetchInto(repo, accessTo(`${server.origin}/wiki.git`, { limits }), { remote: 'origin' });
  } catch (error) {
    expect(snapshot(repo.gitDir)).toEqual(before);
    return error;
  }
  git(repo.dir, 'fsck', '--full');
  return git(repo.dir, 'rev-parse', 'origin/main');
}

test('a pack made by hand is taken when it is sound', async () => {
  expect(await fetched(makePack(sound))).toBe(tip);
});

test('deltas on objects of the pack are resolved, whichever way they name their base', async () => {
  const twice = Buffer.concat([base, base]);
  const thrice = Buffer.concat([twice, twice, twice]);
  const both = treeOf({ a: ['100644', idOf('blob', twice)], b: ['100644', idOf('blob', thrice)] });
  const head = commitOf(idOf('tree', both));
  const pack = makePack([
    // The delta stands before its base, which is itself a delta.
    { type: 'refDelta', base: idOf('blob', twice), body: repeatingDelta(twice.length, 3) },
    { type: 'refDelta', base: idOf('blob', base), body: repeatingDelta(base.length, 2) },
    baseEntry,
    { type: 'tree', body: both },
    { type: 'commit', body: head },
  ]);
  const id = idOf('commit', head);
  expect(await fetched(pack, { id })).toBe(id);
});

const broken: readonly (readonly [what: string, pack: () => Buffer])[] = [
  ['does not hold the commit that the list named', () => makePack(sound.slice(1))],
  ['lacks a folder of the commit', () => makePack([sound[0] ?? baseEntry, sound[2] ?? baseEntry])],
  ['lacks a page', () => makePack(sound.slice(0, 2))],
  ['is empty', () => makePack([])],
  ['has a wrong sum at its end', () => flipped(makePack(sound), makePack(sound).length - 1)],
  ['has one bit changed inside', () => flipped(makePack(sound), 40)],
  ['holds fewer objects than it says', () => makePack(sound, 4)],
  ['holds more objects than it says', () => makePack(sound, 2)],
  ['says it holds more objects than its bytes could', () => makePack(sound, 5_000_000)],
  ['is no pack', () => randomBytes(500)],
  [
    'builds on an object that nobody has',
    () => makePack([...sound, { type: 'refDelta', base: nowhere, body: repeatingDelta(10, 2) }]),
  ],
  [
    'has a delta that starts before the pack',
    () => makePack([...sound, { type: 'ofsDelta', distance: 127, body: repeatingDelta(10, 2) }]),
  ],
  [
    'has a delta on itself',
    () => makePack([...sound, { type: 'ofsDelta', distance: 0, body: repeatingDelta(10, 2) }]),
  ],
  [
    'has a delta for a base of another size',
    () =>
      makePack([
        baseEntry,
        ...sound,
        { type: 'refDelta', base: idOf('blob', base), body: repeatingDelta(9, 2) },
      ]),
  ],
  [
    'has a delta that copies from outside its base',
    () =>
      makePack([
        baseEntry,
        ...sound,
        {
          type: 'refDelta',
          base: idOf('blob', base),
          body: Buffer.from([0xa0, 0x1f, 0x10, 0x92, 0xff, 0x10]),
        },
      ]),
  ],
  [
    'says a page is shorter than it unpacks to',
    () => makePack([...sound, { type: 'blob', body: Buffer.alloc(100_000_000), claimedBytes: 10 }]),
  ],
  ['has a folder that is no folder', () => wrongTree(Buffer.from('100644 no-end'))],
  [
    'has a folder whose page is a folder',
    () => wrongTree(treeOf({ a: ['100644', idOf('tree', tree)] })),
  ],
  ['has a folder that names a missing folder', () => wrongTree(treeOf({ a: ['40000', nowhere] }))],
];

/** The list names a sound commit; another commit with a bad tree comes along with it. */
function wrongTree(bad: Buffer): Buffer {
  const other = commitOf(idOf('tree', bad));
  return makePack([...sound, { type: 'commit', body: other }, { type: 'tree', body: bad }]);
}

function flipped(pack: Buffer, at: number): Buffer {
  pack[at] = (pack[at] ?? 0) ^ 1;
  return pack;
}

test.each(broken)('a pack that %s is refused and changes nothing', async (_, pack) => {
  expect(await fetched(pack())).toMatchObject({ code: 'REMOTE_INVALID' });
});

test('a page that says it is huge is refused before it is unpacked', async () => {
  const pack = makePack([...sound, { type: 'blob', body: blob, claimedBytes: 2 ** 40 }]);
  expect(await fetched(pack)).toMatchObject({ code: 'LIMIT' });
});

test('a delta that unfolds to a huge page is refused', async () => {
  const body = repeatingDelta(base.length, 100_000);
  const pack = makePack([
    ...sound,
    baseEntry,
    { type: 'refDelta', base: idOf('blob', base), body },
  ]);
  expect(await fetched(pack)).toMatchObject({ code: 'LIMIT' });
});

test('many deltas that unfold to too much together are refused', async () => {
  const body = repeatingDelta(base.length, 1000);
  const deltas: MadeEntry[] = Array.from({ length: 50 }, (_, index) => ({
    type: 'refDelta',
    base: idOf('blob', base),
    // An insert at the end makes each of them another object.
    body: Buffer.concat([repeatingDeltaPlusOne(body), Buffer.from([1, index])]),
  }));
  const limits = { resolvedBytesFloor: 100_000_000, resolvedBytesPerPackByte: 0 };
  const pack = makePack([...sound, baseEntry, ...deltas]);
  expect(await fetched(pack, { limits })).toMatchObject({ code: 'LIMIT' });
});

test('a chain of deltas that is too deep is refused', async () => {
  let body = base;
  const entries: MadeEntry[] = [...sound, baseEntry];
  for (let depth = 0; depth < 12; depth += 1) {
    entries.push({
      type: 'refDelta',
      base: idOf('blob', body),
      body: repeatingDelta(body.length, 2),
    });
    body = Buffer.concat([body, body]);
  }
  expect(await fetched(makePack(entries))).toBe(tip);
  expect(await fetched(makePack(entries), { limits: { maxDeltaDepth: 10 } })).toMatchObject({
    code: 'LIMIT',
  });
});

test('a pack that says it holds billions of objects, or goes on for ever, is refused', async () => {
  expect(await fetched(makePack(sound, 2 ** 31))).toMatchObject({ code: 'LIMIT' });
  const long = makePack([...sound, { type: 'blob', body: randomBytes(50_000) }]);
  expect(await fetched(long, { limits: { maxPackBytes: 10_000 } })).toMatchObject({
    code: 'LIMIT',
  });
});

const answers: readonly (readonly [string, Buffer, string])[] = [
  ['is nothing', Buffer.alloc(0), 'NETWORK'],
  ['ends after the acknowledgement', pktLine('NAK\n'), 'NETWORK'],
  ['ends within a line', Buffer.from('0008NA'), 'NETWORK'],
  ['has no length', Buffer.from('hello, this is not a pkt-line'), 'REMOTE_INVALID'],
  ['has an impossible length', Buffer.from('0003'), 'REMOTE_INVALID'],
  ['has a line that is too long', Buffer.from('fffffill'), 'REMOTE_INVALID'],
  ['uses an unknown band', Buffer.concat([pktLine('NAK\n'), pktLine('\x07x')]), 'REMOTE_INVALID'],
  [
    'goes on after its end',
    Buffer.concat([
      pktLine('NAK\n'),
      pktLine(Buffer.concat([Buffer.from([1]), makePack(sound)])),
      Buffer.from('0000'),
      pktLine('more'),
    ]),
    'REMOTE_INVALID',
  ],
  ['names an error', pktLine('ERR upload-pack: not our ref'), 'REMOTE_REFUSED'],
  [
    'fails in the middle',
    Buffer.concat([pktLine('NAK\n'), pktLine('\x03fatal: no space left')]),
    'REMOTE_REFUSED',
  ],
];

test.each(answers)('an answer that %s changes nothing', async (_, body, code) => {
  const server = await served();
  server.setFault('refs', refsAnswer(tip));
  server.setFault('fetch', uploadAnswer(body));
  const repo = await emptyRepo();
  const before = snapshot(repo.gitDir);
  await expect(
    fetchInto(repo, accessTo(`${server.origin}/wiki.git`), { remote: 'origin' }),
  ).rejects.toMatchObject({ code });
  expect(snapshot(repo.gitDir)).toEqual(before);
});

test('messages of the remote are ignored up to a limit', async () => {
  const server = await served();
  const junk = Array.from({ length: 100 }, () => pktLine(Buffer.alloc(900, 2)));
  server.setFault('refs', refsAnswer(tip));
  server.setFault('fetch', packAnswer(makePack(sound), junk));
  const url = `${server.origin}/wiki.git`;
  const refused = fetchInto(
    await emptyRepo(),
    accessTo(url, { limits: { maxMessageBytes: 50_000 } }),
    { remote: 'origin' },
  );
  await expect(refused).rejects.toMatchObject({ code: 'LIMIT' });
  const { branches } = await fetchInto(await emptyRepo(), accessTo(url), { remote: 'origin' });
  expect(branches.get('main')).toBe(tip);
});

/** The same delta for a result that is longer by the one byte that is put after it. */
function repeatingDeltaPlusOne(delta: Buffer): Buffer {
  const sized = repeatingDelta(base.length, 1000);
  const copies = delta.subarray(sized.length - 4000);
  const size = base.length * 1000 + 1;
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value % 128) | 0x80, ...varint(Math.floor(value / 128))];
  return Buffer.concat([Buffer.from([...varint(base.length), ...varint(size)]), copies]);
}
