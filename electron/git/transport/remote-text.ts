const escape = String.fromCharCode(27);
const terminalSequence = new RegExp(`${escape}(\\[[0-9;:?]*[ -/]*[@-~]|\\][^${escape}]*)`, 'gu');
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;
const userInUrl = /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/giu;

/** Drops `user:password@` from every URL in a text. */
function withoutUrlCredentials(text: string): string {
  return text.replace(userInUrl, '$1');
}

/**
 * What a remote said, fit to be shown: one line per line, without terminal codes, control, bidi
 * or other invisible characters, without URL credentials, and short.
 */
export function cleanRemoteText(text: string, maxCharacters = 2000): string {
  const lines = text
    .slice(0, maxCharacters * 8)
    .split(/[\r\n]+/u)
    .map((line) => line.replace(terminalSequence, '').replace(invisible, '').trim())
    .filter((line) => line !== '');
  const clean = withoutUrlCredentials(lines.join('\n'));
  return clean.length > maxCharacters ? `${clean.slice(0, maxCharacters)}…` : clean;
}
