import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../random.ts';

/** A page that is edited, by a name that finds it again. */
export interface TortureTarget {
  readonly name: string;
  readonly text: string;
}

// How one hand writes what markdown leaves open.
interface Habits {
  readonly bullet: string;
  readonly gap: string;
  readonly bold: string;
  readonly italic: string;
  readonly rule: string;
  readonly fence: string;
  readonly number: string;
  readonly isLoose: boolean;
  readonly isWrapped: boolean;
}

const plain = [
  'soil',
  'water',
  'the',
  'garden',
  'of',
  'seeds',
  'Ünïcode',
  '漢字',
  'grows',
  'and',
  'in',
];
const odd = [
  ...[
    'a\\*b',
    '&amp;',
    '&copy;',
    '\\_x\\_',
    'snake_case',
    '2 * 3',
    '[x]',
    '<br>',
    '`code|x`',
    '``a`b``',
  ],
  ...[
    '[[A page|name]]',
    '[[Page]]',
    '![[a.png]]',
    '![alt](a.png "t")',
    '<span>in</span>',
    '#tag',
    '$5',
    ':tada:',
    'a:b',
  ],
  ...[
    'https://a.org/b_c',
    'www.a.org',
    'a@b.org',
    '<https://c.org>',
    '[^1]',
    '[ref]',
    '[text][ref]',
  ],
];

function word(random: Random, habits: Habits): string {
  const text = random.pick(plain);
  const { bold, italic } = habits;
  switch (random.below(14)) {
    case 0:
      return `${bold}${text}${bold}`;
    case 1:
      return `${italic}${text}${italic}`;
    case 2:
      return `[${text} ${random.pick(plain)}](https://a.org/${random.below(9)})`;
    case 3:
      return random.pick(odd);
    case 4:
      return `${bold}${text} ${italic}${random.pick(plain)}${italic}${bold}`;
    case 5:
      return `~~${text}~~`;
    default:
      return text;
  }
}

function words(random: Random, habits: Habits, count: number): string {
  return Array.from({ length: count }, () => word(random, habits)).join(' ');
}

function prose(random: Random, habits: Habits): string {
  const lines = habits.isWrapped ? 1 + random.below(4) : 1;
  const ends = ['', '', '', '  ', '\\'];
  return Array.from({ length: lines }, (_, index) => {
    const line = words(random, habits, 3 + random.below(9));
    return index === lines - 1 ? `${line}.` : line + random.pick(ends);
  }).join('\n');
}

function list(random: Random, habits: Habits, depth: number): string {
  const isOrdered = random.below(3) === 0;
  const isTask = !isOrdered && random.below(4) === 0;
  const start = random.pick([1, 1, 1, 3]);
  const isCounting = random.below(4) > 0;
  const items = Array.from({ length: 1 + random.below(5) }, (_, index) => {
    const marker = isOrdered
      ? `${isCounting ? start + index : start}${habits.number}`
      : habits.bullet;
    const box = isTask ? random.pick(['[ ] ', '[x] ', '[X] ', '']) : '';
    const first = `${marker}${habits.gap}${box}${words(random, habits, 1 + random.below(6))}`;
    const margin = ' '.repeat(marker.length + habits.gap.length);
    const more = random.below(6);
    if (more === 0 && depth < 2) {
      return `${first}\n${set(list(random, habits, depth + 1), margin)}`;
    }
    if (more === 1 && depth === 0) {
      return `${first}\n\n${set(prose(random, habits), margin)}`;
    }
    if (more === 2) return `${first}\n${margin}${words(random, habits, 3)}`;
    return first;
  });
  return items.join(habits.isLoose ? '\n\n' : '\n');
}

function set(text: string, margin: string): string {
  return text.replace(/^(?=.)/gmu, margin);
}

function table(random: Random, habits: Habits): string {
  const columns = 1 + random.below(4);
  const cell = () => words(random, habits, random.below(3)).replace(/(?<!\\)\|/g, '\\|');
  const line = (cells: readonly string[]) =>
    isTight ? cells.join('|') : `| ${cells.join(' | ')} |`;
  const isTight = columns > 1 && random.below(3) === 0;
  const row = () =>
    line(
      Array.from({ length: columns }, (_, index) => (isTight && index === 0 ? 'x' : '') + cell()),
    );
  const signs = Array.from({ length: columns }, () =>
    random.pick(['---', ':--', '--:', ':-:', '-']),
  );
  return [row(), line(signs), ...Array.from({ length: random.below(5) }, row)].join('\n');
}

function block(random: Random, habits: Habits): string {
  switch (random.below(24)) {
    case 0:
    case 1:
    case 2: {
      const title = words(random, habits, 1 + random.below(4));
      if (random.below(4) === 0) return `${title}\n${random.pick(['===', '---', '====='])}`;
      return `${'#'.repeat(1 + random.below(4))} ${title}${random.pick(['', '', ' ##'])}`;
    }
    case 3:
    case 4:
    case 5:
    case 6:
      return list(random, habits, 0);
    case 7:
    case 8:
      return table(random, habits);
    case 9:
      return set(`${prose(random, habits)}\n\n${list(random, habits, 1)}`, '> ').replace(
        /^$/gmu,
        '>',
      );
    case 10: {
      const head = `[!${random.pick(['note', 'TIP', 'warning|x'])}]${random.pick(['', '+', '-'])} Head`;
      return set(`${head}\n${prose(random, habits)}`, '> ');
    }
    case 11:
      return `[^${random.pick(['1', 'note', 'b'])}]: ${prose(random, habits).replaceAll('\n', '\n    ')}`;
    case 12:
      return `${habits.fence}js\nlet a = 1;\n\n  b();\n${habits.fence}`;
    case 13:
      return random.pick([
        '<div>\nsome *html*\n</div>',
        '<!-- a\ncomment -->',
        '<details>\n\n<p>x</p>',
      ]);
    case 14:
      return habits.rule;
    case 15:
      return '[ref]: https://r.org "A title"\n[REF]: other.md\n[text]:\n  <a b.md>';
    case 16:
      return random.pick([
        ':::row:::\nx\n:::row-end:::',
        '$$\nx^2\n$$',
        '    indented code',
        '%% note %%',
      ]);
    case 17:
      return directive(random, habits, 0);
    default:
      return prose(random, habits);
  }
}

function directive(random: Random, habits: Habits, depth: number): string {
  const head = random.pick([
    ...['note', ' tip A *title*', 'note[T]{.a}', ' {.a #b}', ' W ::::', 'details x {open}'],
    ...['{note} T\n:class: x', '{div}\n:class: x', ' {}', 'danger'],
  ]);
  const inside = Array.from({ length: random.below(4) }, () => {
    if (depth < 2 && random.below(6) === 0) return directive(random, habits, depth + 1);
    return random.below(3) === 0 ? list(random, habits, 1) : prose(random, habits);
  });
  const content = inside.join('\n\n');
  const isNested = /^:::/mu.test(content);
  // As long as those inside is what Pandoc and many writers do.
  const colons = ':'.repeat(3 + (isNested && random.below(3) > 0 ? 3 - depth : 0));
  const gap = random.pick(['\n', '\n\n']);
  const text = `${colons}${head}${gap}${content}${content === '' ? '' : gap}${colons}`;
  if (depth > 0 || random.below(4) > 0) return text;
  return random.below(2) === 0
    ? `${habits.bullet} a\n\n${set(text, ' '.repeat(habits.bullet.length + 1))}`
    : set(text, '> ').replace(/^$/gmu, '>');
}

function habitsOf(random: Random): Habits {
  return {
    bullet: random.pick(['-', '*', '+']),
    gap: random.pick([' ', ' ', '   ']),
    bold: random.pick(['**', '**', '__']),
    italic: random.pick(['*', '_']),
    rule: random.pick(['---', '***', '* * *', '_____']),
    fence: random.pick(['```', '~~~', '````']),
    number: random.pick(['.', '.', ')']),
    isLoose: random.below(4) === 0,
    isWrapped: random.below(2) === 0,
  };
}

/** A page as some hand may have written it. */
export function generatePage(random: Random): string {
  const habits = habitsOf(random);
  const blocks = Array.from({ length: 1 + random.below(9) }, () => block(random, habits));
  const start = random.pick(['', '', '', '---\ntitle: A\ntags: [x]\n---\n\n', '\ufeff', '\n']);
  const gap = random.pick(['\n\n', '\n\n', '\n\n', '\n\n\n', '\n \n']);
  const text = `${start}${blocks.join(gap)}${random.pick(['\n', '\n', '', '\n\n'])}`;
  return random.below(6) === 0 ? text.replaceAll('\n', '\r\n') : text;
}

/** A page of which most is one list, table or directive, too long to be parsed in one go. */
export function generateLongPage(random: Random): string {
  const habits = habitsOf(random);
  const many = (make: () => string, between: string) =>
    Array.from({ length: 24 }, make).join(between);
  const line = () => `| ${words(random, habits, 2)} | ${words(random, habits, 6)} |`;
  const long = random.pick([
    () => many(() => list(random, habits, 0), habits.isLoose ? '\n\n' : '\n'),
    () => many(() => block(random, habits), '\n\n'),
    () => `| a | b |\n| - | - |\n${many(() => many(line, '\n'), '\n')}`,
    () => `::::note\n${many(() => prose(random, habits), '\n\n')}\n::::`,
  ]);
  const below = random.pick(['\n', '\n\n', '\n\n\n']);
  return `${generatePage(random)}${below}${long()}${below}${generatePage(random)}`;
}

/** Markdown as somebody may have copied it. */
export function pieceOfPage(random: Random): string {
  const habits = habitsOf(random);
  return Array.from({ length: 1 + random.below(2) }, () => block(random, habits)).join('\n\n');
}

/** Every markdown page below a folder up to a length, in the order of their paths. */
export async function pagesBelow(dir: string, maxLength: number): Promise<TortureTarget[]> {
  const names = await readdir(dir, { recursive: true });
  const pages: TortureTarget[] = [];
  for (const name of names.filter((each) => /\.(?:md|markdown)$/iu.test(each)).sort()) {
    const bytes = await readFile(join(dir, name)).catch(() => null);
    if (bytes === null || bytes.length > maxLength || bytes.length === 0) continue;
    const text = bytes.toString('utf8');
    // What isn't text opens read-only.
    if (!text.includes('\ufffd')) pages.push({ name, text });
  }
  return pages;
}
