import type { Image, ImageReference, PhrasingContent } from 'mdast';
import { parseWikilink } from '../wiki/wikilink.ts';
import { parseMarkdown } from './parse.ts';

/** A picture or another thing that a page shows in place, as its source says it. */
export interface Picture extends Sized {
  /** `image`: `![…](…)`. `embed`: `![[…]]`. `reference`: its address stands in a definition. */
  readonly kind: 'image' | 'embed' | 'reference';
  /** Where it leads, as written; a reference's label. */
  readonly target: string;
  /** Markdown's title; shown below the picture. */
  readonly caption: string;
}

interface Sized {
  /** What stands for the picture where it is not seen. */
  readonly alt: string;
  /** In pixels; null leaves it to the picture. */
  readonly width: number | null;
  readonly height: number | null;
}

export type PictureChange = Partial<Omit<Picture, 'kind' | 'height'>>;

const sizeAtEnd = /\|[ \t]?(\d{1,4})(?:x(\d{1,4}))?[ \t]?$/;
/** In a source, where a table asks for a backslash before the bar. */
const writtenSize = /(?<!\\)((?:\\\\)*)\\?\|[ \t]?\d{1,4}(?:x\d{1,4})?[ \t]?$/;
const onlySize = /^(\d{1,4})(?:x(\d{1,4}))?$/;
const maxSizeLength = 16;
const plainImage = /^!\[([\p{L}\p{N} ,.|-]*)\]\(([\p{L}\p{N}/.-]+)\)$/u;

/** Reads the words of a picture that may end in its size: `words|300`, `words|300x200`. */
export function readSize(written: string): Sized {
  const match = sizeAtEnd.exec(written.slice(-maxSizeLength));
  return match === null ? unsized(written) : sizedBy(written, match);
}

/** Reads what stands after the bar of an embed, where the size may stand alone. */
export function readEmbedLabel(label: string | null): Sized {
  if (label === null) return unsized('');
  const alone = onlySize.exec(label);
  // The bar of a table's cell has a backslash.
  return alone === null ? readSize(label.replace(/\\\|(?=[^|]*$)/, '|')) : sizedBy(label, alone);
}

function unsized(alt: string): Sized {
  return { alt, width: null, height: null };
}

function sizedBy(written: string, [whole, width, height]: RegExpExecArray): Sized {
  return {
    alt: written.slice(0, written.length - whole.length).trimEnd(),
    width: Number(width),
    height: height === undefined ? null : Number(height),
  };
}

/** What the source of one picture says; null when it is no picture, or more than one thing. */
export function readPicture(source: string): Picture | null {
  const embed = embedParts(source);
  if (embed !== null) {
    const size = readEmbedLabel(embed.label);
    return { kind: 'embed', target: embed.target, caption: '', ...size };
  }
  // As most are written. A page may hold hundreds, and each is read whenever it is drawn.
  const [, words, target] = plainImage.exec(source) ?? [];
  if (words !== undefined && target !== undefined)
    return { kind: 'image', target, caption: '', ...readSize(words.trim()) };
  const node = onlyPicture(source);
  if (node === null) return null;
  const size = readSize(oneLine(node.alt ?? ''));
  if (node.type === 'imageReference')
    return { kind: 'reference', target: node.label ?? node.identifier, caption: '', ...size };
  return { kind: 'image', target: node.url, caption: oneLine(node.title ?? ''), ...size };
}

/**
 * The source with some of it changed, and every other byte as it was. Null when it can't be written so
 * that it says exactly this: an embed has no place for all words, a reference none for a caption.
 */
export function changePicture(source: string, change: PictureChange): string | null {
  const before = readPicture(source);
  if (before === null) return null;
  const wanted = wantedPicture(before, change);
  if (isSame(before, wanted)) return source;
  return candidates(source, before, wanted).find((text) => says(text, wanted)) ?? null;
}

/** A picture's source where there was none. */
export function writePicture(picture: {
  readonly target: string;
  readonly alt: string;
}): string | null {
  return changePicture('![](x)', picture);
}

function wantedPicture(before: Picture, change: PictureChange): Picture {
  const width = change.width === undefined ? before.width : change.width;
  const scale = width === null || !before.width ? 1 : width / before.width;
  const height =
    width === null || before.height === null
      ? null
      : Math.max(1, Math.round(before.height * scale));
  const picture = {
    ...before,
    width,
    height,
    alt: oneLine(change.alt ?? before.alt),
    target: change.target ?? before.target,
    caption: oneLine(change.caption ?? before.caption),
  };
  // Only the form with an address has a place for a caption.
  return picture.kind === 'embed' && picture.caption !== ''
    ? { ...picture, kind: 'image' }
    : picture;
}

function candidates(source: string, before: Picture, wanted: Picture): string[] {
  const embed = embedParts(source);
  if (wanted.kind === 'embed' && embed !== null) return [writeEmbed(embed, before, wanted)];
  const parts = embed === null ? imageParts(source) : null;
  if (parts === null) {
    if (wanted.kind !== 'image') return [];
    const whole = { alt: '', gap: '', address: '', title: '', end: ')' };
    return images(whole, { ...wanted, alt: '', target: '', caption: '', width: null }, wanted);
  }
  return images(parts, before, wanted);
}

function writeEmbed(parts: EmbedParts, before: Picture, wanted: Picture): string {
  const target = wanted.target === before.target ? parts.writtenTarget : wanted.target;
  const isLabelSame =
    wanted.alt === before.alt && wanted.width === before.width && wanted.height === before.height;
  if (isLabelSame) return `![[${target}${parts.writtenLabel}]]`;
  const size = sizeOf(wanted);
  const label = [wanted.alt, size].filter((part) => part !== '').join('|');
  return `![[${target}${label === '' ? '' : `|${label}`}]]`;
}

function sizeOf({ width, height }: Sized): string {
  if (width === null) return '';
  return height === null ? String(width) : `${width}x${height}`;
}

/** Several ways to write it, the plainest first. */
function images(parts: ImageParts, before: Picture, wanted: Picture): string[] {
  const isAltSame = wanted.alt === before.alt;
  const words = before.width === null ? parts.alt : parts.alt.replace(writtenSize, '$1');
  const size = sizeOf(wanted);
  const alts = isAltSame ? [words] : [wanted.alt, escapedWords(wanted.alt)];
  const addresses =
    wanted.target === before.target && parts.address !== ''
      ? [parts.address]
      : [wanted.target, `<${wanted.target.replace(/[<>\\]/g, '\\$&')}>`];
  const titles = wanted.caption === before.caption ? [parts.title] : titlesOf(parts, wanted);
  return alts.flatMap((alt) =>
    addresses.flatMap((address) =>
      titles.map((title) => {
        const inner = size === '' ? alt : `${alt}|${size}`;
        if (parts.end.startsWith('[') || parts.end === '') return `![${inner}]${parts.end}`;
        return `![${inner}](${parts.gap}${address}${title}${parts.end}`;
      }),
    ),
  );
}

function titlesOf(parts: ImageParts, { caption }: Picture): string[] {
  if (caption === '') return [''];
  const quote = /["']/.exec(parts.title)?.[0] ?? '"';
  const escaped = caption.replace(/["'\\&]/g, '\\$&');
  return [caption, escaped].map((text) => ` ${quote}${text}${quote}`);
}

function escapedWords(words: string): string {
  return words.replace(/[\\[\]`*_<>&~!|$%=]/g, '\\$&');
}

interface EmbedParts {
  readonly target: string;
  readonly label: string | null;
  readonly writtenTarget: string;
  /** With the bar before it. */
  readonly writtenLabel: string;
}

function embedParts(source: string): EmbedParts | null {
  const inner = /^!\[\[([^[\]\r\n]*)\]\]$/.exec(source)?.[1];
  if (inner === undefined) return null;
  const end = /\\?\|/.exec(inner)?.index ?? inner.length;
  return {
    ...parseWikilink(inner),
    writtenTarget: inner.slice(0, end),
    writtenLabel: inner.slice(end),
  };
}

interface ImageParts {
  readonly alt: string;
  /** Between the bracket and the address. */
  readonly gap: string;
  readonly address: string;
  /** With the space before it; empty when there is none. */
  readonly title: string;
  /** What closes it; of a reference all that follows the words. */
  readonly end: string;
}

const tail =
  /^\]\(([ \t\r\n]*)(<(?:[^<>\\\r\n]|\\.)*>|(?:[^\s<\\]|\\\S)(?:[^\s\\]|\\\S)*?)?([ \t\r\n]+(?:"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\((?:[^()\\]|\\[^])*\)))?([ \t\r\n]*\))$/;
const maxTries = 50;

/** The pieces of `![…](…)` and `![…][…]`; null where they are not clear. */
function imageParts(source: string): ImageParts | null {
  const node = onlyPicture(source);
  if (node === null) return null;
  if (node.type === 'imageReference') {
    const label = node.referenceType === 'full' ? /\[(?:[^[\]\\]|\\[^])*\]$/.exec(source) : null;
    // The words of the short forms are the label too.
    if (label === null) return null;
    const alt = source.slice(2, label.index - 1);
    return { alt, gap: '', address: '', title: '', end: label[0] };
  }
  let at = source.length;
  for (let tries = 0; tries < maxTries; tries += 1) {
    at = source.lastIndexOf('](', at - 1);
    if (at < 2) return null;
    const match = tail.exec(source.slice(at));
    const [, gap = '', address = '', title = '', end = ''] = match ?? [];
    const probe = match === null ? null : onlyPicture(`${source.slice(0, at)}](probe)`);
    if (probe?.type !== 'image' || probe.url !== 'probe' || probe.alt !== node.alt) continue;
    return { alt: source.slice(2, at), gap, address, title, end };
  }
  return null;
}

function onlyPicture(source: string): Image | ImageReference | null {
  if (!source.startsWith('![') || source.length > 10_000) return null;
  // A reference is one only where its definition is.
  const label = /\[((?:[^[\]\\]|\\[^])+)\](?:\[\])?$/.exec(source)?.[1];
  const definition = label === undefined ? '' : `\n\n[${label}]: x`;
  const [paragraph, ...others] = parseMarkdown(source + definition).children;
  if (paragraph?.type !== 'paragraph' || others.some(({ type }) => type !== 'definition'))
    return null;
  const [only, ...more] = paragraph.children as readonly (PhrasingContent | undefined)[];
  if (more.length > 0 || only?.position?.end.offset !== source.length) return null;
  return only.type === 'image' || only.type === 'imageReference' ? only : null;
}

function says(text: string, wanted: Picture): boolean {
  const read = readPicture(text);
  return read !== null && isSame(read, wanted);
}

function isSame(one: Picture, other: Picture): boolean {
  return (
    one.kind === other.kind &&
    one.target === other.target &&
    one.alt === other.alt &&
    one.width === other.width &&
    one.height === other.height &&
    one.caption === other.caption
  );
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}
