/** A link as it stands in a text. Offsets count UTF-16 units from the text's start. */
export interface FoundLink {
  readonly kind: 'wikilink' | 'embed' | 'link' | 'image' | 'definition';
  /** As written for a wikilink; with escapes and entities left as they are for the others. */
  readonly target: string;
  /** What a reader sees, or empty. */
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly targetStart: number;
  readonly targetEnd: number;
}

const wikilink = /\[\[([^[\]\r\n]*[^[\]\r\n\s][^[\]\r\n]*)\]\]/y;
const htmlOrAutolink =
  /<(?:!--(?:>|->|[^]*?-->)|[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+>|\/[a-z][\w-]*\s*>|[a-z][\w-]*(?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*\/?>)/iy;
const destination =
  /\(\s*(?:<((?:[^<>\r\n\\]|\\.)*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*\))*))(?:\s+(?:"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\((?:[^()\\]|\\[^])*\)))?\s*\)/y;
const definition =
  /\[((?:[^[\]\\]|\\.)+)\]:[ \t]*(?:\r?\n[ \t>]*)?(?:<((?:[^<>\r\n\\]|\\.)*)>|([^\s<]\S*))/y;

function at(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** Calls back for every link between `start` and `end`, which hold one block's inline content. */
export function scanLinks(
  text: string,
  start: number,
  end: number,
  onLink: (link: FoundLink) => void,
): void {
  let index = scanDefinitions(text, start, end, onLink);
  let brackets: { index: number; isImage: boolean; isActive: boolean }[] = [];
  let absentTicks: Set<number> | null = null;
  let bang = -2;
  while (index < end) {
    const code = text.charCodeAt(index);
    if (code === 92) {
      index += 2;
    } else if (code === 96) {
      let after = index;
      while (text.charCodeAt(after) === 96) after += 1;
      const length = after - index;
      absentTicks ??= new Set();
      const close: number = absentTicks.has(length) ? -1 : closingTicks(text, after, end, length);
      if (close === -1) absentTicks.add(length);
      index = close === -1 ? after : close;
    } else if (code === 60) {
      const tag = at(htmlOrAutolink, text, index);
      index += tag !== null && index + tag[0].length <= end ? tag[0].length : 1;
    } else if (code === 91) {
      const isImage = bang === index - 1;
      const wiki = text.charCodeAt(index + 1) === 91 ? at(wikilink, text, index) : null;
      if (wiki !== null && index + wiki[0].length <= end) {
        onLink(foundWikilink(wiki[1] ?? '', index, isImage));
        index += wiki[0].length;
      } else {
        brackets.push({ index, isImage: isImage, isActive: true });
        index += 1;
      }
    } else if (code === 93) {
      const open = brackets.pop();
      index += 1;
      if (open?.isActive !== true || text.charCodeAt(index) !== 40) continue;
      const found = at(destination, text, index);
      if (found === null || index + found[0].length > end) continue;
      const link = foundLink(text, open, index, found);
      onLink(link);
      index = link.end;
      // Links hold no links: what is still open before this one is only text, unless a picture.
      if (!open.isImage) brackets = brackets.map((each) => ({ ...each, isActive: each.isImage }));
    } else {
      if (code === 33) bang = index;
      index += 1;
    }
  }
}

function closingTicks(text: string, from: number, end: number, length: number): number {
  for (let index = text.indexOf('`', from); index !== -1 && index < end;) {
    let after = index;
    while (text.charCodeAt(after) === 96) after += 1;
    if (after - index === length) return after;
    index = text.indexOf('`', after);
  }
  return -1;
}

function foundWikilink(inner: string, index: number, isEmbed: boolean): FoundLink {
  const bar = inner.indexOf('|');
  const rawEnd = bar === -1 ? inner.length : inner[bar - 1] === '\\' ? bar - 1 : bar;
  const raw = inner.slice(0, rawEnd);
  const target = raw.trim();
  const targetStart = index + 2 + (raw.length - raw.trimStart().length);
  return {
    kind: isEmbed ? 'embed' : 'wikilink',
    target,
    label: bar === -1 ? '' : inner.slice(bar + 1).trim(),
    start: isEmbed ? index - 1 : index,
    end: index + inner.length + 4,
    targetStart,
    targetEnd: targetStart + target.length,
  };
}

function foundLink(
  text: string,
  open: { readonly index: number; readonly isImage: boolean },
  close: number,
  found: RegExpExecArray,
): FoundLink {
  const isAngled = found[1] !== undefined;
  const target = found[1] ?? found[2] ?? '';
  const before = /^\(\s*/.exec(found[0])?.[0].length ?? 1;
  const targetStart = close + before + (isAngled ? 1 : 0);
  return {
    kind: open.isImage ? 'image' : 'link',
    target,
    label: text.slice(open.index + 1, close - 1),
    start: open.isImage ? open.index - 1 : open.index,
    end: close + found[0].length,
    targetStart,
    targetEnd: targetStart + target.length,
  };
}

// Reference definitions stand at a paragraph's start, one after another.
function scanDefinitions(
  text: string,
  start: number,
  end: number,
  onLink: (link: FoundLink) => void,
): number {
  let index = start;
  while (text.charCodeAt(index) === 91 && text.charCodeAt(index + 1) !== 91) {
    const found = at(definition, text, index);
    if (found === null || index + found[0].length > end) return index;
    const label = found[1] ?? '';
    const target = found[2] ?? found[3] ?? '';
    const matchEnd = index + found[0].length;
    const newline = text.indexOf('\n', matchEnd);
    const lineEnd = newline === -1 || newline > end ? end : newline;
    const rest = text.slice(matchEnd, lineEnd).trim();
    if (label.startsWith('^') || (rest !== '' && !/^(?:".*"|'.*'|\(.*\))$/.test(rest)))
      return index;
    const targetEnd = matchEnd - (found[2] === undefined ? 0 : 1);
    onLink({
      kind: 'definition',
      target,
      label,
      start: index,
      end: matchEnd,
      targetStart: targetEnd - target.length,
      targetEnd,
    });
    index = lineEnd;
    while (index < end && /[\s>]/.test(text.charAt(index))) index += 1;
  }
  return index;
}
