import { fold } from '../../shared/search/fold.ts';
import {
  foldTag,
  hasPhrase,
  isEmptyQuery,
  parseQuery,
  type QueryWord,
  type SearchQuery,
} from '../../shared/search/query.ts';
import { makeSnippet, markedWords, markHits } from '../../shared/search/snippet.ts';
import { tokenize, visitTokens } from '../../shared/search/tokens.ts';
import type { SearchHit } from '../../shared/contract/methods-search.ts';
import { folderOf } from '../../shared/wiki/page-path.ts';
import { plainText } from '../../shared/wiki/plain-text.ts';
import type { IndexStore } from './index-store.ts';
import type { PageRecord } from './page-record.ts';
import type { Hit } from './segment.ts';

/** A word that so many pages hold is no typing error: no other spelling is looked for. */
const enoughPages = 3;
/** Phrases are looked up in the files of at most so many pages. */
const maxVerified = 150;
const maxWords = 32;

interface Answer {
  readonly hits: SearchHit[];
  readonly total: number;
}

/** Answers the query language over the store. Files are read for phrases and for snippets only. */
export class Searcher {
  readonly #store: IndexStore;
  readonly #readText: (page: PageRecord) => string | null;

  constructor(store: IndexStore, readText: (page: PageRecord) => string | null) {
    this.#store = store;
    this.#readText = readText;
  }

  search(input: string, limit: number, offset: number): Answer {
    const parsed = parseQuery(input);
    if (isEmptyQuery(parsed)) return { hits: [], total: 0 };
    const words = parsed.words.map((word) => this.#withoutNeedlessFuzz(word));
    const query: SearchQuery = { ...parsed, words };
    const wanted = offset + limit;
    const found = this.#find(query, wanted);
    const marked = markedWords(query);
    const hits = found.best.slice(offset, wanted).map(({ page, score }): SearchHit => ({
      path: page.path,
      title: page.title,
      titlePieces: markHits(page.title, marked),
      snippet: makeSnippet(this.#readText(page) ?? '', marked),
      score,
    }));
    return { hits, total: found.total };
  }

  #find(query: SearchQuery, wanted: number): { best: readonly Hit[]; total: number } {
    const words = termsToFind(query);
    const accepts = this.#filterOf(query);
    const isVerified = query.phrases.some((phrase) => phrase.length > 1);
    const excluded = query.excludedPhrases.filter((phrase) => phrase.length > 1);
    if (words.length === 0) {
      const hits: Hit[] = [];
      for (const page of this.#store.pages()) {
        if (accepts && !accepts(page)) continue;
        hits.push({ page, score: 0 });
      }
      return this.#verify(hits.sort(byTitle), hits.length, [], excluded, wanted);
    }
    const isChecked = isVerified || excluded.length > 0;
    const limit = isChecked ? Math.max(wanted, maxVerified) : wanted;
    let answer = this.#store.search({ words, mode: 'all', limit, accepts });
    if (answer.total === 0 && query.phrases.length === 0 && words.length > 1) {
      answer = this.#store.search({ words, mode: 'any', limit, accepts });
    }
    if (!isChecked) return answer;
    return this.#verify(answer.best, answer.total, query.phrases, excluded, wanted);
  }

  /** Keeps the pages whose text holds the phrases and none of the excluded ones, looking into the best ones only. */
  #verify(
    hits: readonly Hit[],
    total: number,
    phrases: SearchQuery['phrases'],
    excluded: SearchQuery['excludedPhrases'],
    wanted: number,
  ): { best: readonly Hit[]; total: number } {
    if (phrases.length === 0 && excluded.length === 0) return { best: hits, total };
    const best: Hit[] = [];
    let refused = 0;
    for (const [index, hit] of hits.entries()) {
      if (index >= maxVerified && best.length >= wanted) break;
      const terms = [...termsOfNames(hit.page), ...termsInText(this.#readText(hit.page) ?? '')];
      const isWanted =
        phrases.every((phrase) => hasPhrase(terms, phrase)) &&
        !excluded.some((phrase) => hasPhrase(terms, phrase));
      if (isWanted) best.push(hit);
      else refused += 1;
    }
    return { best, total: total - refused };
  }

  /** Tags, folders, title words and excluded words as one question; null when the query names none. */
  #filterOf(query: SearchQuery): ((page: PageRecord) => boolean) | null {
    const conditions: ((page: PageRecord) => boolean)[] = [];
    for (const [term, ...more] of query.excludedPhrases) {
      if (term === undefined || more.length > 0) continue;
      const pages = this.#store.pagesWith(term);
      conditions.push((page) => !pages.has(page));
    }
    for (const tag of query.tags) conditions.push((page) => hasTag(page, tag));
    for (const tag of query.excludedTags) conditions.push((page) => !hasTag(page, tag));
    for (const folder of query.folders) conditions.push((page) => isInFolder(page, folder));
    for (const folder of query.excludedFolders)
      conditions.push((page) => !isInFolder(page, folder));
    const { titleWords, excludedTitleWords } = query;
    if (titleWords.length + excludedTitleWords.length > 0) {
      conditions.push((page) => {
        const terms = termsOfNames(page);
        const has = (word: string): boolean => terms.some((term) => term.startsWith(word));
        return titleWords.every(has) && !excludedTitleWords.some(has);
      });
    }
    if (conditions.length === 0) return null;
    return (page) => conditions.every((condition) => condition(page));
  }

  #withoutNeedlessFuzz(word: QueryWord): QueryWord {
    if (word.maxDistance === 0 || !this.#store.isCommon(word, enoughPages)) return word;
    return { ...word, maxDistance: 0 };
  }
}

/** Each term once: the words, and those of the phrases as they are. */
function termsToFind(query: SearchQuery): QueryWord[] {
  const words = new Map(query.words.map((word) => [word.term, word]));
  for (const term of query.phrases.flat()) {
    words.set(term, { term, isPrefix: false, maxDistance: 0 });
  }
  return [...words.values()].slice(0, maxWords);
}

/** Whether the page has the tag or one below it. `tag` is folded. */
export function hasTag(page: PageRecord, tag: string): boolean {
  return page.tags.some((own) => {
    const folded = foldTag(own);
    return folded === tag || folded.startsWith(`${tag}/`);
  });
}

function isInFolder(page: PageRecord, folder: string): boolean {
  const own = fold(folderOf(page.path)).replaceAll('_', ' ');
  return own === folder || own.startsWith(`${folder}/`);
}

function termsOfNames(page: PageRecord): string[] {
  return [page.title, ...page.aliases].flatMap((name) =>
    tokenize(name, true).map(({ term }) => term),
  );
}

/** As a phrase is cut, so that its terms stand in a row here too. */
function termsInText(text: string): string[] {
  const terms: string[] = [];
  visitTokens(plainText(text), (term) => terms.push(term), true);
  return terms;
}

function byTitle(a: Hit, b: Hit): number {
  return comparePages(a.page, b.page);
}

/** By title as readers sort it; equal titles by path. */
export function comparePages(a: PageRecord, b: PageRecord): number {
  return titleOrder.compare(a.title, b.title) || (a.path < b.path ? -1 : 1);
}

const titleOrder = new Intl.Collator('en', { numeric: true });
