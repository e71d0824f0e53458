import type { Person } from '../../../shared/contract/values.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Whose changes came in: "Ana’s and Ben’s changes came in". */
export function cameWords(by: readonly Person[], me: Person | null): string {
  const others = by.filter(({ email }) => email !== me?.email);
  const names = others.map(({ name }) => (name.trim() === '' ? 'Somebody’s' : `${name.trim()}’s`));
  if (names.length > 0) return `${list.format(names)} changes came in`;
  return by.length > 0
    ? 'Your changes from another window came in'
    : 'Changes from elsewhere came in';
}
