import { AppError } from '../../../shared/contract/errors.ts';
import { maxFileBytes } from '../../../shared/contract/file-limit.ts';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { Inline } from '../../../shared/markdown/model/blocks.ts';
import { writePicture } from '../../../shared/markdown/pictures.ts';
import { folderOf, nameOfPage, type PagePath } from '../../../shared/wiki/page-path.ts';
import type { Api } from '../../client/api.ts';

/** A file that the wiki has taken. */
export interface AddedFile {
  /** From the wiki's root. */
  readonly path: string;
  /** As a link on the page writes it, so that other programs find it too. */
  readonly target: string;
  /** What a page says to show it. */
  readonly inline: Inline;
}

export interface PageOfFiles {
  readonly api: Api;
  readonly wiki: WikiId;
  readonly path: PagePath;
}

/** @throws AppError in words for the writer */
export async function addFile(
  { api, wiki, path: page }: PageOfFiles,
  file: File,
): Promise<AddedFile> {
  if (file.size > maxFileBytes) {
    throw new AppError(
      'TOO_LARGE',
      `“${file.name}” is over 32 MB. Make it smaller, or link to a place where it can be had.`,
    );
  }
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    (error: unknown) => {
      const message = `“${file.name}” can’t be read. Folders can’t be added; add the files in them.`;
      throw new AppError('DISK', message, {}, { cause: error });
    },
  );
  const isNameless = isClipboardName(file.name);
  const name = isNameless ? `${nameOfPage(page)}.${file.name.split('.').at(-1) ?? ''}` : file.name;
  const { path, kind } = await api.request('file.add', { wiki, name, bytes });
  const folder = folderOf(page);
  const depth = folder === '' ? 0 : folder.split('/').length;
  const target = '../'.repeat(depth) + path;
  const words = isNameless ? '' : wordsOf(file.name);
  return { path, target, inline: inlineFor(kind, path, target, words, file.name) };
}

function inlineFor(
  kind: 'picture' | 'audio' | 'video' | 'other',
  path: string,
  target: string,
  words: string,
  name: string,
): Inline {
  const picture = kind === 'picture' ? writePicture({ target, alt: words }) : null;
  if (picture !== null) return { kind: 'atom', type: 'image', source: picture, marks: 0 };
  // Markdown has no other way to show a film.
  if (kind === 'audio' || kind === 'video')
    return { kind: 'atom', type: 'embed', source: `![[${path}]]`, marks: 0 };
  return {
    kind: 'link',
    url: target,
    title: '',
    children: [{ kind: 'text', text: name, marks: 0 }],
  };
}

/** What browsers call a picture that has no file. */
const isClipboardName = (name: string): boolean =>
  /^(?:image|blob|unknown)?\.?\w{0,5}$/i.test(name);

/** Words from a file's name, where it seems to be made by a person; what a camera counts says nothing. */
function wordsOf(name: string): string {
  const stem = name
    .replace(/\.[^.]*$/, '')
    .replace(/[\s_-]+/g, ' ')
    .trim();
  const isCounted = /^(?:img|dsc\w?|pxl|image|photo|picture|screenshot|screen shot|scan|vid)\b/i;
  return isCounted.test(stem) || !/\p{L}{3}/u.test(stem) ? '' : stem;
}

/** The files that are to be put in, where a clipboard holds no text that says more. */
export function filesOf(copied: DataTransfer): readonly File[] {
  const files = [...copied.files];
  const [first] = files;
  if (first === undefined || copied.types.includes('application/x-lexical-editor')) return [];
  // Office programs add a picture of the text; browsers add the tag of a copied picture.
  const text = copied.getData('text/plain').trim();
  const html = copied.getData('text/html');
  const isTag = html === '' || isOnlyPicture(html);
  return isTag && (text === '' || files.some(({ name }) => text.includes(name))) ? files : [];
}

function isOnlyPicture(html: string): boolean {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return body.textContent.trim() === '' && body.querySelectorAll('img').length === 1;
}

/** Asks the person for files; none when they give it up. */
export function pickFiles(wanted: 'pictures' | 'files', isMany: boolean): Promise<readonly File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = isMany;
  if (wanted === 'pictures') input.accept = 'image/*';
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
