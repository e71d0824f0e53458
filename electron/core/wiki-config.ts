import { basename } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { toPagePath, type PagePath } from '../../shared/wiki/page-path.ts';
import type { WikiFiles } from '../storage/wiki-files.ts';
import type { Catalogue } from './catalogue.ts';
import { decodeText } from './text.ts';

const maxConfigBytes = 64 * 1024;

const wikiYaml = z.object({
  name: z.string().max(200).catch(''),
  description: z.string().max(2000).catch(''),
  licence: z.string().max(100).catch(''),
  license: z.string().max(100).catch(''),
  language: z.string().max(35).catch(''),
  home: z.string().max(1000).catch(''),
});

/** What `wiki.yaml` says; a wiki without one, or with a broken one, is as good. */
export interface WikiConfig {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
  /** BCP 47; empty when it names none. */
  readonly language: string;
  readonly home: string;
  /** What is wrong with the file, in words; null when nothing is. */
  readonly problem: string | null;
}

export async function readWikiConfig(files: WikiFiles): Promise<WikiConfig> {
  const plain = {
    name: basename(files.root),
    description: '',
    licence: '',
    language: '',
    home: '',
    problem: null,
  };
  try {
    const bytes = await files.read('wiki.yaml', maxConfigBytes);
    if (bytes === null) return plain;
    const document = parseDocument(decodeText(bytes) ?? '', { schema: 'core' });
    const parsed = wikiYaml.safeParse(
      document.errors.length === 0 ? document.toJS({ maxAliasCount: 10 }) : null,
    );
    if (!parsed.success)
      return { ...plain, problem: 'wiki.yaml could not be read; it is ignored.' };
    const { name, description, licence, license, language, home } = parsed.data;
    return {
      name: name === '' ? plain.name : name,
      description,
      licence: licence === '' ? license : licence,
      language,
      home,
      problem: null,
    };
  } catch {
    return { ...plain, problem: 'wiki.yaml could not be read; it is ignored.' };
  }
}

export function printWikiConfig(config: {
  readonly name: string;
  readonly description: string;
  readonly licence: string;
}): string {
  return stringify(Object.fromEntries(Object.entries(config).filter(([, value]) => value !== '')));
}

/** The front page: what `wiki.yaml` names, else Home, README or index, else the first page. */
export function findHome(config: WikiConfig, catalogue: Catalogue): PagePath | null {
  const pages = catalogue.pages();
  for (const name of [config.home, `${config.home}.md`]) {
    const path = toPagePath(name);
    if (path !== null && catalogue.has(path)) return path;
  }
  for (const wanted of ['home.md', 'readme.md', 'index.md']) {
    const found = pages.find(({ path }) => path.toLowerCase() === wanted);
    if (found !== undefined) return found.path;
  }
  return (pages.find(({ path }) => !path.includes('/')) ?? pages[0])?.path ?? null;
}
