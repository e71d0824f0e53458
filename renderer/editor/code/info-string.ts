/** The first word of an info string: what a code block is written in. */
export function languageOf(info: string): string {
  return /^\S*/.exec(info)?.[0] ?? '';
}

/** The info string with another language; what follows it (line numbers, a title) stays. */
export function withLanguage(info: string, language: string): string {
  const rest = info.slice(languageOf(info).length);
  const name = language.trim().replace(/[`\s]+/g, '-');
  // Without a language the rest would be taken for one.
  return name === '' && rest.trim() !== '' ? `text${rest}` : `${name}${rest}`;
}

/** Those that code is coloured in, and diagrams. */
export const knownLanguages: readonly string[] = (
  'arduino bash c cpp csharp css diff go graphql html ini java javascript json kotlin less lua makefile ' +
  'markdown mermaid objectivec perl php python r ruby rust scss shell sql swift text toml typescript ' +
  'vbnet wasm xml yaml'
).split(' ');
