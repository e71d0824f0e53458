import { assertNever } from '../../shared/contract/errors.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { navigate } from '../app/routes.ts';
import type { Api } from './api.ts';

/**
 * Goes to the editor on a new page of this title, or to the page that has the title already.
 * Nothing is written until the person saves.
 *
 * @param from page near which the new one goes, or null for the wiki's usual place
 * @returns null, or why no page can have this title
 */
export async function startPage(
  api: Api,
  wiki: WikiId,
  title: string,
  from: PagePath | null,
): Promise<string | null> {
  const place = await api.request('page.pathForTitle', { wiki, title, from });
  switch (place.kind) {
    case 'free':
      navigate({ kind: 'edit', wiki, path: place.path });
      return null;
    case 'taken':
      navigate({ kind: 'page', wiki, path: place.path, anchor: '' });
      return null;
    case 'badName':
      return place.reason;
    default:
      return assertNever(place);
  }
}
