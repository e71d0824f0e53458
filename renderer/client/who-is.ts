import type { ByWhom } from '../../shared/contract/methods-choice.ts';

/** A person inside a sentence: "you", a name, "somebody" where history does not tell. */
export function whoIs(by: Pick<NonNullable<ByWhom>, 'name' | 'isMe'> | null): string {
  if (by === null) return 'somebody';
  return by.isMe ? 'you' : by.name.trim() || 'somebody';
}
