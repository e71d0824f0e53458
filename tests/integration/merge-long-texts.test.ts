import { describe, expect, it, onTestFinished } from 'vitest';
import { TextMerger } from '../../electron/git/merge/text-merger.ts';
import type { Oid } from '../../shared/contract/values.ts';
import type { VersionAuthor } from '../../shared/merge/conflict-file.ts';
import { joinPage, type PageVersion } from '../../shared/merge/join-page.ts';

const paragraphs = Array.from({ length: 2000 }, (_, index) => `Paragraph ${index} of a long page.`);
const page = (edit: (text: string, index: number) => string): PageVersion => ({
  text: paragraphs.map(edit).join('\n\n'),
  sections: [],
});
const base = page((text) => text);
const ours = page((text, index) => (index % 500 === 0 ? `${text} We add.` : text));
const theirs = page((text, index) => (index % 1000 === 0 ? `${text} They add.` : text));
const by = (name: string): VersionAuthor => ({
  name,
  email: `${name}@example.org`,
  dateMs: 0,
  commit: '1'.repeat(40) as Oid,
});
const authors = { ours: by('Ada'), theirs: by('Ben') };
const writers = {
  ours: () => Promise.resolve(authors.ours),
  theirs: () => Promise.resolve(authors.theirs),
};

function mergerUntil(signal?: AbortSignal): TextMerger {
  const merger = new TextMerger(signal);
  onTestFinished(() => merger.close());
  return merger;
}

describe('texts so long that a thread merges them', () => {
  it('come out as short ones do, with those who wrote the versions', async () => {
    const joined = await mergerUntil().join(base, ours, theirs, writers);
    expect(joined).toEqual(joinPage(base, ours, theirs, authors));
    expect(joined.sections).toHaveLength(2);
  });

  it('are left when the sync is stopped, and the next are merged all the same', async () => {
    const stop = new AbortController();
    const joining = mergerUntil(stop.signal).join(base, ours, theirs, writers);
    setImmediate(() => stop.abort());
    await expect(joining).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await mergerUntil().join(base, ours, theirs, writers)).isNewlyOpen).toBe(true);
  });
});
