/** Caps on what a remote may make this machine do. A remote is never trusted to be reasonable. */
export interface TransportLimits {
  /** Longest silence of the remote before it counts as gone. */
  readonly idleMs: number;
  /** Longest time for one request with its answer. */
  readonly totalMs: number;
  readonly maxRefListBytes: number;
  readonly maxPackBytes: number;
  readonly maxObjects: number;
  /** Largest single object, inflated. */
  readonly maxObjectBytes: number;
  readonly maxDeltaDepth: number;
  /** Progress and messages of the remote that are read (and mostly dropped) in one answer. */
  readonly maxMessageBytes: number;
  /** Inflated bytes that resolving deltas may produce in all, as a floor and per byte of pack. */
  readonly resolvedBytesFloor: number;
  readonly resolvedBytesPerPackByte: number;
}

const MiB = 1024 * 1024;

export const defaultLimits: TransportLimits = {
  idleMs: 60_000,
  totalMs: 2 * 60 * 60_000,
  maxRefListBytes: 32 * MiB,
  maxPackBytes: 8 * 1024 * MiB,
  maxObjects: 8_000_000,
  maxObjectBytes: 128 * MiB,
  maxDeltaDepth: 4096,
  maxMessageBytes: 16 * MiB,
  resolvedBytesFloor: 1024 * MiB,
  resolvedBytesPerPackByte: 1000,
};
