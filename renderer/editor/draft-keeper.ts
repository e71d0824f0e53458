import type { Input } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import type { Api } from '../client/api.ts';

type Kept = Pick<Input<'draft.save'>, 'text' | 'base' | 'whenLeft'>;

/** One writer's draft of a page. Calls must not overlap. */
interface DraftKeeper {
  /** @param baseText the page's text at `base`, null where it is not known */
  keep(draft: Kept, baseText: string | null): Promise<void>;
  /** The same in one message: there may be no time for an answer. */
  keepWhole(draft: Kept): Promise<void>;
  discard(): Promise<void>;
}

/** Sends only what changed since the draft before: to send a long page takes longer than a key may. */
export function createDraftKeeper(
  api: Pick<Api, 'request'>,
  page: { readonly wiki: WikiId; readonly path: PagePath; readonly writer: string },
): DraftKeeper {
  let last: {
    readonly text: string;
    readonly base: string | null;
    readonly savedMs: number;
  } | null = null;

  const keepWhole = async (draft: Kept) => {
    last = null;
    const { savedMs } = await api.request('draft.save', { ...page, ...draft });
    last = { ...draft, savedMs };
  };
  return {
    keepWhole,
    async keep(draft, baseText) {
      const { text, base, whenLeft } = draft;
      // A save ends the draft, and what comes next begins from another text.
      const same = last?.base === base ? last : null;
      const before = same?.text ?? (base === null ? null : baseText);
      if (before === null) return keepWhole(draft);
      last = null;
      const since = same?.savedMs ?? null;
      const change = { since, length: before.length, ...changeBetween(before, text) };
      const input = { ...page, ...change, base, whenLeft };
      const { savedMs } = await api.request('draft.change', input);
      if (savedMs === null) return keepWhole(draft);
      last = { text, base, savedMs };
    },
    async discard() {
      last = null;
      await api.request('draft.discard', page);
    },
  };
}

function changeBetween(before: string, after: string) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  const isSame = () =>
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail);
  while (tail < most - start && isSame()) tail += 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}
