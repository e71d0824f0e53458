import { join } from 'node:path';
import { z } from 'zod';
import { oid } from '../../../shared/contract/values.ts';
import { jsonFile } from '../../storage/json-file.ts';

const schema = z.array(
  z.object({
    path: z.string(),
    base: oid.nullable(),
    ours: oid.nullable(),
    theirs: oid.nullable(),
    decision: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), text: z.string().nullable() }),
      z.object({ kind: z.literal('keep'), side: z.enum(['ours', 'theirs']) }),
    ]),
  }),
);

/** A choice made: it holds only for exactly these three versions of the page. */
export type StoredDecision = z.infer<typeof schema>[number];

/** Choices made while others are still open; they survive a restart and are dropped once joined. */
export function openDecisions(stateDir: string) {
  const file = jsonFile<StoredDecision[]>(join(stateDir, 'decisions.json'), schema, []);
  return {
    all: () => file.read(),
    async add(decision: StoredDecision) {
      const others = (await file.read()).filter(({ path }) => path !== decision.path);
      await file.write([...others, decision]);
    },
    clear: () => file.remove(),
  };
}
