import { describe, expect, it } from 'vitest';
import {
  chosenText,
  openSections,
  startOfOwn,
  textOfAnswer,
  type Answer,
} from '../../../renderer/sync/answers.ts';
import { mergePage } from '../../../shared/merge/merge-page.ts';
import type { MergePart } from '../../../shared/merge/parts.ts';

const base = 'Top.\n\nThe quick fox.\n\nMiddle.\n\nThe old dog.\n';
const ours = base.replace('quick', 'slow').replace('old', 'young');
const theirs = base.replace('quick', 'red').replace('old', 'lazy');

function partsOf(one: string, two: string): readonly MergePart[] {
  const merge = mergePage(base, one, two);
  return merge.kind === 'overlaps' ? merge.parts : [];
}

function answered(parts: readonly MergePart[], answer: Answer): string {
  return chosenText(parts, new Map(openSections(parts, new Map()).map((index) => [index, answer])));
}

describe('a page with chosen sections', () => {
  const parts = partsOf(ours, theirs);

  it('is ours when ours is chosen everywhere, and theirs likewise', () => {
    expect(answered(parts, { kind: 'ours' })).toBe(ours);
    expect(answered(parts, { kind: 'theirs' })).toBe(theirs);
  });

  it('reads as before both changes where nothing is chosen', () => {
    expect(chosenText(parts, new Map())).toBe(base);
    expect(openSections(parts, new Map())).toHaveLength(2);
    expect(openSections(parts, new Map([[1, { kind: 'ours' }]]))).toEqual([3]);
  });

  it('holds both as paragraphs of their own when both are kept', () => {
    expect(answered(parts, { kind: 'both' })).toBe(
      'Top.\n\nThe slow fox.\n\nThe red fox.\n\nMiddle.\n\nThe young dog.\n\nThe lazy dog.\n',
    );
  });

  it('keeps the blank lines around words written anew', () => {
    expect(answered(parts, { kind: 'own', text: '\nNew words.\n\n\n' })).toBe(
      'Top.\n\nNew words.\n\nMiddle.\n\nNew words.\n',
    );
    expect(answered(parts, { kind: 'own', text: ' ' })).toBe('Top.\n\nMiddle.\n\n');
  });

  it('keeps the page’s line ends in words written anew', () => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    const merge = mergePage(windows(base), windows(ours), windows(theirs));
    if (merge.kind !== 'overlaps') throw new Error('expected overlaps');
    expect(answered(merge.parts, { kind: 'own', text: 'One\nTwo' })).not.toMatch(/[^\r]\n/);
  });

  it('starts words written anew from both versions', () => {
    const part = parts[1];
    if (part?.kind !== 'overlap') throw new Error('expected an overlap');
    expect(startOfOwn(part)).toBe('The slow fox.\n\nThe red fox.');
    expect(textOfAnswer(part, { kind: 'own', text: startOfOwn(part) })).toBe(
      textOfAnswer(part, { kind: 'both' }),
    );
  });
});
