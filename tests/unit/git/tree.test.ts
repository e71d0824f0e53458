import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashObject, isOid } from '../../../electron/git/oid.ts';
import {
  decodeName,
  emptyTreeOid,
  encodeName,
  TreeCursor,
  treeMode,
} from '../../../electron/git/tree.ts';
import { spliceTree } from '../../../electron/git/tree-splice.ts';
import type { ObjectSink } from '../../../electron/git/object-store.ts';
import { git, gitEnv, makeRepo } from '../../helpers/git-repo.ts';

/** Objects in memory. */
function memory(): ObjectSink & { bodies: Map<string, Uint8Array> } {
  const bodies = new Map<string, Uint8Array>();
  return {
    bodies,
    readAs: (_type, oid) => Promise.resolve(bodies.get(oid) ?? new Uint8Array(0)),
    write: (type, body) => {
      const oid = hashObject(type, body);
      bodies.set(oid, body);
      return Promise.resolve(oid);
    },
  };
}

const names = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom('a', 'a.md', 'a-', 'a0', 'A', 'ä', 'é', '日本', '\u{1f600}', '\uffee', 'a b'),
    fc.stringMatching(/^[a-z.0-]{1,6}$/),
  ),
  { maxLength: 10 },
);

test('entries stand in the order git mktree puts them, folders as if they ended with a slash', async () => {
  const dir = makeRepo();
  const oid = git(dir, 'hash-object', '-w', '-t', 'blob', '/dev/null');
  const tree = git(dir, 'mktree', '--missing');
  expect(tree).toBe(emptyTreeOid);
  if (!isOid(oid)) throw new Error('no oid');
  const leaf = { mode: treeMode.file, oid };
  await fc.assert(
    fc.asyncProperty(names, fc.array(fc.boolean()), async (all, folders) => {
      const valid = all.filter((name) => !/^\.{1,2}$|^\.git$/i.test(name));
      fc.pre(valid.length > 0);
      const store = memory();
      const isFolder = (at: number): boolean => folders[at] === true;
      const edits = valid.map((name, at) => ({ path: isFolder(at) ? `${name}/in` : name, leaf }));
      const ours = await spliceTree(store, null, edits);
      const inner = await spliceTree(store, null, [{ path: 'in', leaf }]);
      const lines = valid.map((name, at) =>
        isFolder(at) ? `040000 tree ${inner}\t${name}\0` : `100644 blob ${oid}\t${name}\0`,
      );
      const input = lines.join('');
      const options = { cwd: dir, env: { ...gitEnv }, input };
      const theirs = execFileSync('git', ['mktree', '-z', '--missing'], options).toString().trim();
      expect(ours).toBe(theirs);
      const body = store.bodies.get(ours) ?? new Uint8Array(0);
      const read: string[] = [];
      for (const at = new TreeCursor(body); !at.isDone; at.next()) read.push(at.name);
      expect(read.toSorted()).toEqual(valid.toSorted());
    }),
    { numRuns: 40 },
  );
});

test('a name of any bytes is given back as the same bytes', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 24 });
  fc.assert(
    fc.property(
      fc.oneof(
        bytes,
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      ),
      (raw) => {
        const name = decodeName(Buffer.from(raw), 0, raw.length);
        expect(encodeName(name).equals(raw)).toBe(true);
      },
    ),
  );
});

test('a tree of any bytes is read, or is damage', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      try {
        let count = 0;
        for (const at = new TreeCursor(bytes); !at.isDone; at.next()) count += 1;
        expect(count).toBeLessThanOrEqual(bytes.length / 23);
      } catch (error) {
        expect(error).toMatchObject({ code: 'REPO_DAMAGED' });
      }
    }),
  );
});
