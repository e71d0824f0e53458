import { z } from 'zod';
import { wikiId } from './values.ts';

/**
 * The content of a file. Bytes where the door has room for them (the desktop's bridge, a binary frame
 * of the socket), else base64.
 */
const content = z.union([
  z.instanceof(Uint8Array),
  z.base64().transform((text) => z.util.base64ToUint8Array(text)),
]);

/** What a file is by its own bytes, whatever its name says. */
export const fileKind = z.enum(['picture', 'audio', 'video', 'other']);
export type FileKind = z.infer<typeof fileKind>;

export const fileMethods = {
  /**
   * Takes a file for a page that is being written. It can be shown at once under `path`; it becomes part
   * of the wiki in the same revision as the first page that names it, and is forgotten if none does.
   * The same bytes are kept once: `path` is then where they are already.
   */
  'file.add': {
    input: z.object({
      wiki: wikiId,
      /** As the writer knows it; only for a readable path. */
      name: z.string().max(1000),
      bytes: content,
    }),
    output: z.object({
      /** From the wiki's root, with `/`. */
      path: z.string(),
      kind: fileKind,
      isNew: z.boolean(),
    }),
  },
  /**
   * Shows a file of the wiki, or a page, in its folder, in the system's file manager. It is never opened:
   * what a peer wrote could run. `absent` when there is none yet, as before the page with it is saved.
   */
  'file.showInFolder': {
    input: z.object({ wiki: wikiId, path: z.string().max(4096) }),
    output: z.object({ kind: z.enum(['shown', 'absent']) }),
  },
} as const;
