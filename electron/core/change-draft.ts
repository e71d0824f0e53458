import type { Output, ParsedInput } from '../../shared/contract/methods.ts';
import type { OpenWiki } from './open-wiki.ts';
import type { Clock } from './ports.ts';
import { textOfBlob } from './read-page.ts';

type DraftChange = Omit<ParsedInput<'draft.change'>, 'wiki'>;

/** Keeps a draft that came as a change of the writer's one before, or of the text that they began from. */
export async function changeDraft(
  wiki: OpenWiki,
  clock: Clock,
  { since, length, start, end, text, ...draft }: DraftChange,
): Promise<Output<'draft.change'>> {
  const before = await textBefore(wiki, draft, since);
  if (before?.length !== length || start > end || end > length) return { savedMs: null };
  // Two texts of one writer are told apart by their times.
  const savedMs = Math.max(clock.nowMs(), (since ?? 0) + 1);
  const whole = before.slice(0, start) + text + before.slice(end);
  await wiki.drafts.save({ ...draft, text: whole, savedMs });
  return { savedMs };
}

async function textBefore(
  wiki: OpenWiki,
  { path, writer, base }: Pick<DraftChange, 'path' | 'writer' | 'base'>,
  since: number | null,
): Promise<string | null> {
  if (since === null) return base === null ? null : textOfBlob(wiki, base);
  const kept = await wiki.drafts.find(path, writer);
  return kept?.savedMs === since ? kept.text : null;
}
