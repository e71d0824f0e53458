import { expect, test } from 'vitest';
import {
  afterReceiving,
  afterReplacing,
  afterSwitch,
  nothingBeyond,
  stepBack,
  stepForward,
  type Steps,
} from '../../../renderer/editor/past/steps.ts';

const steps = (past: readonly string[], future: readonly string[] = []): Steps => ({
  past: past.map((text) => () => text),
  future: future.map((text) => () => text),
});
const texts = ({ past, future }: Steps) => [
  past.map((step) => step()),
  future.map((step) => step()),
];

test('undo goes back through the steps of every editor before, and redo comes the same way', () => {
  let beyond = afterSwitch(afterSwitch(nothingBeyond, steps(['1', '2'])), steps(['3', '4']));
  let now = '5';
  const back: string[] = [];
  for (let moved = stepBack(beyond, nothingBeyond, now); moved !== null;) {
    ({ beyond, text: now } = moved);
    back.push(now);
    moved = stepBack(beyond, nothingBeyond, now);
  }
  expect(back).toEqual(['4', '3', '2', '1']);
  const forward: string[] = [];
  for (let moved = stepForward(beyond, nothingBeyond, now); moved !== null;) {
    ({ beyond, text: now } = moved);
    forward.push(now);
    moved = stepForward(beyond, nothingBeyond, now);
  }
  expect(forward).toEqual(['2', '3', '4', '5']);
});

test('a switch that changed nothing is no step', () => {
  const beyond = afterSwitch(nothingBeyond, steps(['1', '2', '2']));
  expect(stepBack(beyond, nothingBeyond, '2')?.text).toBe('1');
});

test('what was undone before a switch can be redone after it, until something is written', () => {
  const beyond = afterSwitch(nothingBeyond, steps(['1'], ['3']));
  expect(stepForward(beyond, nothingBeyond, '2')?.text).toBe('3');
  expect(stepForward(afterSwitch(beyond, steps(['2'])), nothingBeyond, '2!')).toBeNull();
});

test('what an editor undid by itself comes back before what lies beyond it', () => {
  const beyond = afterSwitch(nothingBeyond, steps(['1']));
  const moved = stepBack(beyond, steps([], ['3']), '2');
  expect(moved?.text).toBe('1');
  expect(texts(moved?.beyond ?? nothingBeyond)).toEqual([[], ['2', '3']]);
});

test('a text put in place of another is one step, and ends what could be redone', () => {
  const beyond = afterReplacing(steps(['1'], ['9']), steps(['2']), '3');
  expect(texts(beyond)).toEqual([['1', '2', '3'], []]);
});

test('undo leads through what the person wrote, with the words that others wrote meanwhile', () => {
  const bring = (text: string) => `${text}+theirs`;
  let beyond = afterReceiving(steps(['1']), steps(['2'], ['9']), bring);
  expect(texts(beyond)).toEqual([['1+theirs', '2+theirs'], ['9+theirs']]);
  const moved = stepBack(beyond, nothingBeyond, '3+theirs');
  expect(moved?.text).toBe('2+theirs');
  beyond = afterReceiving(moved?.beyond ?? nothingBeyond, nothingBeyond, bring);
  expect(stepForward(beyond, nothingBeyond, '2+theirs+theirs')?.text).toBe('3+theirs+theirs');
});
