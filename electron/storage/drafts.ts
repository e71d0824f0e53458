import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { draft as draftSchema, type Draft } from '../../shared/contract/methods-page.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { jsonFile } from './json-file.ts';
import { isErrno } from './path-jail.ts';

/**
 * Unsaved texts, one file for each writer of a page, outside the wiki: they survive a killed app and reach
 * no peer.
 */
export interface DraftStore {
  /** Latest first. */
  of(path: PagePath): Promise<Draft[]>;
  find(path: PagePath, writer: string): Promise<Draft | null>;
  save(draft: Draft): Promise<void>;
  discard(path: PagePath, writer: string): Promise<void>;
  /** Latest first. */
  list(): Promise<Draft[]>;
}

export function openDrafts(dir: string): DraftStore {
  // The name is a digest: a page's path may be longer than a file's name can be.
  const digestOf = (path: PagePath) => createHash('sha256').update(path).digest('hex');
  const nameOf = (path: PagePath, writer: string) =>
    writer === '' ? `${digestOf(path)}.json` : `${digestOf(path)}-${writer}.json`;
  const open = (name: string) => jsonFile<Draft | null>(join(dir, name), draftSchema, null);
  const allOf = async (prefix: string): Promise<Draft[]> => {
    let names: string[];
    try {
      names = await readdir(dir);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return [];
      throw error;
    }
    const wanted = names.filter(
      (name) => name.startsWith(prefix) && /^[0-9a-f]{64}(-[0-9a-z]{1,32})?\.json$/.test(name),
    );
    const drafts = await Promise.all(wanted.map((name) => open(name).read()));
    return drafts
      .filter((draft) => draft !== null)
      .sort((a, b) => b.savedMs - a.savedMs || (a.path < b.path ? -1 : 1));
  };
  return {
    of: (path) => allOf(digestOf(path)),
    find: (path, writer) => open(nameOf(path, writer)).read(),
    save: (draft) => open(nameOf(draft.path, draft.writer)).write(draft),
    discard: (path, writer) => open(nameOf(path, writer)).remove(),
    list: () => allOf(''),
  };
}
