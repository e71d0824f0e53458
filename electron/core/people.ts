import { parseMailmap, type Mailmap } from '../git/mailmap.ts';
import type { WikiFiles } from '../storage/wiki-files.ts';
import { decodeText } from './text.ts';

const file = '.mailmap';
const maxBytes = 1024 * 1024;
const known = new WeakMap<WikiFiles, { readonly stamp: string; readonly people: Mailmap }>();
const asWritten: Mailmap = (author) => author;

/**
 * Who is meant by the name and address in a commit: people who write under several are one where the
 * wiki's `.mailmap` says so. One that is too large or cannot be read changes nothing.
 */
export async function peopleOf(files: WikiFiles): Promise<Mailmap> {
  const stat = await files.stat(file).catch(() => null);
  if (stat === null) return asWritten;
  const before = known.get(files);
  if (before?.stamp === stat.stamp) return before.people;
  const bytes = await files.read(file, maxBytes).catch(() => null);
  const text = bytes === null ? null : decodeText(bytes);
  const people = text === null ? asWritten : parseMailmap(text);
  known.set(files, { stamp: stat.stamp, people });
  return people;
}
