import { type BenchText, benchTexts } from '../editor/texts.ts';
import { seededRandom } from '../wiki-generator.ts';

const longLength = 280_000;
const words = 'soil water garden seeds roots light under rain compost beds worms leaves'.split(' ');

/** The texts that are written on in the browser, and some that are one block each. */
export function saveTexts(): BenchText[] {
  const random = seededRandom(11);
  const sentence = (count: number) =>
    Array.from({ length: count }, () => words[random(words.length)] ?? '').join(' ');
  const link = () =>
    random(3) === 0 ? ` [${sentence(3)}](https://example.org/${random(999)})` : '';
  const line = () => sentence(4 + random(8)) + link();
  const upTo = (next: (index: number) => string) => {
    let text = '';
    for (let index = 0; text.length < longLength; index += 1) text += next(index);
    return text;
  };
  const indent = (index: number) => (index % 7 === 0 ? '' : '  '.repeat(1 + random(2)));
  const paragraph = () => `${sentence(20)} **${sentence(2)}** ${sentence(25)}${link()}.\n\n`;
  const row = (index: number) => `| ${index} | ${line()} | ${sentence(2)} | ${sentence(4)} |\n`;
  const kinds: Readonly<Record<string, string>> = {
    'list, bullets': upTo(() => `- ${line()}\n`),
    'list, ordered': upTo((index) => `${index + 1}. ${line()}\n`),
    'list, nested': upTo((index) => `${indent(index)}- ${line()}\n`),
    'list, loose': upTo(() => `- ${line()}\n\n`),
    'list, with code': upTo(
      () => `- ${line()}\n\n  ${sentence(12)}\n\n  \`\`\`\n  let a;\n  \`\`\`\n\n`,
    ),
    'list, below text': `Some words:\n${upTo(() => `- ${line()}\n`)}`,
    'table, 280 kB': `| n | a | b | c |\n| --- | --- | --- | --- |\n${upTo(row)}`,
    directive: `:::note\n${upTo(paragraph)}:::\n`,
    'directive, tight': `:::note\n${upTo(() => `## ${sentence(4)}\n${paragraph().trim()}\n`)}:::\n`,
    definitions: `${upTo((index) => `${sentence(12)} [${sentence(2)}][d${index % 50}].\n\n`)}${Array.from({ length: 50 }, (_, index) => `[d${index}]: https://example.org/${index}\n`).join('')}`,
  };
  const made = Object.entries(kinds).map(([name, text]) => ({
    name,
    text: `# Page\n\n${text}\nThe end.\n`,
  }));
  return [...benchTexts(), ...made];
}
