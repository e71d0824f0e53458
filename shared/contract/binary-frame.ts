import type { RequestFrame } from './envelope.ts';

/**
 * A request that carries a file goes over the socket as bytes: four of them for the length of the head
 * (the `RequestFrame` as JSON in ASCII, its input without `bytes`), the head, and what `input.bytes` is.
 */

const lengthBytes = 4;
const maxHeadBytes = 64 * 1024;

/** The frame for a request; null when its input holds no bytes, and it goes as text. */
export function toBinaryFrame({ id, method, input }: RequestFrame): Uint8Array<ArrayBuffer> | null {
  if (typeof input !== 'object' || input === null || !('bytes' in input)) return null;
  const { bytes, ...rest } = input;
  if (!(bytes instanceof Uint8Array)) return null;
  const head = JSON.stringify({ id, method, input: rest } satisfies RequestFrame).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const frame = new Uint8Array(lengthBytes + head.length + bytes.length);
  new DataView(frame.buffer).setUint32(0, head.length);
  for (let at = 0; at < head.length; at += 1) frame[lengthBytes + at] = head.charCodeAt(at);
  frame.set(bytes, lengthBytes + head.length);
  return frame;
}

/** The request in a frame, as far as JSON tells; null for anything else. The bytes are a copy. */
export function fromBinaryFrame(frame: Uint8Array): Record<string, unknown> | null {
  if (frame.length < lengthBytes) return null;
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  const end = lengthBytes + length;
  if (length > maxHeadBytes || end > frame.length) return null;
  let head = '';
  for (let at = lengthBytes; at < end; at += 1) head += String.fromCharCode(frame[at] ?? 0);
  try {
    const request: unknown = JSON.parse(head);
    if (typeof request !== 'object' || request === null || !('input' in request)) return null;
    const { input } = request;
    if (typeof input !== 'object' || input === null) return null;
    return { ...request, input: { ...input, bytes: new Uint8Array(frame.subarray(end)) } };
  } catch {
    return null;
  }
}
