/** Lines that end in `\n`. */
export function cleanLines(text: string): string {
  return wellFormed(text.replace(/\r\n?/g, '\n'));
}

/** Without half of a sign, which can't be written to a file, and without nulls, which markdown can't hold. */
export function wellFormed(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\ufffd');
}

/** One line. */
export function cleanRun(text: string): string {
  return wellFormed(text.replace(/\r\n|[\r\n]/g, ' '));
}
