import type { Blame } from '../../shared/contract/methods-history.ts';
import { countWords } from '../../shared/merge/words.ts';

/** Someone who wrote part of a page, and how they are told apart. */
export interface Author {
  readonly name: string;
  readonly wordCount: number;
  /** Of the words of the page, 0 to 1. */
  readonly share: number;
  /** 0 to 7 by how much they wrote; null for the many who wrote little and look alike. */
  readonly look: number | null;
}

export interface Authorship {
  /** Those who wrote most come first. */
  readonly authors: readonly Author[];
  /** By revision of the blame: its author's place among `authors`. */
  readonly authorOf: readonly number[];
}

const lookCount = 8;

/** Who wrote how much of a page. One e-mail address is one person, whatever name stood beside it. */
export function authorship(blame: Blame): Authorship {
  const keys = blame.revisions.map(({ author }) => author.email.toLowerCase() || author.name);
  const counts = new Map<string, number>();
  const names = new Map<string, { readonly name: string; readonly dateMs: number }>();
  for (const [index, { author, dateMs }] of blame.revisions.entries()) {
    const key = keys[index] ?? '';
    counts.set(key, 0);
    if ((names.get(key)?.dateMs ?? -Infinity) <= dateMs) {
      names.set(key, { name: author.name, dateMs });
    }
  }
  let total = 0;
  for (const { text, by } of blame.blocks.flatMap(({ pieces }) => pieces)) {
    let words = 0;
    for (const times of countWords(text).values()) words += times;
    const key = keys[by] ?? '';
    counts.set(key, (counts.get(key) ?? 0) + words);
    total += words;
  }
  const order = [...counts].sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1));
  const authors = order.map(([key, wordCount], place) => ({
    name: names.get(key)?.name ?? key,
    wordCount,
    share: total === 0 ? 0 : wordCount / total,
    look: place < lookCount ? place : null,
  }));
  const places = new Map(order.map(([key], place) => [key, place]));
  return { authors, authorOf: keys.map((key) => places.get(key) ?? 0) };
}
