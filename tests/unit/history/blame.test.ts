import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PageBlame, type BlameRevision } from '../../../shared/history/blame.ts';

interface Version {
  readonly text: string;
  /** By place in the list, which begins with the newest. */
  readonly parents: readonly number[];
}

function blameOf(versions: readonly Version[], maxSteps = Infinity) {
  const revisions = versions.map(({ text, parents }): BlameRevision => ({
    parents,
    key: text,
    isCut: false,
  }));
  const blame = new PageBlame(revisions, versions[0]?.text ?? '');
  const steps = blame.steps();
  let count = 0;
  for (let step = steps.next(null); step.done !== true && count < maxSteps; count += 1) {
    step = steps.next(versions[step.value]?.text ?? null);
  }
  const blocks = blame.blocks();
  return { blocks, pieces: blocks.flatMap(({ pieces }) => pieces), isComplete: blame.isComplete };
}

/** Versions of one page one after the other, given oldest first. */
function line(...texts: readonly string[]): Version[] {
  const newestFirst = [...texts].reverse();
  return newestFirst.map((text, place) => ({
    text,
    parents: place + 1 < newestFirst.length ? [place + 1] : [],
  }));
}

/** Each word with the version that wrote it, counted from the oldest. */
function byAge(versions: readonly Version[]): string[] {
  return blameOf(versions).pieces.flatMap(({ text, by }) =>
    text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => `${word}:${versions.length - 1 - by}`),
  );
}

describe('who wrote each word', () => {
  it('names the version that first had a word, whatever was written around it since', () => {
    expect(
      byAge(line('The pond is deep.\n', 'The old pond is deep.\n', 'The old pond is very deep.\n')),
    ).toEqual(['The:0', 'old:1', 'pond:0', 'is:0', 'very:2', 'deep.:0']);
  });

  it('gives a paragraph that moved within the page to its author', () => {
    const [a, b, c] = [
      'Ada wrote this first paragraph here.',
      'Bela wrote another paragraph of her own.',
      'And this is the third one, quite long.',
    ];
    expect(
      new Set(byAge(line(`${a}\n\n${b}\n\n${c}\n`, `${c}\n\n${a}\n\n${b}\n`)).map((x) => x.at(-1))),
    ).toEqual(new Set(['0']));
  });

  it('gives text that was taken out and put back to its author, not to whoever put it back', () => {
    const page =
      'First paragraph with several words in it.\n\nSecond paragraph with other words.\n';
    const owners = byAge(line(page, 'spam\n', page)).map((word) => word.at(-1));
    expect(new Set(owners)).toEqual(new Set(['0']));
    const partly = byAge(line(page, 'spam\n', `${page}\nA new end.\n`)).join(' ');
    expect(partly).toContain('Second:0 paragraph:0');
    expect(partly).toContain('A:2 new:2 end.:2');
  });

  it('gives every word of a merge to the side that wrote it', () => {
    const versions: Version[] = [
      { text: 'One left.\n\nTwo.\n\nThree right.\n', parents: [1, 2] },
      { text: 'One left.\n\nTwo.\n\nThree.\n', parents: [3] },
      { text: 'One.\n\nTwo.\n\nThree right.\n', parents: [3] },
      { text: 'One.\n\nTwo.\n\nThree.\n', parents: [] },
    ];
    const words = blameOf(versions).pieces.map(({ text, by }) => `${text.trim()}:${by}`);
    expect(words.join(' ')).toMatch(/left\S*:1/);
    expect(words.join(' ')).toMatch(/right\S*:2/);
    expect(words.some((word) => word.endsWith(':0'))).toBe(false);
  });

  it('does not leave a full stop or an article of a rewritten sentence to its former author', () => {
    const rest = 'Under the tree, near the gate.\n';
    const owners = byAge(
      line(
        `A cat sat on the mat.\n${rest}`,
        `Seven dogs ran through the wide open field.\n${rest}`,
      ),
    );
    expect(owners.slice(0, 8).join(' ')).toBe(
      'Seven:1 dogs:1 ran:1 through:1 the:1 wide:1 open:1 field.:1',
    );
    expect(new Set(owners.slice(8).map((word) => word.at(-1)))).toEqual(new Set(['0']));
  });

  it('takes a new line break for no change', () => {
    expect(
      new Set(byAge(line('one two three four\n', 'one two\nthree four\n')).map((x) => x.at(-1))),
    ).toEqual(new Set(['0']));
  });

  it('says so when it was stopped before the end, and still gives the whole page', () => {
    const versions = line('a\n', 'a b\n', 'a b c\n', 'a b c d\n');
    expect(blameOf(versions).isComplete).toBe(true);
    const stopped = blameOf(versions, 1);
    expect(stopped.isComplete).toBe(false);
    expect(stopped.pieces.map(({ text }) => text).join('')).toBe('a b c d\n');
  });

  it('names the newest version that wrote in a block', () => {
    const { blocks } = blameOf(line('# T\n\nOne.\n\nTwo.\n', '# T\n\nOne more.\n\nTwo.\n'));
    expect(blocks.map(({ by }) => by)).toEqual([1, 0, 1]);
  });
});

const word = fc.constantFrom(
  'alpha',
  'beta',
  'gamma',
  'the',
  '東京',
  '**b**',
  '- item',
  '# H',
  '\n\n',
  '\n',
  '  ',
  '.',
);
const anyText = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));

it('the pieces joined are the page, and each is in the version it names', () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 6 }), (texts) => {
      const versions = line(...texts);
      const { pieces, isComplete } = blameOf(versions);
      expect(pieces.map(({ text }) => text).join('')).toBe(versions[0]?.text);
      expect(isComplete).toBe(true);
      for (const { text, by } of pieces) {
        for (const part of text.split(/\s+/)) expect(versions[by]?.text).toContain(part);
      }
    }),
  );
});

it('a word that occurs once in every version belongs to the first that had it', () => {
  const edits = fc.array(
    fc.record({ at: fc.nat(40), isDeletion: fc.boolean(), count: fc.integer({ min: 1, max: 6 }) }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(edits, (steps) => {
      const versions: string[][] = [];
      const bornIn = new Map<string, number>();
      let words: string[] = [];
      for (const [age, { at, isDeletion, count }] of steps.entries()) {
        const place = Math.min(at, words.length);
        const fresh = Array.from({ length: count }, (_, index) => `w${age}x${index}`);
        for (const each of fresh) bornIn.set(each, age);
        words = [
          ...words.slice(0, place),
          ...fresh,
          ...words.slice(place + (isDeletion ? count : 0)),
        ];
        versions.push(words);
      }
      const texts = versions.map((each) => `${each.join(' ')}\n`);
      for (const found of byAge(line(...texts))) {
        const [text = '', age] = found.split(':');
        expect(`${text}:${bornIn.get(text) ?? ''}`).toBe(`${text}:${age ?? ''}`);
      }
    }),
  );
});
