import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitBlocks } from '../../../shared/merge/blocks.ts';
import { mergePage } from '../../../shared/merge/merge-page.ts';

function merged(base: string, ours: string, theirs: string): string | null {
  const result = mergePage(base, ours, theirs);
  return result.kind === 'merged' ? result.text : null;
}

function chosen(base: string, ours: string, theirs: string, side: 'base' | 'ours' | 'theirs') {
  const result = mergePage(base, ours, theirs);
  if (result.kind === 'merged') return result.text;
  return result.parts.map((part) => (part.kind === 'merged' ? part.text : part[side])).join('');
}

const word = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta');
const sentence = fc.array(word, { minLength: 3, maxLength: 12 }).map((words) => words.join(' '));
const block = fc.oneof(
  sentence,
  sentence.map((text) => `## ${text}`),
  fc
    .array(sentence, { minLength: 1, maxLength: 4 })
    .map((all) => all.map((each) => `- ${each}`).join('\n')),
  fc
    .array(sentence, { minLength: 1, maxLength: 3 })
    .map((all) => ['| h |', '| --- |', ...all.map((each) => `| ${each} |`)].join('\n')),
  sentence.map((text) => `\`\`\`\n${text}\n\`\`\``),
);
const blocksOfPage = fc.array(block, { maxLength: 6 });
const edits = fc.array(
  fc.record({
    at: fc.nat(6),
    kind: fc.constantFrom('delete', 'insert', 'word'),
    text: block,
    word,
  }),
  { maxLength: 3 },
);
const threePages = fc
  .tuple(blocksOfPage, edits, edits, fc.boolean())
  .map(([blocks, our, their, end]) => {
    const apply = (list: typeof our) => {
      const next = [...blocks];
      for (const edit of list) {
        if (edit.kind === 'insert') next.splice(edit.at, 0, edit.text);
        else if (edit.kind === 'delete') next.splice(edit.at, 1);
        else if (next[edit.at] !== undefined) {
          next[edit.at] = (next[edit.at] ?? '').replace(/\w+ /, `${edit.word} `);
        }
      }
      return next.join('\n\n') + (end ? '\n' : '');
    };
    return { base: apply([]), ours: apply(our), theirs: apply(their) };
  });

describe('merging two edits of a page', () => {
  it('gives the same page when the sides are swapped', () => {
    fc.assert(
      fc.property(threePages, ({ base, ours, theirs }) => {
        expect(merged(base, ours, theirs)).toBe(merged(base, theirs, ours));
        expect(chosen(base, ours, theirs, 'ours')).toBe(chosen(base, theirs, ours, 'theirs'));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the other side when one changed nothing, and the text when both made it', () => {
    fc.assert(
      fc.property(threePages, ({ base, ours }) => {
        expect(merged(base, ours, base)).toBe(ours);
        expect(merged(base, base, ours)).toBe(ours);
        expect(merged(base, ours, ours)).toBe(ours);
      }),
    );
  });

  it('keeps every word that only one side added', () => {
    fc.assert(
      fc.property(threePages, ({ base, ours, theirs }) => {
        const result = merged(base, `${ours}\n\nonlyours added`, theirs);
        if (result !== null) expect(result).toContain('onlyours added');
      }),
    );
  });

  it('gives a page of the same blocks whatever side is chosen', () => {
    fc.assert(
      fc.property(threePages, ({ base, ours, theirs }) => {
        const known = new Set(
          [base, ours, theirs].flatMap((text) =>
            splitBlocks(text).blocks.map((each) => `${each.kind} ${each.text}`),
          ),
        );
        const result = mergePage(base, ours, theirs);
        if (result.kind === 'merged') return;
        for (const side of ['ours', 'theirs'] as const) {
          const only = result.parts.map((part) => (part.kind === 'merged' ? '' : part[side]));
          for (const each of splitBlocks(chosen(base, ours, theirs, side)).blocks) {
            if (only.some((text) => text.includes(each.text))) {
              expect(known).toContain(`${each.kind} ${each.text}`);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('joins edits of neighbouring paragraphs', () => {
    expect(merged('One.\n\nTwo.\n', 'One more.\n\nTwo.\n', 'One.\n\nTwo more.\n')).toBe(
      'One more.\n\nTwo more.\n',
    );
  });

  it('joins edits of different words of one line', () => {
    const base = 'The quick brown fox jumps over the lazy dog.\n';
    expect(merged(base, base.replace('quick', 'slow'), base.replace('lazy', 'sleepy'))).toBe(
      'The slow brown fox jumps over the sleepy dog.\n',
    );
  });

  it('asks when both replaced the same word', () => {
    const base = 'Before.\n\nThe quick brown fox jumps.\n\nAfter.\n';
    const result = mergePage(base, base.replace('quick', 'slow'), base.replace('quick', 'red'));
    expect(result).toEqual({
      kind: 'overlaps',
      parts: [
        { kind: 'merged', text: 'Before.\n\n' },
        {
          kind: 'overlap',
          base: 'The quick brown fox jumps.\n\n',
          ours: 'The slow brown fox jumps.\n\n',
          theirs: 'The red brown fox jumps.\n\n',
        },
        { kind: 'merged', text: 'After.\n' },
      ],
    });
  });

  it('unites list items added at one place in byte order', () => {
    const base = '- one\n- two\n\nText\n';
    const ours = '- one\n- two\n- zebra\n\nText\n';
    const theirs = '- one\n- two\n- apple\n\nText\n';
    expect(merged(base, ours, theirs)).toBe('- one\n- two\n- apple\n- zebra\n\nText\n');
  });

  it('unites table rows added at one place', () => {
    const base = '| a |\n| - |\n| 1 |';
    expect(merged(base, `${base}\n| 3 |`, `${base}\n| 2 |`)).toBe(`${base}\n| 2 |\n| 3 |`);
  });

  it('asks when both added a paragraph at one place, and either choice is a page', () => {
    const base = 'One.';
    expect(merged(base, 'One.\n\nMine.', 'One.\n\nOther.')).toBeNull();
    expect(chosen(base, 'One.\n\nMine.', 'One.\n\nOther.', 'ours')).toBe('One.\n\nMine.');
  });

  it('asks when one deleted the section that the other edited', () => {
    const base = 'Top.\n\n## Section\n\nText of it here.\n\nEnd.\n';
    const result = mergePage(base, 'Top.\n\nEnd.\n', base.replace('here', 'there'));
    expect(result.kind === 'overlaps' && result.parts[1]).toEqual({
      kind: 'overlap',
      base: '## Section\n\nText of it here.\n\n',
      ours: '',
      theirs: '## Section\n\nText of it there.\n\n',
    });
  });

  it('merges code by lines only', () => {
    const base = '```\nlet a = 1, b = 2;\n```\n';
    expect(merged(base, base.replace('a', 'x'), base.replace('b', 'y'))).toBeNull();
  });

  it('keeps CRLF, a byte order mark and a missing last line end', () => {
    const base = '\ufeffOne.\r\n\r\nTwo.\r\n\r\nThree.';
    const ours = base.replace('One', 'First');
    const theirs = base.replace('Three', 'Third');
    expect(merged(base, ours, theirs)).toBe('\ufeffFirst.\r\n\r\nTwo.\r\n\r\nThird.');
  });

  it('joins an edit with a change of all line ends', () => {
    const base = 'One.\n\nTwo.\n';
    expect(merged(base, base.replaceAll('\n', '\r\n'), base.replace('Two', 'Second'))).toBe(
      'One.\r\n\r\nSecond.\r\n',
    );
  });

  it('never mixes two URLs or two dates into a third', () => {
    const base = 'See https://a.example/x/1 from 2024-01-02 on.\n';
    expect(merged(base, base.replace('/x/', '/y/'), base.replace('/1', '/2'))).toBeNull();
    expect(merged(base, base.replace('-01-', '-03-'), base.replace('-02', '-04'))).toBeNull();
  });

  it('gives up on a page where both rewrote everything, in bounded time', () => {
    const rewrite = (seed: string) =>
      Array.from(
        { length: 12_000 },
        (_, index) => `${seed} ${index} ${'word '.repeat(12)}\n\n`,
      ).join('');
    const result = mergePage(rewrite('base'), rewrite('ours'), rewrite('theirs'));
    expect(result.kind).toBe('overlaps');
  });
});

describe('merging frontmatter', () => {
  const page = (front: string) => `---\n${front}---\n\nText.\n`;

  it('goes by key and keeps comments and order', () => {
    const base = 'title: A # the name\n# about the rest\nstatus: draft\nlanguage: en\n';
    expect(
      merged(
        page(base),
        page(base.replace('title: A', 'title: B')),
        page(base.replace('draft', 'done') + 'licence: CC0\n'),
      ),
    ).toBe(
      page('title: B # the name\n# about the rest\nstatus: done\nlanguage: en\nlicence: CC0\n'),
    );
  });

  it('joins lists as sets', () => {
    expect(
      merged(page('tags: [a, b, c]\n'), page('tags: [a, c, z]\n'), page('tags: [a, b, c, m]\n')),
    ).toBe(page('tags: [a, c, m, z]\n'));
    expect(
      merged(
        page('aliases:\n  - One\n  - Two\n'),
        page('aliases:\n  - One\n  - Two\n  - Zoo\n'),
        page('aliases:\n  - Two\n  - Apple\n'),
      ),
    ).toBe(page('aliases:\n  - Two\n  - Apple\n  - Zoo\n'));
  });

  it('joins two new frontmatters of unlike keys', () => {
    expect(merged('Text.\n', '---\ntags: [a]\n---\nText.\n', '---\ntitle: B\n---\nText.\n')).toBe(
      '---\ntags: [a]\ntitle: B\n---\nText.\n',
    );
  });

  it('asks about one key only when both changed its value', () => {
    const result = mergePage(
      page('title: A\nstatus: x\n'),
      page('title: B\nstatus: x\n'),
      page('title: C\nstatus: y\n'),
    );
    expect(result.kind === 'overlaps' && result.parts).toEqual([
      { kind: 'merged', text: '---\n' },
      {
        kind: 'overlap',
        place: 'frontmatter',
        base: 'title: A\n',
        ours: 'title: B\n',
        theirs: 'title: C\n',
      },
      { kind: 'merged', text: 'status: y\n---\n\nText.\n' },
    ]);
  });
});
