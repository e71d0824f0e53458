import { createHash } from 'node:crypto';
import type { WikiId } from '../../shared/contract/values.ts';

/** The same folder always has the same id. */
export function wikiIdOf(realDir: string): WikiId {
  return createHash('sha256').update(realDir).digest('hex').slice(0, 16) as WikiId;
}
