import type { FileKind } from '../../../shared/contract/methods-file.ts';

/** What a file is, read from its own bytes: what it is called says nothing. */
export interface Sniffed {
  readonly kind: FileKind;
  /** The one extension it gets; null for what is kept as any file. */
  readonly extension: string | null;
  /** In pixels, where a picture's head says so. */
  readonly size: PixelSize | null;
}

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

const latin = new TextDecoder('latin1');
const headBytes = 4096;

/**
 * Only by the very first bytes: a file that is a picture here and a script or a page elsewhere begins
 * as one of them, and is that one.
 */
export function sniffMedia(bytes: Uint8Array): Sniffed {
  const head = latin.decode(bytes.subarray(0, headBytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return picture('png', pngSize(view));
  if (head.startsWith('\xff\xd8\xff')) return picture('jpg', jpegSize(view));
  if (/^GIF8[79]a/.test(head))
    return picture(
      'gif',
      at(view, 10, () => littleSize(view, 6)),
    );
  if (/^RIFF[^]{4}WEBP/.test(head)) return picture('webp', webpSize(view, head));
  if (/^BM[^]{4}\0\0\0\0/.test(head)) return picture('bmp', null);
  if (isSvg(bytes)) return picture('svg', null);
  const brand = /^[^]{4}ftyp([^]{4})/.exec(head)?.[1];
  if (brand === 'avif' || brand === 'avis') return picture('avif', avifSize(view, head));
  if (brand !== undefined && /^(?:isom|iso[2-9]|mp4[12]|avc1|M4V |dash|MSNV)/.test(brand))
    return other('video', 'mp4');
  if (brand === 'M4A ') return other('audio', 'm4a');
  if (head.startsWith('\x1aE\xdf\xa3') && head.slice(0, 64).includes('webm'))
    return other('video', 'webm');
  if (/^RIFF[^]{4}WAVE/.test(head)) return other('audio', 'wav');
  if (head.startsWith('OggS')) return other('audio', 'ogg');
  if (head.startsWith('ID3') || /^\xff[\xfb\xf3\xf2\xfa]/.test(head)) return other('audio', 'mp3');
  if (head.startsWith('%PDF-')) return other('other', 'pdf');
  return { kind: 'other', extension: null, size: null };
}

function picture(extension: string, size: PixelSize | null): Sniffed {
  return { kind: 'picture', extension, size };
}

function other(kind: FileKind, extension: string): Sniffed {
  return { kind, extension, size: null };
}

// What may stand before the root element. Not a document type with declarations of its own: an entity
// of entities grows a line into gigabytes.
const beforeRoot = /^\ufeff?\s*(?:<\?xml[^>]{0,200}\?>|<!--[^]*?-->|<!DOCTYPE\s+svg[^[>]*>|\s+)*/i;

function isSvg(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, headBytes * 4));
  return /^<(?:svg:)?svg[\s>]/.test(head.replace(beforeRoot, ''));
}

function at(view: DataView, length: number, read: () => PixelSize | null): PixelSize | null {
  return view.byteLength < length ? null : read();
}

function littleSize(view: DataView, offset: number): PixelSize {
  return { width: view.getUint16(offset, true), height: view.getUint16(offset + 2, true) };
}

function pngSize(view: DataView): PixelSize | null {
  return at(view, 24, () => ({ width: view.getUint32(16), height: view.getUint32(20) }));
}

// Segment by segment to the one that begins the frame.
function jpegSize(view: DataView): PixelSize | null {
  let offset = 2;
  while (offset + 9 < view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return null;
    const marker = view.getUint8(offset + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) };
    offset += 2 + Math.max(2, view.getUint16(offset + 2));
  }
  return null;
}

function webpSize(view: DataView, head: string): PixelSize | null {
  return at(view, 30, () => {
    switch (head.slice(12, 16)) {
      case 'VP8 ': {
        const { width, height } = littleSize(view, 26);
        return { width: width & 0x3fff, height: height & 0x3fff };
      }
      case 'VP8L': {
        const bits = view.getUint32(21, true);
        return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
      }
      case 'VP8X':
        return {
          width: (view.getUint32(24, true) & 0xffffff) + 1,
          height: (view.getUint32(26, true) >>> 8) + 1,
        };
      default:
        return null;
    }
  });
}

function avifSize(view: DataView, head: string): PixelSize | null {
  const box = head.indexOf('ispe');
  if (box === -1 || box + 16 > view.byteLength) return null;
  return { width: view.getUint32(box + 8), height: view.getUint32(box + 12) };
}
