import { describe, expect, test } from 'vitest';
import type { Block, List } from '../../../shared/markdown/model/blocks.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import type { BlockNow } from '../../../shared/markdown/model/write-page.ts';
import { edited, retyped, words } from './edited.ts';

function listOf({ model }: BlockNow): List {
  if (model.kind !== 'list') throw new Error('no list');
  return model;
}

describe('a word that is retyped', () => {
  test('to an address is kept from what follows it, also beside a mark whose footnote is gone', () => {
    const mark = { kind: 'atom', type: 'footnote', source: '[^1]', marks: 0 } as const;
    const now = edited('A word~~il~~\n', ([first]) => [
      {
        id: first?.id ?? null,
        model: {
          kind: 'paragraph',
          children: [mark, words(' at www.a.org'), words('il', 4)],
        },
      },
    ]);
    expect(now).toBe('[^1] at [www.a.org](http://www.a.org)~~il~~\n');
  });

  test('leaves the signs around it as they were, where others could stand as well', () => {
    expect(retyped('In **a *word*** and **an *other***.\n', '"word"', '"term"')).toBe(
      'In **a *term*** and **an *other***.\n',
    );
  });

  test('leaves the line under a heading as long as it was', () => {
    expect(retyped('A title\n=====\n', 'title', 'longer title')).toBe('A longer title\n=====\n');
  });

  describe('in a long list without blank lines around', () => {
    const item = (said: string) => `2. ${said}, with some words more that make it long\n`;
    const items = Array.from({ length: 60 }, (_, at) => item(`Item ${at}.`));
    const page = (list: readonly string[]) =>
      `Above:\n${list.join('').replace('2.', '1.')}## Below\n`;
    const before = page(items);

    test.each([0, 30, 59])('leaves all other lines: item %i', (at) => {
      const now = retyped(before, `Item ${at}.`, 'Changed');
      expect(now).toBe(page(items.with(at, item('Changed'))));
    });

    test('has a blank line where its first item would flow into the words above', () => {
      const said = 'Item 0., with some words more that make it long';
      const now = retyped(before, `[{"kind":"text","text":"${said}","marks":0}]`, '[]');
      expect(now).toBe(page(items).replace(`\n1. ${said}`, '\n\n1.'));
    });
  });

  test.each([
    ['Words <br>\n---\n', 'Words ', '## <br>\n'],
    ['Words <div> more\n=====\n', 'Words ', '# <div> more\n'],
    ['Words <!-- said --> more\n---\n', 'Words ', '## <!-- said --> more\n'],
    ['> Words <br>\n> ---\n', 'Words ', '> ## <br>\n'],
    ['- Words <br>\n  ---\n', 'Words ', '- ## <br>\n'],
    ['Words <br> more\n---\n', 'Words ', '<br> more\n---\n'],
  ])('leaves a heading that begins with a tag a heading: %j', (page, before, now) => {
    expect(retyped(page, before, '')).toBe(now);
  });

  test.each([
    ['One\\\ntwo <div> more\n', 'One\\\n&#32;<div> more\n'],
    ['> One  \n> two <!-- said --> more\n', '> One  \n> &#32;<!-- said --> more\n'],
    ['- One\\\n  two <br> more\n', '- One\\\n  <br> more\n'],
  ])('leaves a line that begins with a tag in its paragraph: %j', (page, now) => {
    expect(retyped(page, 'two ', '')).toBe(now);
  });

  test('leaves a reference a reference, also below a footnote', () => {
    const page = '[^n]: A note with [ref].\n\n[ref]: https://a.org\n';
    expect(retyped(page, 'A note', 'A remark')).toBe(page.replace('A note', 'A remark'));
  });
});

describe('an escape', () => {
  test('that only new words need is given to them alone', () => {
    const page = 'a * b and snake_case\n[x] water\nsoil\n';
    expect(retyped(page, 'soil', '*soil* in a_b')).toBe(page.replace('soil', '\\*soil\\* in a_b'));
    const row = '| a * b in a_b |\n| - |\n';
    expect(retyped(row, 'in a_b', '*in* a_b')).toBe(row.replace('in', '\\*in\\*'));
  });

  test('stays though words went that needed theirs', () => {
    const page = 'a\\*b and \\[x] snake_case\nsoil \\*x\\*\n';
    expect(retyped(page, ' *x*', '')).toBe(page.replace(' \\*x\\*', ''));
    const list = '- a\\*b\n- \\_x\\_ soil\n';
    expect(retyped(list, '_x_ soil', 'two_words')).toBe('- a\\*b\n- two_words\n');
  });
});

test('a mark within a link is written as when its footnote was there', () => {
  const text = 'One [two[^1]](https://a.org) three\n\n[^1]: A note.\n';
  const now = retyped(text, ' three', ' four');
  expect(now).toBe(text.replace('three', 'four'));
  const withoutNote = edited(text, ([first]) => [
    {
      id: first?.id ?? null,
      model: JSON.parse(JSON.stringify(first?.model).replace('three', 'four')) as Block,
    },
  ]);
  expect(withoutNote).toBe('One [two[^1]](https://a.org) four\n');
});

test('a line end alone is no link', () => {
  const target = { url: 'https://a.org', title: '' };
  const link = { kind: 'link', ...target, children: [{ kind: 'break' }] } as const;
  const now = edited('One  \ntwo\n', ([first]) => [
    {
      id: first?.id ?? null,
      model: { kind: 'paragraph', children: [words('One'), link, words('two')] },
    },
  ]);
  expect(now).toBe('One  \ntwo\n');
  const read = 'One [\\\n](https://a.org) two\n';
  const row = '| One [<br>](https://a.org) |\n| - |\n';
  for (const kept of [read, row]) {
    expect(retyped(kept, 'One ', 'Now ')).toBe(kept.replace('One', 'Now'));
    expect(JSON.stringify(readPage(kept).blocks)).toContain('https://a.org');
  }
});

describe('two items that are joined', () => {
  const joined = (text: string, at: number) =>
    edited(text, (blocks) =>
      blocks.map(({ id, model }) => {
        const around = model.kind === 'quote' ? model.children : [model];
        return {
          id,
          model:
            model.kind === 'quote'
              ? { ...model, children: around.map((child) => withJoined(child, at)) }
              : withJoined(model, at),
        };
      }),
    );
  const withJoined = (block: Block, at: number): Block => {
    if (block.kind !== 'list') return block;
    const [one, other] = [block.items[at], block.items[at + 1]];
    if (one === undefined || other === undefined) throw new Error('no such items');
    const children = [...one.children, ...other.children];
    const item = { ...other, checked: one.checked, children };
    return { ...block, items: block.items.toSpliced(at, 2, item) };
  };

  test('leave the marks of all the others, where a letter comes to stand beside a mark', () => {
    const page = '* a _b_ __c__\n* d\n* _e_ f\n* _g_\n';
    expect(joined(page, 1)).toBe('* a _b_ __c__\n* d*e* f\n* _g_\n');
  });

  test('leave a letter a letter, where the signs of the page are marks beside it', () => {
    const page = '* **a *b***\n* **c *d***\n* e https://a.org/b_c\n';
    expect(joined(page, 1)).toBe('* **a *b***\n* **c *d***e https://a.org/b_c\n');
    const loose = '1) **a *b***\n1) **c *d***\n1) e\n\n   more\n';
    expect(joined(loose, 1)).toBe('1) **a *b***\n1) **c *d***e\n\n   more\n');
  });

  test('leave the line end within the second as it was', () => {
    expect(joined('- one\n- [X] two\n  more\n- three\n', 0)).toBe('- onetwo\n  more\n- three\n');
    const quoted = '> 1. one\n> 2. two\n>    *more*\n> 3. three\n';
    expect(joined(quoted, 0)).toBe('> 1. onetwo\n>    *more*\n> 2. three\n');
  });
});

describe('an item that comes', () => {
  const page = '1.  One\n    - a\n    - b\n2.  Two\n';
  const withItem = (text: string, place: (list: List) => List) =>
    edited(text, (blocks) => blocks.map((block) => ({ ...block, model: place(listOf(block)) })));
  const fresh = { checked: null, children: [words('new')], lists: [], body: [] };

  test('stands as far from its marker as the others do', () => {
    expect(withItem(page, (list) => ({ ...list, items: [...list.items, fresh] }))).toBe(
      `${page}3.  new\n`,
    );
  });

  test('stands as far in as the others at its depth', () => {
    const below = (list: List): List => {
      const [first, ...others] = list.items;
      const [nested] = first?.lists ?? [];
      if (first === undefined || nested === undefined) throw new Error('no list below');
      const lists = [{ ...nested, items: [...nested.items, fresh] }];
      return { ...list, items: [{ ...first, lists }, ...others] };
    };
    expect(withItem(page, below)).toBe('1.  One\n    - a\n    - b\n    - new\n2.  Two\n');
  });
});

test('paragraphs that are joined keep the ends of their lines', () => {
  const joined = edited('One\ntwo\n\nthree\nfour\n', ([first]) => [
    {
      id: first?.id ?? null,
      model: { kind: 'paragraph', children: [words('One two three four')] },
    },
  ]);
  expect(joined).toBe('One\ntwo three\nfour\n');
});

test('an item of a quoted list keeps its lines when it moves', () => {
  const moved = edited('> - One\n>   more\n> - Two\n', (blocks) =>
    blocks.map(({ id, model }) => {
      const [list] = model.kind === 'quote' ? model.children : [];
      if (list?.kind !== 'list') throw new Error('no list');
      return {
        id,
        model: { kind: 'quote', children: [{ ...list, items: list.items.toReversed() }] },
      };
    }),
  );
  expect(moved).toBe('> - Two\n> - One\n>   more\n');
});
