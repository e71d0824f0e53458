import { resolve } from 'node:path';
import { AppError } from '../../shared/contract/errors.ts';
import type { WikiSummary } from '../../shared/contract/values.ts';
import type { Client } from './client.ts';

/**
 * Opens the wiki in a folder.
 *
 * @throws AppError `WIKI_NOT_OPEN` when the folder is none; a folder without history is left as it is
 */
export async function openWiki(client: Client, dir: string): Promise<WikiSummary> {
  const opened = await client.request('wiki.open', { dir: resolve(dir) });
  switch (opened.kind) {
    case 'opened':
      return opened.summary;
    case 'needsInit':
      throw new AppError(
        'WIKI_NOT_OPEN',
        `${opened.dir} is no wiki yet. Open it once with: commonplace open ${dir}`,
      );
    case 'refused':
      throw new AppError('WIKI_NOT_OPEN', opened.message, { reason: opened.reason });
  }
}
