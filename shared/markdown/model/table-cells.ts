import { mark, type Cell, type Inline, type Link, type LinkPart, type TextRun } from './blocks.ts';

const breakTag = /^<br[ \t]*\/?>$/i;

/**
 * What a cell can hold: a `<br>` is a break, and no pipe has a backslash before it, which would be
 * read as the pipe's own.
 */
export function cellParts(cell: Cell): Inline[] {
  return codeJoined(cell).flatMap((inline): Inline[] =>
    inline.kind === 'link' ? [linkInCell(inline)] : partsOf(inline),
  );
}

// A label is taken as it is written: with a backslash before its pipe it is another.
function linkInCell({ reference, ...link }: Link): Link {
  const children = codeJoined(link.children).flatMap(partsOf);
  const isOther = reference !== undefined && withPipesEscaped(reference) !== reference;
  return { ...link, children, ...(reference === undefined || isOther ? {} : { reference }) };
}

function partsOf(part: LinkPart): LinkPart[] {
  if (part.kind === 'break') return [part];
  if (part.kind === 'text') return (part.marks & mark.code) === 0 ? [part] : codeParts(part);
  if (part.type === 'html' && breakTag.test(part.source)) return [{ kind: 'break' }];
  const line = part.source.replace(/\s*[\r\n]\s*/g, ' ');
  return [{ ...part, source: line.replace(/(?<!\\)((?:\\\\)*)\\\|/g, '$1|') }];
}

// What an editor holds as several texts is one piece of code where it is written.
function codeJoined<Part extends Inline>(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const isOne =
      part.kind === 'text' &&
      last?.kind === 'text' &&
      part.marks === last.marks &&
      (part.marks & mark.code) !== 0;
    if (isOne) joined.splice(-1, 1, { ...last, text: last.text + part.text });
    else joined.push(part);
  }
  return joined;
}

// Code has no way to write a backslash before a pipe: that pipe stands outside of it.
function codeParts(run: TextRun): TextRun[] {
  return run.text.split(/(?<=(?<!\\)(?:\\\\)*\\)(\|)/).map((text, index) => {
    const isPipe = index % 2 === 1;
    return { ...run, text, marks: isPipe ? run.marks & ~mark.code : run.marks };
  });
}

/** A source as it stands in a cell: its pipes with a backslash. */
export function withPipesEscaped(source: string): string {
  return source.replace(/(?<!\\)((?:\\\\)*)\|/g, '$1\\|');
}
