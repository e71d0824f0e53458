import { seededRandom } from '../wiki-generator.ts';

/** Long pages to open and to write on. */
export interface BenchText {
  readonly name: string;
  readonly text: string;
}

/** The last words of each text: once they are drawn, all of it is there. */
const lastWords = 'Here it ends.';

const longLength = 280_000;
const tableRows = 1000;
export const hugeLength = 3_500_000;

const words =
  'soil water garden seeds roots light the of and in a to grows under rain compost beds worms leaves is for with wind'.split(
    ' ',
  );

export function benchTexts(): BenchText[] {
  const random = seededRandom(7);
  const sentence = (count: number) =>
    Array.from({ length: count }, () => words[random(words.length)] ?? '').join(' ');
  const prose = () => {
    const bold = random(3) === 0 ? ` **${sentence(2)}** ` : ' ';
    const link = random(4) === 0 ? `[${sentence(2)}](https://example.org/${random(999)}) ` : '';
    return `${sentence(20)}${bold}${sentence(25)} ${link}${sentence(20)}.\n\n`;
  };
  const item = () => {
    const depth = random(3);
    const rest = random(3) === 0 ? `[${sentence(3)}](https://example.org/${random(999)})` : '';
    return `${'  '.repeat(depth)}- ${sentence(4 + random(8))} ${rest}`.trimEnd() + '\n';
  };
  const mixed = () => {
    switch (random(8)) {
      case 0:
        return `## ${sentence(4)}\n\n`;
      case 1:
        return `${Array.from({ length: 6 }, item).join('')}\n`;
      case 2:
        return `> ${sentence(30)}\n\n`;
      case 3:
        return `| a | b | c |\n| --- | --- | --- |\n${Array.from({ length: 5 }, () => `| ${sentence(3)} | ${sentence(2)} | [[${sentence(1)}]] |\n`).join('')}\n`;
      case 4:
        return `\`\`\`js\nlet a = 1;\n${sentence(5)}\n\`\`\`\n\n`;
      case 5:
        return `> [!note] ${sentence(3)}\n> ${sentence(20)}\n\n`;
      default:
        return prose();
    }
  };
  const upTo = (length: number, next: () => string) => {
    let text = '';
    while (text.length < length) text += next();
    return text;
  };
  const row = (index: number) =>
    `| ${index} | ${sentence(3)} | ${sentence(2)} | **${sentence(1)}** | ${sentence(4)} |\n`;
  const table = Array.from({ length: tableRows }, (_, index) => row(index)).join('');
  return [
    { name: 'prose', text: `# Prose\n\n${upTo(longLength, prose)}${lastWords}\n` },
    { name: 'mixed', text: `# Mixed\n\n${upTo(longLength, mixed)}\n${lastWords}\n` },
    { name: 'list', text: `# List\n\n${upTo(longLength, item)}\n${lastWords}\n` },
    {
      name: 'table',
      text: `# Table\n\n| n | a | b | c | d |\n| --- | --- | --- | --- | --- |\n${table}\n${lastWords}\n`,
    },
  ];
}

/** What both editors open before the long ones. */
export const shortText = `# Short\n\n${'A short page to warm up on. '.repeat(10)}\n`;

/** A page so long that it opens as its source. */
export function hugeText(): string {
  const [prose] = benchTexts();
  return (prose?.text ?? '').repeat(Math.ceil(hugeLength / longLength)).slice(0, hugeLength);
}
