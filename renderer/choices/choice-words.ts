import { holdsAll } from '../versions/answers.ts';
import type { TextChoice } from './answers.ts';

const counts = new Intl.NumberFormat();

/** What happened to a page, what it holds meanwhile, and who may choose. */
export function introWords({ parts, rewritten }: TextChoice): string {
  const overlaps = parts.filter((part) => part.kind === 'overlap');
  const count = overlaps.length + rewritten.length;
  const isOne = count === 1;
  const sentences = [
    `${isOne ? 'One place' : `${counts.format(count)} places`} of this page ${isOne ? 'was' : 'were'} written differently by people who did not see each other’s words.`,
  ];
  const whole = overlaps.filter(holdsAll).length;
  if (overlaps.length > 0) {
    sentences.push(
      whole === overlaps.length
        ? 'The page holds all versions, one after the other, until somebody chooses.'
        : whole === 0
          ? 'The page holds one of the versions until somebody chooses; the others are kept too.'
          : 'Where it can, the page holds all versions, one after the other; elsewhere it holds one, and the others are kept too.',
    );
  }
  if (rewritten.length > 0) {
    sentences.push(
      rewritten.length < count
        ? `${counts.format(rewritten.length)} of them ${rewritten.length === 1 ? 'was' : 'were'} written anew by hand since.`
        : `Somebody has written ${isOne ? 'it' : 'them'} anew by hand since.`,
    );
  }
  sentences.push(
    isOne
      ? 'Anyone who shares this wiki can choose.'
      : 'You can choose some now and the rest later; anyone who shares this wiki can choose too.',
  );
  return sentences.join(' ');
}
