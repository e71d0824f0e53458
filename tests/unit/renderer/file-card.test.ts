import { expect, test } from 'vitest';
import { fileCard } from '../../../renderer/article/file-card.ts';

test('a file is called by its name, or by what the page calls it, with its kind and size', () => {
  expect(fileCard('files/Garden plan.pdf', 1_400_000, '')).toEqual({
    title: 'Garden plan.pdf',
    about: 'PDF · 1.4 MB',
    name: 'Garden plan.pdf',
  });
  expect(fileCard('plan.pdf', 13, 'The plan')).toMatchObject({
    title: 'The plan',
    about: 'plan.pdf · PDF · 13 bytes',
  });
  expect(fileCard('plan.pdf', undefined, 'plan.pdf').about).toBe('PDF');
  expect(fileCard('LICENCE', 5, '').about).toBe('File · 5 bytes');
});
