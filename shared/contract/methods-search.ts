import { z } from 'zod';
import { pageEntry, pagePath, snippetPiece, wikiId } from './values.ts';

export const searchHit = z.object({
  path: pagePath,
  title: z.string(),
  titlePieces: z.array(snippetPiece),
  snippet: z.array(snippetPiece),
  score: z.number(),
});
export type SearchHit = z.infer<typeof searchHit>;

export const searchMethods = {
  /** Best first. While the index is being built (`isReady: false`) the answer covers what is indexed. */
  'search.query': {
    input: z.object({
      wiki: wikiId,
      query: z.string().max(1000),
      limit: z.number().int().min(1).max(200).default(30),
      offset: z.number().int().min(0).default(0),
    }),
    output: z.object({ hits: z.array(searchHit), total: z.number(), isReady: z.boolean() }),
  },
  /** Pages whose title, alias or path matches, for the switcher and `[[`; an empty query gives recent pages. */
  'search.titles': {
    input: z.object({
      wiki: wikiId,
      query: z.string().max(200),
      limit: z.number().int().min(1).max(100).default(20),
    }),
    output: z.object({
      hits: z.array(
        pageEntry.extend({ alias: z.string().nullable(), pieces: z.array(snippetPiece) }),
      ),
    }),
  },
  'search.tags': {
    input: z.object({ wiki: wikiId }),
    output: z.object({ tags: z.array(z.object({ tag: z.string(), count: z.number() })) }),
  },
  'search.tagged': {
    input: z.object({ wiki: wikiId, tag: z.string().max(200) }),
    output: z.object({ pages: z.array(pageEntry) }),
  },
  'search.state': {
    input: z.object({ wiki: wikiId }),
    output: z.object({ done: z.number(), total: z.number(), isReady: z.boolean() }),
  },
} as const;
