import { describe, expect, it } from 'vitest';
import { chosenText, keysOf, type TextChoice } from '../../../renderer/choices/answers.ts';
import { type Answer, startOfOwn, versionNames } from '../../../renderer/versions/answers.ts';
import { oid } from '../../../shared/contract/values.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';

const commit = oid.parse('a'.repeat(40));
const path = toPagePath('Page.md');
if (path === null) throw new Error('no page path');

function section(index: number, ...texts: readonly string[]) {
  const versions = texts.map((text) => ({ text, by: null }));
  return { id: 'f'.repeat(32), index, base: '', versions };
}

function choiceOf(convert: (text: string) => string = (text) => text): TextChoice {
  const overlap = (index: number, one: string, two: string) => ({
    ...section(index, convert(one), convert(two)),
    kind: 'overlap' as const,
    shown: convert(one + two),
  });
  return {
    kind: 'text',
    path: path as NonNullable<typeof path>,
    title: 'Page',
    blob: commit,
    ids: ['f'.repeat(32)],
    rewritten: [],
    parts: [
      { kind: 'merged', text: convert('Top.\n\n') },
      overlap(0, 'The red fox.\n\n', 'The slow fox.\n\n'),
      { kind: 'merged', text: convert('Middle.\n\n') },
      overlap(1, 'The lazy dog.\n', 'The young dog.\n'),
    ],
  };
}

function answered(choice: TextChoice, answer: Answer): string {
  return chosenText(choice, new Map(keysOf(choice).map((key) => [key, answer])));
}

describe('a page with chosen sections', () => {
  const choice = choiceOf();

  it('holds the chosen version in the place of all', () => {
    expect(answered(choice, { kind: 'version', index: 0 })).toBe(
      'Top.\n\nThe red fox.\n\nMiddle.\n\nThe lazy dog.\n',
    );
    expect(answered(choice, { kind: 'version', index: 1 })).toBe(
      'Top.\n\nThe slow fox.\n\nMiddle.\n\nThe young dog.\n',
    );
  });

  it('stays as it is where nothing is chosen, and where all versions are', () => {
    const now =
      'Top.\n\nThe red fox.\n\nThe slow fox.\n\nMiddle.\n\nThe lazy dog.\nThe young dog.\n';
    expect(chosenText(choice, new Map())).toBe(now);
    expect(answered(choice, { kind: 'all' })).toBe(now);
  });

  it('keeps the blank lines around words written anew', () => {
    expect(answered(choice, { kind: 'own', text: '\nNew words.\n\n\n' })).toBe(
      'Top.\n\nNew words.\n\nMiddle.\n\nNew words.\n',
    );
    expect(answered(choice, { kind: 'own', text: ' ' })).toBe('Top.\n\nMiddle.\n\n');
  });

  it('keeps the page’s line ends in words written anew', () => {
    const windows = choiceOf((text) => text.replaceAll('\n', '\r\n'));
    expect(answered(windows, { kind: 'own', text: 'One\nTwo' })).not.toMatch(/[^\r]\n/);
  });

  it('starts words written anew from all versions', () => {
    const [, part] = choice.parts;
    if (part?.kind !== 'overlap') throw new Error('expected an overlap');
    expect(startOfOwn(part)).toBe('The red fox.\n\nThe slow fox.');
  });
});

it('versions are called by their writers, and numbered where that does not tell them apart', () => {
  const by = (name: string, isMe = false) => ({
    text: '',
    by: { name, email: 'a@example.org', dateMs: 0, commit, isMe },
  });
  const names = (versions: Parameters<typeof versionNames>[0]) =>
    versionNames(versions).map(({ name }) => name);
  expect(names([by('Me', true), by('Ana')])).toEqual(['mine', 'Ana’s']);
  expect(names([by('Ana'), by('Bo'), by('Ana')])).toEqual(['Ana’s 1', 'Bo’s', 'Ana’s 2']);
  expect(names([{ text: '', by: null }, by(' ')])).toEqual(['version 1', 'version 2']);
});
