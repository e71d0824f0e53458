import { compareBytes } from './byte-order.ts';
import {
  eitherAuthor,
  maxVersions,
  sectionKey,
  type OpenSection,
  type VersionAuthor,
} from './conflict-file.ts';
import { joinedLineEnd, mergePage } from './merge-page.ts';
import type { MergePart } from './parts.ts';
import { Placeholders } from './placeholders.ts';
import { framed, shownText, type Framed } from './versions.ts';

type Overlap = Extract<MergePart, { kind: 'overlap' }>;

/** A page as one side has it: its text, and what is still to be chosen in it. */
export interface PageVersion {
  readonly text: string;
  readonly sections: readonly OpenSection[];
}

export interface JoinedPage extends PageVersion {
  /** Whether a version was taken from a side: who wrote it last is then to be told. */
  readonly isNewlyOpen: boolean;
}

export interface SideAuthors {
  readonly ours: VersionAuthor;
  readonly theirs: VersionAuthor;
}

/**
 * Joins two edits of one page for good: where they overlap the page holds every version, and a
 * section says which. Versions that were open before are taken over, so that peers who meet in
 * another order come to the same page.
 *
 * Swapping the sides gives the same page and sections.
 */
export function joinPage(
  base: PageVersion,
  ours: PageVersion,
  theirs: PageVersion,
  authors: SideAuthors,
): JoinedPage {
  return joinerOf(base, ours, theirs)(authors);
}

/**
 * As `joinPage`, for who learns only from a first result whether authors are to be told: the texts
 * are merged once, which is nearly all of the work.
 */
export function joinerOf(
  base: PageVersion,
  ours: PageVersion,
  theirs: PageVersion,
): (authors: SideAuthors) => JoinedPage {
  const lineEnd = joinedLineEnd(base.text, ours.text, theirs.text);
  const withLf = ({ text, sections }: PageVersion): PageVersion =>
    lineEnd === null ? { text, sections } : { text: text.replaceAll('\r\n', '\n'), sections };
  const merged = mergeSides({ base: withLf(base), ours: withLf(ours), theirs: withLf(theirs) });
  return (authors) => {
    const joined = new PageJoin(merged, authors).join();
    if (lineEnd !== '\r\n') return joined;
    return { ...joined, text: joined.text.replaceAll('\n', '\r\n') };
  };
}

interface Sides {
  readonly base: PageVersion;
  readonly ours: PageVersion;
  readonly theirs: PageVersion;
}

/** The texts merged, with stand-ins for what was open in them. */
interface MergedSides extends Sides {
  readonly placeholders: Placeholders;
  readonly parts: readonly MergePart[];
  /** Sections that a side does not hold any more. */
  readonly absent: readonly OpenSection[];
}

function mergeSides(sides: Sides): MergedSides {
  const all = [sides.base, sides.ours, sides.theirs];
  const placeholders = new Placeholders(
    all.map(({ text }) => text),
    all.flatMap(({ sections }) => sections),
  );
  const collapsed = ({ text, sections }: PageVersion) => placeholders.collapse(text, sections);
  const [ours, theirs] = [collapsed(sides.ours), collapsed(sides.theirs)];
  const merge = mergePage(collapsed(sides.base).text, ours.text, theirs.text);
  const parts: readonly MergePart[] =
    merge.kind === 'merged' ? [{ kind: 'merged', text: merge.text }] : merge.parts;
  return { ...sides, placeholders, parts, absent: [...ours.absent, ...theirs.absent] };
}

interface Candidate {
  readonly text: string;
  readonly by: VersionAuthor;
}

/** One side's versions of an overlap. */
interface SideVersions {
  readonly frame: Framed;
  readonly versions: readonly Candidate[];
  /** Sections that were open in it. */
  readonly open: readonly OpenSection[];
}

class PageJoin {
  readonly #merged: MergedSides;
  readonly #authors: SideAuthors;
  readonly #placeholders: Placeholders;
  readonly #sections: OpenSection[] = [];
  readonly #settled = new Set<string>();
  #isNewlyOpen = false;

  constructor(merged: MergedSides, authors: SideAuthors) {
    this.#merged = merged;
    this.#authors = authors;
    this.#placeholders = merged.placeholders;
  }

  join(): JoinedPage {
    const { parts, absent } = this.#merged;
    const text = parts
      .map((part) => (part.kind === 'merged' ? this.#kept(part.text) : this.#overlap(part)))
      .join('');
    this.#keepAbsent(absent);
    return {
      text,
      sections: this.#agreed(),
      isNewlyOpen: this.#isNewlyOpen,
    };
  }

  #kept(text: string): string {
    this.#sections.push(...this.#placeholders.within(text));
    return this.#placeholders.expand(text);
  }

  /** Sections whose place somebody rewrote by hand: open until someone says so, or one side did. */
  #keepAbsent(absent: readonly OpenSection[]): void {
    const keysOf = ({ sections }: PageVersion) => new Set(sections.map(sectionKey));
    const { base, ours, theirs } = this.#merged;
    const [inBase, inOurs, inTheirs] = [keysOf(base), keysOf(ours), keysOf(theirs)];
    const known = new Set([...this.#sections.map(sectionKey), ...this.#settled]);
    for (const section of absent) {
      const key = sectionKey(section);
      const isOnBoth = inOurs.has(key) && inTheirs.has(key);
      if (known.has(key) || (!isOnBoth && inBase.has(key))) continue;
      known.add(key);
      this.#sections.push(section);
    }
  }

  /** The sections with authors that both sides' accounts of them agree on. */
  #agreed(): OpenSection[] {
    const { ours, theirs } = this.#merged;
    const accounts = new Map<string, OpenSection[]>();
    for (const section of [...ours.sections, ...theirs.sections]) {
      const key = sectionKey(section);
      accounts.set(key, [...(accounts.get(key) ?? []), section]);
    }
    return this.#sections.map((section) => {
      const told = accounts.get(sectionKey(section)) ?? [];
      const versions = section.versions.map(({ text, by }, index) => {
        const authors = told.map((each) => each.versions[index]?.by ?? null);
        return { text, by: authors.reduce(eitherAuthor, by) };
      });
      return { ...section, versions };
    });
  }

  #overlap(part: Overlap): string {
    const base = this.#versionsOf(part.base, null);
    const ours = this.#versionsOf(part.ours, this.#authors.ours);
    const theirs = this.#versionsOf(part.theirs, this.#authors.theirs);
    for (const { open } of [base, ours, theirs]) {
      for (const section of open) this.#settled.add(sectionKey(section));
    }
    const versions = unite(base, ours, theirs);
    const frames = [ours, theirs].map(({ frame }) => frame).filter(({ core }) => core !== '');
    const longest = (spaces: readonly string[]) =>
      [...spaces].sort((a, b) => b.length - a.length || compareBytes(b, a))[0] ?? '';
    const section: OpenSection = {
      place: part.place ?? 'body',
      base: baseOf(base, ours, theirs),
      versions: [...versions],
    };
    if (versions.length > 1 && versions.length <= maxVersions) {
      this.#sections.push(section);
      this.#isNewlyOpen ||= [ours, theirs].some(({ open }) => open.length !== 1);
    }
    const lead = longest(frames.map((frame) => frame.lead));
    return lead + shownText(section) + longest(frames.map((frame) => frame.tail));
  }

  #versionsOf(text: string, by: VersionAuthor): SideVersions {
    const frame = framed(text);
    const open = this.#placeholders.within(text);
    if (open.length === 0) return { frame, versions: [{ text: lf(frame.core), by }], open };
    const count = Math.max(...open.map(({ versions }) => versions.length));
    // With several open sections in one overlap each version of each is in one of the texts at least.
    const versions = Array.from({ length: count }, (_, index): Candidate => {
      const at = (section: OpenSection) =>
        section.versions[Math.min(index, section.versions.length - 1)];
      const filled = this.#placeholders.expand(frame.core, (section) => at(section)?.text ?? '');
      const [only, ...others] = open;
      const isOne = only !== undefined && others.length === 0;
      return { text: lf(framed(filled).core), by: isOne ? (at(only)?.by ?? null) : by };
    });
    return { frame, versions, open };
  }
}

function lf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/**
 * A three-way merge of sets: what a side added is in, what it dropped is out. A side that is one plain
 * text has chosen it.
 */
function unite(base: SideVersions, ours: SideVersions, theirs: SideVersions): Candidate[] {
  const textsOf = ({ versions }: SideVersions) => new Set(versions.map(({ text }) => text));
  const [before, our, their] = [textsOf(base), textsOf(ours), textsOf(theirs)];
  const chosen = (side: SideVersions, others: ReadonlySet<string>) =>
    side.versions.filter(
      ({ text }) => side.open.length === 0 || !before.has(text) || others.has(text),
    );
  const found = [...chosen(ours, their), ...chosen(theirs, our)];
  const united = new Map<string, Candidate>();
  for (const each of found.length > 0 ? found : [...ours.versions, ...theirs.versions]) {
    const known = united.get(each.text);
    united.set(
      each.text,
      known === undefined ? each : { ...each, by: eitherAuthor(known.by, each.by) },
    );
  }
  return [...united.values()].sort((left, right) => compareBytes(left.text, right.text));
}

/** What stood there before anybody disagreed. */
function baseOf(base: SideVersions, ours: SideVersions, theirs: SideVersions): string {
  const older = (side: SideVersions) =>
    side.open.length === 1 ? side.open.map((section) => section.base) : [];
  const [oldest] = [...older(base), ...[...older(ours), ...older(theirs)].sort(compareBytes)];
  return oldest ?? lf(base.frame.core);
}
