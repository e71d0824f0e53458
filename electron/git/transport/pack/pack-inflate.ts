import { inflateSync } from 'node:zlib';

export type Inflated =
  | { readonly kind: 'whole'; readonly body: Buffer; readonly consumedBytes: number }
  /** The input ends before the stream does. */
  | { readonly kind: 'short' }
  | { readonly kind: 'broken' };

/** Inflates one zlib stream at the start of `input`; never more than `size` bytes come out of it. */
export function inflateExactly(input: Uint8Array, size: number): Inflated {
  let result: unknown;
  try {
    result = inflateSync(input, {
      info: true,
      // One byte more than expected: the end of the stream is seen without a second round.
      chunkSize: Math.max(64, size + 1),
      maxOutputLength: size + 1,
    });
  } catch (error) {
    return { kind: isBufferError(error) ? 'short' : 'broken' };
  }
  if (!isInflateResult(result) || result.buffer.length !== size) return { kind: 'broken' };
  return { kind: 'whole', body: result.buffer, consumedBytes: result.engine.bytesWritten };
}

function isBufferError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}

/** What `info: true` gives; Node's types know only the plain form. */
function isInflateResult(
  value: unknown,
): value is { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } {
  if (typeof value !== 'object' || value === null) return false;
  if (!('buffer' in value) || !('engine' in value)) return false;
  const { buffer, engine } = value;
  if (!Buffer.isBuffer(buffer) || typeof engine !== 'object' || engine === null) return false;
  return 'bytesWritten' in engine && typeof engine.bytesWritten === 'number';
}
