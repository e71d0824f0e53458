import type { ResolvedLink } from '../../shared/contract/methods-page.ts';
import { mediaShapeOf } from '../../shared/wiki/media-files.ts';
import type { OpenWiki } from './open-wiki.ts';

/** Says of files that a page only names, such as a PDF, how large they are. */
export function withFileSizes(
  wiki: Pick<OpenWiki, 'attachments' | 'files'>,
  links: readonly ResolvedLink[],
): Promise<ResolvedLink[]> {
  return Promise.all(
    links.map(async (link) => {
      if (link.kind !== 'file' || mediaShapeOf(link.path) !== 'none') return link;
      const stat = await wiki.files.stat(link.path).catch(() => null);
      const sizeBytes =
        stat?.sizeBytes ?? (await wiki.attachments.read(link.path))?.byteLength ?? null;
      return sizeBytes === null ? link : { ...link, sizeBytes };
    }),
  );
}
