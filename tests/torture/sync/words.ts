import type { Edit } from './steps.ts';

const word = /\bzz\d+y\d+\b/gu;

/** The marked words of a text: each was written once, by one person. */
export function markedWords(text: string): Set<string> {
  return new Set(text.match(word) ?? []);
}

/** A word that nobody writes a second time. */
export function markedWord(peer: number, count: number): string {
  return `zz${peer}y${count}`;
}

function isTableRow(line: string): boolean {
  return line.startsWith('|');
}

/** A text with a marked word in it, changed as a person would at one place. */
export function edited(text: string, { kind, place }: Edit, mark: string): string {
  const lines = text.replace(/\n$/u, '').split('\n');
  const body = lines.indexOf('---', 1) + 1;
  const at = body + (place % Math.max(1, lines.length - body));
  const line = lines[at] ?? '';
  const rows = lines.flatMap((each, index) => (isTableRow(each) ? [index] : []));
  switch (kind) {
    case 'word':
      if (line === '' || isTableRow(line)) lines.splice(at + 1, 0, '', `New ${mark}.`, '');
      else lines[at] = `${line} ${mark}`;
      break;
    case 'swap':
      if (line === '' || isTableRow(line)) lines.push('', `More ${mark}.`);
      else {
        const words = line.split(' ');
        words[words.length > 1 ? 1 + (place % (words.length - 1)) : 0] = mark;
        lines[at] = words.join(' ');
      }
      break;
    case 'line':
      lines.splice(
        at + 1,
        0,
        line.startsWith('- ') ? `- item ${mark}` : `\nA line ${mark} more.\n`,
      );
      break;
    case 'remove':
      lines.splice(at, 1, `Instead ${mark}`);
      break;
    case 'row': {
      const last = rows.at(-1);
      if (last === undefined) lines.push('', '| a | b |', '| --- | --- |', `| ${mark} | cell |`);
      else lines.splice(last + 1, 0, `| ${mark} | cell |`);
      break;
    }
    case 'front':
      if (lines[0] === '---') lines.splice(1, 0, `key${mark}: ${mark}`);
      else lines.unshift('---', `key${mark}: ${mark}`, '---', '');
      break;
  }
  return `${lines.join('\n')}\n`;
}

const starts: Readonly<Record<string, string>> = {
  'Home.md':
    '# Home\n\nThis wiki is shared by all of us and about a [[Garden]].\n\n- first item here\n- second item here\n- third item here\n\nThe last paragraph of it stands here.\n',
  'Garden.md':
    '---\ntags: [green, wet]\n---\n# Garden\n\nA garden is tended by many hands. It needs [[Water]].\n\n| plant | where |\n| --- | --- |\n| bean | south |\n| kale | north |\n\nSee [[Home]] again.\n',
  'Water.md':
    '# Water\n\nOne two three four five six seven.\n\nEight nine ten eleven twelve.\n\n## Rain\n\nIt comes from above, mostly.\n',
  'Deep/Well.md': '# Well\n\nA well holds [[Water]] for the [[Garden]] of all.\n',
};

/** The pages that a story begins with. */
export function startingPages(): Readonly<Record<string, string>> {
  return starts;
}

const names = ['Home', 'Garden', 'Rain', 'Deep/Stone', 'Seeds', 'Étang', 'A b c', 'Deep/Well'];

/** One of few names, so that peers meet on the same ones. */
export function pageName(number: number): string {
  return names[number % names.length] ?? 'Rain';
}
