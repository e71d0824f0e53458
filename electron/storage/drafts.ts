import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { draft as draftSchema, type Draft } from '../../shared/contract/methods-page.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { jsonFile } from './json-file.ts';
import { isErrno } from './path-jail.ts';

/** Unsaved texts, one file per page, outside the wiki: they survive a killed app and reach no peer. */
export interface DraftStore {
  read(path: PagePath): Promise<Draft | null>;
  save(draft: Draft): Promise<void>;
  discard(path: PagePath): Promise<void>;
  /** Latest first. */
  list(): Promise<Draft[]>;
}

export function openDrafts(dir: string): DraftStore {
  // The name is a digest: a page's path may be longer than a file's name can be.
  const nameOf = (path: PagePath) => `${createHash('sha256').update(path).digest('hex')}.json`;
  const open = (name: string) => jsonFile<Draft | null>(join(dir, name), draftSchema, null);
  return {
    read: (path) => open(nameOf(path)).read(),
    save: (draft) => open(nameOf(draft.path)).write(draft),
    discard: (path) => open(nameOf(path)).remove(),
    async list() {
      let names: string[];
      try {
        names = await readdir(dir);
      } catch (error) {
        if (isErrno(error, 'ENOENT')) return [];
        throw error;
      }
      const drafts = await Promise.all(
        names.filter((name) => /^[0-9a-f]{64}\.json$/.test(name)).map((name) => open(name).read()),
      );
      return drafts
        .filter((draft) => draft !== null)
        .sort((a, b) => b.savedMs - a.savedMs || (a.path < b.path ? -1 : 1));
    },
  };
}
