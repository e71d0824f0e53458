import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Oid } from '../../../shared/contract/values.ts';
import { sectionKey, type VersionAuthor } from '../../../shared/merge/conflict-file.ts';
import { joinPage, type PageVersion } from '../../../shared/merge/join-page.ts';
import { partsOfPage } from '../../../shared/merge/page-choices.ts';
import { countWords } from '../../../shared/merge/words.ts';

const by = (name: string): VersionAuthor => ({
  name,
  email: `${name}@example.org`,
  dateMs: name.charCodeAt(0) * 1000,
  commit: name.charCodeAt(0).toString(16).padStart(40, '0') as Oid,
});
const authors = { ours: by('ours'), theirs: by('theirs') };
const swapped = { ours: authors.theirs, theirs: authors.ours };
const plain = (text: string): PageVersion => ({ text, sections: [] });

function join(base: PageVersion, ours: PageVersion, theirs: PageVersion): PageVersion {
  const { text, sections } = joinPage(base, ours, theirs, authors);
  return { text, sections };
}

const openTexts = ({ sections }: PageVersion) =>
  sections.map(({ versions }) => versions.map(({ text }) => text));

/** A page and what is open on it, in an order that means nothing. */
const asSet = ({ text, sections }: PageVersion) => ({
  text,
  open: sections.map(sectionKey).sort(),
});

const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta');
const sentence = fc.array(word, { minLength: 3, maxLength: 9 }).map((words) => words.join(' '));
const block = fc.oneof(
  sentence,
  sentence.map((text) => `## ${text}`),
  fc
    .array(sentence, { minLength: 1, maxLength: 3 })
    .map((all) => all.map((each) => `- ${each}`).join('\n')),
  fc
    .array(sentence, { minLength: 1, maxLength: 3 })
    .map((all) => ['| h |', '| --- |', ...all.map((each) => `| ${each} |`)].join('\n')),
  sentence.map((text) => `> ${text}`),
  sentence.map((text) => `\`\`\`\n${text}\n\`\`\``),
);
const edit = fc.record({
  at: fc.nat(5),
  kind: fc.constantFrom('delete', 'insert', 'word', 'replace'),
  text: block,
  word,
});
const edits = fc.array(edit, { maxLength: 3 });
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

function edited(text: string, list: readonly Edit[]): string {
  const blocks = text.split('\n\n');
  for (const { at, kind, text: added, word: other } of list) {
    const present = blocks[at];
    if (kind === 'insert') blocks.splice(at, 0, added);
    else if (present === undefined) continue;
    else if (kind === 'delete') blocks.splice(at, 1);
    else blocks[at] = kind === 'word' ? present.replace(/\w+ /, `${other} `) : added;
  }
  return blocks.join('\n\n');
}

const front = fc.constantFrom('', '---\ntitle: A\ntags: [x]\n---\n\n', '---\nstatus: draft\n---\n');
const startingPage = fc
  .tuple(front, fc.array(block, { maxLength: 5 }), fc.constantFrom('', '\n'))
  .map(([head, blocks, end]) => head + blocks.join('\n\n') + end);
const threePages = fc.tuple(startingPage, edits, edits).map(([base, our, their]) => ({
  base: plain(base),
  ours: plain(edited(base, our)),
  theirs: plain(edited(base, their)),
}));

describe('joining two edits of a page for good', () => {
  it('gives the same page and the same open sections when the sides are swapped', () => {
    fc.assert(
      fc.property(threePages, edits, ({ base, ours, theirs }, more) => {
        const one = joinPage(base, ours, theirs, authors);
        expect(joinPage(base, theirs, ours, swapped)).toEqual(one);
        // And again where something is open already on one side.
        const third = plain(edited(base.text, more));
        expect(joinPage(base, third, one, swapped)).toEqual(joinPage(base, one, third, authors));
      }),
      { numRuns: 500 },
    );
  });

  it('loses no word that a side added', () => {
    fc.assert(
      fc.property(threePages, ({ base, ours, theirs }) => {
        const marked = (side: PageVersion, name: string) => {
          const blocks = side.text.split('\n\n');
          const at = blocks.length >> 1;
          blocks[at] = `${blocks[at] ?? ''} only${name} more`;
          return plain(blocks.join('\n\n'));
        };
        const joined = join(base, marked(ours, 'ours'), marked(theirs, 'theirs'));
        const words = countWords([joined.text, ...openTexts(joined).flat()].join('\n'));
        expect(words.get('onlyours')).toBeGreaterThan(0);
        expect(words.get('onlytheirs')).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('shows every open section somewhere on the page, all its versions', () => {
    fc.assert(
      fc.property(threePages, edits, ({ base, ours, theirs }, more) => {
        const one = join(base, ours, theirs);
        const two = join(base, one, plain(edited(base.text, more)));
        for (const joined of [one, two]) {
          const named = joined.sections.map((section, index) => ({ id: 'x', index, section }));
          const { parts, rewritten } = partsOfPage(joined.text, named);
          expect(rewritten).toEqual([]);
          const text = parts.map((part) => (part.kind === 'merged' ? part.text : part.shown));
          expect(text.join('')).toBe(joined.text);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what is open alone when the other side edits elsewhere', () => {
    const base = plain('One here.\n\nTwo here.\n\nThree here.\n');
    const open = join(
      base,
      plain(base.text.replace('Two here', 'Ours')),
      plain(base.text.replace('Two here', 'Theirs')),
    );
    expect(open.text).toBe('One here.\n\nOurs.\n\nTheirs.\n\nThree here.\n');
    const joined = join(base, open, plain(base.text.replace('Three', 'Last')));
    expect(joined.text).toBe('One here.\n\nOurs.\n\nTheirs.\n\nLast here.\n');
    expect(joined.sections).toEqual(open.sections);
  });

  const kinds: readonly (readonly [string, string, (text: string) => string])[] = [
    ['a sentence', 'The quick fox jumps.', (each) => `The ${each} fox jumps.`],
    ['a whole paragraph', 'Something that stood here.', (each) => `${each} ${each} ${each}!`],
    ['a heading', '## The old heading', (each) => `## The ${each} heading`],
    [
      'an item of a list',
      '- first\n- the old item\n- last',
      (each) => `- first\n- the ${each} item\n- last`,
    ],
    [
      'a row of a table',
      '| h |\n| - |\n| the old row |\n| end |',
      (each) => `| h |\n| - |\n| the ${each} row |\n| end |`,
    ],
    ['a quote', '> the old quote', (each) => `> the ${each} quote`],
    ['a block of code', '```\nlet old = 1;\n```', (each) => `\`\`\`\nlet ${each} = 1;\n\`\`\``],
    [
      'an indented paragraph of an item',
      '- item\n\n  the old text\n- next',
      (each) => `- item\n\n  the ${each} text\n- next`,
    ],
    ['a paragraph added', '', (each) => each],
  ];
  const orders = ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'];

  it.each(kinds)(
    'keeps three versions of %s as one section, in whatever order peers meet',
    (_, before, version) => {
      for (const frame of [
        (text: string) => `# Title\n\nTop.\n\n${text}\n\nEnd.\n`,
        (text: string) => (text === '' ? 'Top.\n' : `Top.\n\n${text}\n`),
        (text: string) => (text === '' ? 'Top.' : `Top.\n\n${text}`),
        (text: string) => `Top.\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n\r\nEnd.\r\n`,
      ]) {
        const base = plain(frame(before));
        const sides = new Map(
          ['a', 'b', 'c'].map((name) => [name, plain(frame(version(`${name}${name}${name}`)))]),
        );
        const side = (name: string | undefined) => sides.get(name ?? '') ?? base;
        const results = orders.flatMap((order) => {
          const [first, second, third] = [side(order[0]), side(order[1]), side(order[2])];
          const two = join(base, first, second);
          // Two that joined meet the third; and two pairs with one in common meet.
          return [join(base, two, third), join(second, two, join(base, second, third))];
        });
        const [expected] = results;
        expect(expected?.sections.map(({ versions }) => versions.length)).toEqual([3]);
        for (const result of results) expect(asSet(result)).toEqual(asSet(expected ?? base));
        expect(expected?.text).toContain('aaa');
      }
    },
  );

  it('keeps a frontmatter readable where a key has two values', () => {
    const page = (title: string) => plain(`---\ntitle: ${title}\ntags: [a]\n---\n\nText.\n`);
    const two = join(page('Old'), page('Beta'), page('Alpha'));
    expect(two.text).toBe(page('Alpha').text);
    expect(openTexts(two)).toEqual([['title: Alpha', 'title: Beta']]);
    const three = join(page('Old'), two, page('Gamma'));
    expect(openTexts(three)).toEqual([['title: Alpha', 'title: Beta', 'title: Gamma']]);
    expect(
      asSet(join(page('Old'), join(page('Old'), page('Beta'), page('Gamma')), page('Alpha'))),
    ).toEqual(asSet(three));
  });

  const base = plain('Top.\n\nThe old sentence.\n\nEnd.\n');
  const says = (text: string) => plain(base.text.replace('The old sentence', text));
  const open = join(base, says('Apple pie'), says('Banana split'));

  it('does not bring back what was settled, whatever the other side did meanwhile', () => {
    const settled = says('Fruit salad');
    expect(join(open, settled, open)).toEqual(settled);
    const elsewhere = { ...open, text: open.text.replace('End', 'The end') };
    expect(join(open, settled, elsewhere)).toEqual(plain(settled.text.replace('End', 'The end')));
    const both = plain(open.text);
    expect(join(open, both, open)).toEqual(both);
    expect(join(open, open, both)).toEqual(both);
  });

  it('sets a version that came late beside the settled one', () => {
    const later = join(base, open, says('Cherry cake'));
    expect(openTexts(join(open, says('Fruit salad'), later))).toEqual([
      ['Cherry cake.', 'Fruit salad.'],
    ]);
    expect(openTexts(join(open, says('Apple pie'), later))).toEqual([
      ['Apple pie.', 'Cherry cake.'],
    ]);
  });

  it('is open again where two people settled differently', () => {
    const again = join(open, says('Apple pie'), says('Banana split'));
    expect(asSet(again)).toEqual(asSet(open));
  });

  it('never grows when peers who have the same open sections merge again and again', () => {
    fc.assert(
      fc.property(threePages, edits, ({ base: from, ours, theirs }, more) => {
        const third = plain(edited(from.text, more));
        const [left, right] = [join(from, ours, theirs), join(from, ours, third)];
        // Both merged the other's; git then compares with the merge of what they had before.
        const crossed = join(ours, left, right);
        let one = crossed;
        for (let round = 0; round < 4; round += 1) {
          const edit = { ...one, text: `${one.text}\n\nAdded in round ${round}.` };
          one = join(crossed, round % 2 === 0 ? edit : one, round % 2 === 0 ? one : edit);
        }
        expect(asSet(one).open).toEqual(asSet(crossed).open);
        for (const texts of openTexts(crossed)) expect(new Set(texts).size).toBe(texts.length);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a section whose place was rewritten by hand, until it is settled', () => {
    const byHand = { text: open.text.replace('Apple', 'Pear'), sections: open.sections };
    const joined = join(open, byHand, open);
    expect(joined.text).toBe(byHand.text);
    expect(asSet(joined).open).toEqual(asSet(open).open);
    expect(join(open, plain(byHand.text), byHand).sections).toEqual([]);
  });

  it('does not mistake a peer’s text for one of its own marks', () => {
    const odd = plain(base.text.replace('Top', '\ue000choice0\ue001'));
    const sides = [odd.text.replace('old', 'new'), odd.text.replace('old', 'late')].map(plain);
    const joined = join(odd, sides[0] ?? odd, sides[1] ?? odd);
    expect(joined.text).toContain('\ue000choice0\ue001.');
    const more = join(odd, joined, plain(odd.text.replace('End', '\ue000choice1\ue001 End')));
    expect(more.text).toContain('\ue000choice1\ue001 End');
    expect(more.sections).toEqual(joined.sections);
  });
});
