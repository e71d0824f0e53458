import { z } from 'zod';

/** What an editor's drafts are kept under; one that is not named is ''. */
export const writer = z.stringFormat('writer', /^[0-9a-z]{0,32}$/);
/** A window, by the name that it gave in its `HelloFrame`. */
export const client = z.stringFormat('client', /^[0-9a-z]{1,32}$/);

export const writerMethods = {
  /** Says that a window writes with a writer, until it lets go of it or is gone. Not held: another has it. */
  'writer.hold': {
    input: z.object({ client, writer }),
    output: z.object({ isHeld: z.boolean() }),
  },
  'writer.letGo': {
    input: z.object({ client, writer }),
    output: z.object({}),
  },
  /** Told by the door that lost a window's last connection: its writers are nobody's. */
  'client.left': {
    input: z.object({ client }),
    output: z.object({}),
  },
} as const;
