import { isInsideTree } from '../../shared/wiki/path-policy.ts';
import type { OpenWiki } from './open-wiki.ts';

export interface Asset {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

const maxAssetBytes = 64 * 1024 * 1024;

/** Only these are shown in a page; anything else is a download. */
const mediaTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  webm: 'video/webm',
};

/** A file of the wiki, or of an unsaved page, for an `<img>` or a download; null when there is none, or it is hidden or a link. */
export async function readAsset(wiki: OpenWiki, path: string): Promise<Asset | null> {
  if (!isInsideTree(path) || path.split('/').some((segment) => segment.startsWith('.')))
    return null;
  const bytes = await wiki.files
    .read(path, maxAssetBytes)
    .then((found) => found ?? wiki.attachments.read(path))
    .catch(() => null);
  if (bytes === null) return null;
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return { bytes, mediaType: mediaTypes[extension] ?? 'application/octet-stream' };
}
