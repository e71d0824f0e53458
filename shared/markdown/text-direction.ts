// Letters of the scripts that run from right to left, and the marks and digits that go with them.
const rightToLeft =
  '\\u0590-\\u08ff\\u200f\\ufb1d-\\ufdff\\ufe70-\\ufeff\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}';
const firstStrong = new RegExp(`[${rightToLeft}]|\\p{L}`, 'u');
const isRightToLeft = new RegExp(`^[${rightToLeft}]`, 'u');

export type Direction = 'ltr' | 'rtl';

/** The way a text runs: as its first letter does; null for one without letters. */
export function directionOf(text: string): Direction | null {
  const [letter] = firstStrong.exec(text) ?? [];
  if (letter === undefined) return null;
  return isRightToLeft.test(letter) ? 'rtl' : 'ltr';
}
