import { AppError } from '../../../shared/contract/errors.ts';
import type { Output, ParsedInput } from '../../../shared/contract/methods.ts';
import { maxFileBytes } from '../../../shared/contract/file-limit.ts';
import { Attributes } from '../../git/attributes.ts';
import { storedForm } from '../../git/convert.ts';
import { blobOid } from '../../git/oid.ts';
import { findEntry, isFileMode, isTreeMode, listTree } from '../../git/tree.ts';
import { headTree } from '../head-tree.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { attachmentName, digestLengths, ownExtension } from './attachment-name.ts';
import { attachmentFolder } from './attachments.ts';
import { sniffMedia, type PixelSize } from './sniff-media.ts';

/** Beyond this a small file makes a reader's browser take gigabytes to show it. */
const maxPixels = 100_000_000;

function checkSize(name: string, bytes: Uint8Array, size: PixelSize | null): void {
  if (bytes.length === 0) {
    throw new AppError('BAD_INPUT', `“${name}” is empty, so there is nothing to add.`, { name });
  }
  if (bytes.length > maxFileBytes) {
    throw new AppError(
      'TOO_LARGE',
      `“${name}” is over 32 MB, and everyone who has this wiki would keep a copy of it. Make it smaller, or link to a place where it can be had.`,
      { name, sizeBytes: bytes.length },
    );
  }
  if (size !== null && size.width * size.height > maxPixels) {
    throw new AppError(
      'TOO_LARGE',
      `“${name}” has ${size.width} × ${size.height} pixels, more than most machines can show. Make it smaller and add it again.`,
      { name, ...size },
    );
  }
}

/** Where the wiki holds the same bytes already, among its attachments; null when it doesn't. */
async function samePath(wiki: OpenWiki, bytes: Uint8Array): Promise<string | null> {
  const root = await headTree(wiki);
  const folder = root === null ? null : await findEntry(wiki.repo.objects, root, attachmentFolder);
  if (folder === null || !isTreeMode(folder.mode)) return null;
  const oid = blobOid(bytes);
  for (const [name, leaf] of await listTree(wiki.repo.objects, folder.oid)) {
    const path = `${attachmentFolder}/${name}`;
    if (leaf.oid === oid && isFileMode(leaf.mode) && wiki.catalogue.has(path)) return path;
  }
  return null;
}

/** A path at which nothing else stands, nor waits. */
async function freeName(wiki: OpenWiki, original: string, extension: string, bytes: Uint8Array) {
  for (const length of digestLengths) {
    const name = attachmentName(original, extension, bytes, length);
    const path = `${attachmentFolder}/${name}`;
    const there = (await wiki.files.read(path)) ?? (await wiki.attachments.read(path));
    if (there === null || Buffer.compare(there, bytes) === 0) return { name, path };
  }
  throw new AppError('INTERNAL', `No free name was found for “${original}”.`);
}

/**
 * Keeps a file until the page that names it is saved; see `file.add`.
 *
 * @throws AppError `TOO_LARGE`, `BAD_INPUT`; `REPO_UNSUPPORTED` where git would need another program to
 *   record it
 */
export async function addFile(
  wiki: OpenWiki,
  { name: original, bytes }: ParsedInput<'file.add'>,
): Promise<Output<'file.add'>> {
  const { kind, extension, size } = sniffMedia(bytes);
  checkSize(original, bytes, size);
  const known = (await samePath(wiki, bytes)) ?? (await wiki.attachments.pathOf(bytes));
  if (known !== null) return { path: known, kind, isNew: false };
  const { name, path } = await freeName(wiki, original, extension ?? ownExtension(original), bytes);
  // Found out now, not when the page is saved: then it would keep the page from being saved.
  const conversion = await new Attributes(wiki.repo).conversionOf(path);
  if ((await storedForm(bytes, conversion, () => Promise.resolve(null))) === null) {
    throw new AppError(
      'REPO_UNSUPPORTED',
      `This wiki keeps files like “${original}” by another program (as Git LFS does), which Commonplace does not run. Add the file with git, then link to it.`,
      { path },
    );
  }
  await wiki.attachments.keep(name, bytes);
  return { path, kind, isNew: true };
}
