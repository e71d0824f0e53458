/** Licences that a new wiki may choose, each with where its text stands. */
const texts: Readonly<Record<string, { readonly name: string; readonly url: string }>> = {
  'CC-BY-SA-4.0': {
    name: 'Creative Commons Attribution-ShareAlike 4.0 International',
    url: 'https://creativecommons.org/licenses/by-sa/4.0/legalcode',
  },
  'CC-BY-4.0': {
    name: 'Creative Commons Attribution 4.0 International',
    url: 'https://creativecommons.org/licenses/by/4.0/legalcode',
  },
  'CC0-1.0': {
    name: 'Creative Commons Zero 1.0 (public domain dedication)',
    url: 'https://creativecommons.org/publicdomain/zero/1.0/legalcode',
  },
  'GFDL-1.3-or-later': {
    name: 'GNU Free Documentation License 1.3 or later',
    url: 'https://www.gnu.org/licenses/fdl-1.3.txt',
  },
};

/** What the LICENSE file of a new wiki says. */
export function licenceNotice(wikiName: string, spdx: string): string {
  const known = texts[spdx];
  const terms =
    known === undefined
      ? `the licence with the SPDX identifier ${spdx}`
      : `the ${known.name} licence.\nIts full text is at ${known.url}`;
  return `The pages of ${wikiName} are shared under ${terms}\n\nSPDX-License-Identifier: ${spdx}\n\nEach contributor keeps the copyright in what they wrote; the history names them all.\n`;
}
