import { expect, test } from 'vitest';
import { placeOfSection, sectionAt } from '../../../renderer/editor/place/section-place.ts';

const text =
  '---\ntags: [a]\n---\n# Plan\n\nTop.\n\n## Beds & *water*\n\nOne.\n\n## Beds\n\nTwo.\n\n## Beds\n\nThree.\n';

test('a section is found by its anchor, also the second of one name', () => {
  expect(placeOfSection(text, 'beds--water')?.head).toBe(text.indexOf('Beds & *water*'));
  expect(placeOfSection(text, 'beds-1')?.head).toBe(text.lastIndexOf('Beds'));
  expect(placeOfSection(text, '')).toBeNull();
  expect(placeOfSection(text, 'no such')).toBeNull();
});

test('a place is in the section above it; below the title it is the top of the page', () => {
  expect(sectionAt(text, text.indexOf('One.'))).toBe('beds--water');
  expect(sectionAt(text, text.indexOf('Three.'))).toBe('beds-1');
  expect(sectionAt(text, text.indexOf('Top.'))).toBe('');
  expect(sectionAt(text, 0)).toBe('');
});
