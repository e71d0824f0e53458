import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommit } from '../../../electron/git/commit-object.ts';
import { readPlainCommit } from '../../../electron/git/history-commit.ts';
import { toOid } from '../../../electron/git/oid.ts';

const oid = toOid('1'.repeat(40));
const tree = `tree ${'a'.repeat(40)}`;
const parent = `parent ${'b'.repeat(40)}`;

const lines = fc.oneof(
  fc.constantFrom(tree, parent, '', 'encoding latin1', 'gpgsig x', ' y', 'tree abc'),
  fc
    .tuple(
      fc.constantFrom('author', 'committer'),
      fc.constantFrom('Ada', 'A <b', 'A> b', '', 'Ä <x> y'),
      fc.constantFrom(' <a@b>', '<a@b>', ' <>', ' a@b', ' <a> b>'),
      fc.constantFrom(' 1700000000', ' -5', ' 99999999999999999999', ' 1.5', '', '  7', ' 12x'),
      fc.constantFrom(' +0000', ' -0130', '', ' x'),
    )
    .map(([name, person, mail, seconds, zone]) => `${name} ${person}${mail}${seconds}${zone}`),
);

test('what a history needs of a commit is what the whole reading finds, however it is written', () => {
  const usual = 'author A <a@b> 5 +0000\ncommitter C D <c@d> 1700000000 -0730';
  const heads = fc.oneof(
    fc.array(lines, { maxLength: 7 }).map((all) => [tree, ...all].join('\n')),
    fc
      .tuple(fc.array(fc.constant(parent), { maxLength: 3 }), fc.array(lines, { maxLength: 2 }))
      .map(([parents, more]) => [tree, ...parents, usual, ...more].join('\n')),
  );
  fc.assert(
    fc.property(heads, fc.constantFrom('\n\nmessage\n', '\n\n', '\n', ''), (head, message) => {
      const body = Buffer.from(`${head}${message}`);
      const read = (from: (body: Buffer) => unknown): unknown => {
        try {
          return from(body);
        } catch (error) {
          return String(error);
        }
      };
      const whole = read((bytes) => {
        const { tree: of, parents, committer } = parseCommit(oid, bytes);
        return { tree: of, parents, dateSeconds: committer.dateMs / 1000 };
      });
      expect(read((bytes) => readPlainCommit(oid, bytes))).toEqual(whole);
    }),
    { numRuns: 500 },
  );
});
