import { createHash } from 'node:crypto';
import {
  conflictKey,
  conflictPath,
  maxConflictBytes,
  printConflict,
  type Conflict,
} from '../../../shared/merge/conflict-file.ts';

/** A conflict's file as it is written. */
export interface PrintedConflict {
  readonly id: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Null when it is too large to travel. */
export function conflictFile(conflict: Conflict): PrintedConflict | null {
  const bytes = Buffer.from(printConflict(conflict), 'utf8');
  if (bytes.length > maxConflictBytes) return null;
  const id = createHash('sha256').update(conflictKey(conflict)).digest('hex').slice(0, 32);
  return { id, path: conflictPath(id), bytes };
}
