import { alignBlocks } from '../merge/align.ts';
import { splitBlocks } from '../merge/blocks.ts';
import { proseDiff, type ProseBlock } from './prose-diff.ts';

/** A part of a page from one heading to the next, in two versions. */
export interface Section {
  readonly change: 'same' | 'changed' | 'inserted' | 'deleted';
  /** The heading's words; empty for what stands before the first heading. */
  readonly title: string;
  /** All of it, in either version; empty where it is not there. */
  readonly before: string;
  readonly after: string;
}

/** Two versions of a block side by side; null where there is none. */
export interface SideBySide {
  readonly isSame: boolean;
  readonly before: ProseBlock | null;
  readonly after: ProseBlock | null;
}

interface Cut {
  readonly kind: 'raw';
  readonly title: string;
  readonly text: string;
  readonly gap: '';
}

/** Cuts a page at its headings; the texts joined are the page. */
function cutAtHeadings(page: string): Cut[] {
  const { lead, blocks } = splitBlocks(page);
  const cuts: { title: string; text: string }[] = [];
  for (const { kind, text, gap } of blocks) {
    if (kind === 'heading' || cuts.length === 0) {
      cuts.push({ title: kind === 'heading' ? titleOf(text) : '', text: '' });
    }
    const last = cuts.at(-1);
    if (last !== undefined) last.text += text + gap;
  }
  const [first] = cuts;
  if (first === undefined) return lead === '' ? [] : [cutOf('', lead)];
  return cuts.map(({ title, text }, index) => cutOf(title, index === 0 ? lead + text : text));
}

function cutOf(title: string, text: string): Cut {
  return { kind: 'raw', title, text, gap: '' };
}

function titleOf(heading: string): string {
  const [line = ''] = heading.split(/\r?\n/);
  return line
    .replace(/^ {0,3}#{1,6}[ \t]*/, '')
    .replace(/[ \t]+#+[ \t]*$/, '')
    .trim();
}

/** What became of each section; the texts `after` joined are the newer version. */
export function sectionDiff(before: string, after: string): Section[] {
  const old = cutAtHeadings(before);
  const now = cutAtHeadings(after);
  const sections: Section[] = [];
  const push = (from: Cut | undefined, to: Cut | undefined) => {
    const texts = { before: from?.text ?? '', after: to?.text ?? '' };
    const title = to?.title ?? from?.title ?? '';
    if (from === undefined || to === undefined) {
      sections.push({ change: from === undefined ? 'inserted' : 'deleted', title, ...texts });
    } else {
      sections.push({ change: from.text === to.text ? 'same' : 'changed', title, ...texts });
    }
  };
  let [left, right] = [0, 0];
  for (const { start, end, from, to } of alignBlocks(old, now).hunks) {
    for (; left < start; left += 1, right += 1) push(old[left], now[right]);
    // What kept its heading is the same section, however it reads now.
    for (; left < end && right < to;) {
      const place = titlePlace(now, old[left]?.title, right, to);
      if (place === -1) {
        push(old[left], undefined);
        left += 1;
        continue;
      }
      for (; right < place; right += 1) push(undefined, now[right]);
      push(old[left], now[right]);
      left += 1;
      right += 1;
    }
    for (; left < end; left += 1) push(old[left], undefined);
    for (; right < to; right += 1) push(undefined, now[right]);
    right = Math.max(right, from);
  }
  for (; left < old.length || right < now.length; left += 1, right += 1)
    push(old[left], now[right]);
  return sections;
}

function titlePlace(
  now: readonly Cut[],
  title: string | undefined,
  from: number,
  to: number,
): number {
  const place = now.slice(from, to).findIndex((cut) => cut.title === title);
  return place === -1 ? -1 : from + place;
}

/** The newer version with one of its sections as it was before. */
export function withSectionPutBack(sections: readonly Section[], index: number): string {
  const eol = sections.some(({ before, after }) => `${before}${after}`.includes('\r\n'))
    ? '\r\n'
    : '\n';
  const kept = sections.map((section, place) => ({
    ...section,
    text: place === index ? section.before : section.after,
  }));
  let text = '';
  let last = -1;
  for (const [place, section] of kept.entries()) {
    if (section.text === '') continue;
    const between = kept.slice(Math.max(0, last), place + 1);
    const stoodSo = (version: 'before' | 'after') =>
      between.every((one, at) => {
        const isEnd = at === 0 || at === between.length - 1;
        return one[version] === (isEnd ? one.text : '');
      });
    // Two that never stood side by side may lack the blank line that parts them.
    if (text !== '' && !stoodSo('before') && !stoodSo('after')) {
      while (!/(?:^|\n)[ \t]*\r?\n$/.test(text)) text += eol;
    }
    text += section.text;
    last = place;
  }
  return text;
}

/** A section block by block, in two columns. */
export function sideBySide({ before, after }: Section): SideBySide[] {
  const rows: SideBySide[] = [];
  let open = 0;
  for (const block of proseDiff(before, after)) {
    if (block.change === 'inserted' && open > 0) {
      const place = rows.length - open;
      const row = rows[place];
      open -= 1;
      if (row !== undefined) rows[place] = { ...row, after: block };
      continue;
    }
    open = block.change === 'deleted' ? open + 1 : 0;
    const without = (change: 'inserted' | 'deleted'): ProseBlock => ({
      ...block,
      pieces: block.pieces.filter((piece) => piece.change !== change),
    });
    rows.push({
      isSame: block.change === 'same',
      before: block.change === 'inserted' ? null : without('inserted'),
      after: block.change === 'deleted' ? null : without('deleted'),
    });
  }
  return rows;
}
