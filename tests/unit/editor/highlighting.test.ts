import { expect, test } from 'vitest';
import { canHighlight } from '../../../renderer/editor/source/highlighting.ts';

test('a text that would hold up the screen while it is coloured stays plain', () => {
  expect(canHighlight('_a*'.repeat(10_000))).toBe(false);
  expect(canHighlight(`${'>'.repeat(5000)} deep`)).toBe(false);
  expect(canHighlight(`start\n\n${'_a*'.repeat(10_000)}\n\nend\n`)).toBe(false);
});

test('a long page of paragraphs is coloured', () => {
  expect(canHighlight('Some **bold** words.\n\n'.repeat(50_000))).toBe(true);
  expect(canHighlight('')).toBe(true);
});
