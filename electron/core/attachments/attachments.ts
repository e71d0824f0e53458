import type { ResolvedLink } from '../../../shared/contract/methods-page.ts';
import type { DraftStore } from '../../storage/drafts.ts';
import { openWaitingFiles } from '../../storage/waiting-files.ts';
import { digestLengths, digestOf } from './attachment-name.ts';

/** Where new attachments go. */
export const attachmentFolder = 'files';
const forgottenAfterMs = 30 * 24 * 60 * 60_000;

/** The files that writers put into pages they have not saved yet. */
export interface Attachments {
  keep(name: string, bytes: Uint8Array): Promise<void>;
  /** Where these bytes wait already, under whatever name; null when they don't. */
  pathOf(bytes: Uint8Array): Promise<string | null>;
  /** The content of a file that waits under this path of the wiki; null for any other path. */
  read(path: string): Promise<Uint8Array | null>;
  /** What a text that is about to be saved names: to be recorded with it. */
  namedIn(
    text: string,
  ): Promise<readonly { readonly path: string; readonly content: Uint8Array }[]>;
  /** Forgets files that are part of the wiki by now. */
  discard(paths: readonly string[]): Promise<void>;
  /** Links to files that wait lead to them. */
  resolve(links: readonly ResolvedLink[]): Promise<ResolvedLink[]>;
  /** Forgets what was given up a month ago and stands in no draft. */
  forgetOld(nowMs: number): Promise<void>;
}

const prefix = `${attachmentFolder}/`;
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

export function openAttachments(dir: string, drafts: DraftStore): Attachments {
  const waiting = openWaitingFiles(dir);
  return {
    keep: (name, bytes) => waiting.keep(name, bytes),
    async pathOf(bytes) {
      const [shortest] = digestLengths;
      const sign = `-${digestOf(bytes).slice(0, shortest)}`;
      for (const name of await waiting.names()) {
        const there = name.includes(sign) ? await waiting.read(name) : null;
        if (there !== null && Buffer.compare(there, bytes) === 0) return prefix + name;
      }
      return null;
    },
    read: async (path) =>
      path.startsWith(prefix) ? waiting.read(path.slice(prefix.length)) : null,
    async namedIn(text) {
      // A name holds a digest of the content: a text that has it means this file.
      const names = (await waiting.names()).filter((name) => text.includes(name));
      const found = await Promise.all(
        names.map(async (name) => ({ path: prefix + name, content: await waiting.read(name) })),
      );
      return found.flatMap(({ path, content }) => (content === null ? [] : [{ path, content }]));
    },
    async discard(paths) {
      await Promise.all(paths.map((path) => waiting.discard(nameOf(path))));
    },
    async resolve(links) {
      if (!links.some(({ kind }) => kind === 'missing')) return [...links];
      const names = new Set(await waiting.names());
      return links.map((link): ResolvedLink => {
        const name = nameOf(link.target);
        if (link.kind !== 'missing' || !names.has(name)) return link;
        return { kind: 'file', target: link.target, path: prefix + name };
      });
    },
    async forgetOld(nowMs) {
      const names = await waiting.names();
      if (names.length === 0) return;
      const texts = (await drafts.list()).map(({ text }) => text);
      for (const name of names) {
        const keptMs = await waiting.keptMs(name);
        const isOld = keptMs !== null && nowMs - keptMs > forgottenAfterMs;
        if (isOld && !texts.some((text) => text.includes(name))) await waiting.discard(name);
      }
    },
  };
}
