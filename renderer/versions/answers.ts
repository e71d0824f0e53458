import type { ByWhom } from '../../shared/contract/methods-choice.ts';

/** Whose a version is and from when; null where nothing tells. */
export type Writer = Omit<NonNullable<ByWhom>, 'commit'> | null;

/** A place where versions differ. */
export interface Versions {
  /** What stood there before; empty where there was nothing. */
  readonly base: string;
  readonly versions: readonly { readonly text: string; readonly by: Writer }[];
}

/** Such a place as it stands in the page. */
export interface Overlap extends Versions {
  /** All versions, one after the other, where that can be. */
  readonly shown: string;
}

/** What a writer chose for one section. */
export type Answer =
  /** One of the versions, by its place among them. */
  | { readonly kind: 'version'; readonly index: number }
  | { readonly kind: 'all' }
  /** Written anew: the words only, without the blank lines around them. */
  | { readonly kind: 'own'; readonly text: string }
  /** The page holds other words there by now, and they may stay. */
  | { readonly kind: 'asIs' };

/** The text that an answer gives, with the blank lines that part it from its neighbours. */
export function textOfAnswer(part: Overlap, answer: Answer): string {
  switch (answer.kind) {
    case 'version':
      return part.versions[answer.index]?.text ?? part.shown;
    case 'all':
    case 'asIs':
      return part.shown;
    case 'own': {
      const words = trimLines(answer.text);
      if (words.trim() === '') return '';
      const inner = trimLines(part.shown);
      const at = inner === '' ? 0 : part.shown.indexOf(inner);
      const lineEnd = part.shown.includes('\r\n') ? '\r\n' : '\n';
      return (
        part.shown.slice(0, at) +
        words.replace(/\r?\n/g, lineEnd) +
        part.shown.slice(at + inner.length)
      );
    }
  }
}

/** Whether the page shows every version; a property has one value, and what was taken away has none. */
export function holdsAll({ versions, shown }: Overlap): boolean {
  return versions.every(({ text }) => text.trim() !== '' && shown.includes(text.trim()));
}

/** What a writer starts from who writes a section anew. */
export function startOfOwn({ shown }: Overlap): string {
  return trimLines(shown);
}

function trimLines(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+|(?:\r?\n[ \t]*)+$/g, '');
}

export interface VersionName {
  /** "mine", "Ana’s"; with its number where the same person has several. */
  readonly name: string;
  /** Null where the person alone tells the version from the others. */
  readonly number: number | null;
}

/** What to call each version. */
export function versionNames(versions: Versions['versions']): readonly VersionName[] {
  const names = versions.map(({ by }) => {
    if (by === null) return 'version';
    return by.isMe ? 'mine' : by.name.trim() === '' ? 'version' : `${by.name.trim()}’s`;
  });
  return names.map((name, index) => {
    if (name !== 'version' && names.filter((other) => other === name).length === 1) {
      return { name, number: null };
    }
    const number = names.slice(0, index + 1).filter((other) => other === name).length;
    return { name: `${name} ${String(number)}`, number };
  });
}
