import { editFrontmatter, fencesOf } from './fences.ts';
import { readProperties } from './read-properties.ts';

/** Sets a field of one of a property's records; one beyond the last is made with it. */
export function setRecordField(
  frontmatter: string,
  wanted: {
    readonly key: string;
    readonly index: number;
    readonly field: string;
    readonly text: string;
  },
  eol: string,
): string | null {
  const { key, index, field, text } = wanted;
  const read = readProperties(fencesOf(frontmatter).yaml);
  if (read.kind === 'unreadable') return null;
  const value = read.properties.find((property) => property.key === key)?.value ?? null;
  const count = value?.kind === 'records' || value?.kind === 'list' ? value.items.length : 0;
  if (index < count) {
    return editFrontmatter(frontmatter, { kind: 'setField', key, index, field, text }, eol);
  }
  if (text === '') return frontmatter;
  return value === null
    ? editFrontmatter(
        frontmatter,
        { kind: 'add', key, value: { kind: 'record', field, text } },
        eol,
      )
    : editFrontmatter(frontmatter, { kind: 'addRecord', key, field, text }, eol);
}
