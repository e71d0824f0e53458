import type { Choice, ChoiceSection } from '../../shared/contract/methods-choice.ts';
import { type Answer, textOfAnswer } from '../versions/answers.ts';

export type TextChoice = Extract<Choice, { kind: 'text' }>;

/** Answers by section, as `keyOf` names it. */
export type Answers = ReadonlyMap<string, Answer>;

/** How `choice.settle` is told of one section of a conflict. */
export function keyOf({ id, index }: Pick<ChoiceSection, 'id' | 'index'>): string {
  return `${id}#${String(index)}`;
}

/** The sections in page order, then those that the page does not hold any more. */
export function keysOf({ parts, rewritten }: TextChoice): readonly string[] {
  return [
    ...parts.flatMap((part) => (part.kind === 'overlap' ? keyOf(part) : [])),
    ...rewritten.map(keyOf),
  ];
}

/** The page as chosen so far; sections without an answer keep all their versions. */
export function chosenText({ parts }: TextChoice, answers: Answers): string {
  return parts
    .map((part) => {
      if (part.kind === 'merged') return part.text;
      const answer = answers.get(keyOf(part));
      return answer === undefined ? part.shown : textOfAnswer(part, answer);
    })
    .join('');
}
