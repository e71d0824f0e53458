import './search.css';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { useCommands } from '../app/commands.ts';
import { hashOf, navigate } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { SearchIcon } from '../ui/icons.ts';
import { Results } from './Results.tsx';
import { TagList } from './TagList.tsx';

const restMs = 90;

const examples = [
  { query: '"in these words"', words: 'exactly these words, in this order' },
  { query: 'title:garden', words: 'only in titles' },
  { query: 'tag:draft', words: 'pages with a tag' },
  { query: 'folder:Talk', words: 'pages in a folder' },
  { query: 'bread -yeast', words: 'without a word' },
] as const;

/** What is asked: the typed text, once the typing rests a moment, so that it isn't asked per letter. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** The search field and, as one types, what it finds. */
export function SearchScreen({ wiki, query }: { readonly wiki: WikiId; readonly query: string }) {
  const [typed, setTyped] = useState(query);
  const asked = useRested(typed).trim();
  const field = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);

  // Another query in the address (a link, the back button) wins over what stands in the field.
  const [addressed, setAddressed] = useState(query);
  if (query !== addressed) {
    setAddressed(query);
    if (query !== asked) setTyped(query);
  }
  useEffect(() => {
    if (asked !== query) navigate({ kind: 'search', wiki, query: asked }, { replace: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the address follows the field, not itself
  }, [asked, wiki]);

  useCommands([
    {
      id: 'search',
      title: 'Search the wiki',
      shortcut: '/',
      run: () => {
        field.current?.focus();
        field.current?.select();
      },
    },
  ]);

  const hitLinks = () => [
    ...(results.current?.querySelectorAll<HTMLAnchorElement>('a[data-hit]') ?? []),
  ];
  const press = (event: KeyboardEvent) => {
    const links = hitLinks();
    const index = links.findIndex((link) => link === document.activeElement);
    if (event.key === 'ArrowDown') links[index + 1]?.focus();
    else if (event.key === 'ArrowUp' && index > 0) links[index - 1]?.focus();
    else if (event.key === 'ArrowUp' && index === 0) field.current?.focus();
    else if (event.key === 'Enter' && event.target === field.current) links[0]?.click();
    else return;
    event.preventDefault();
  };

  return (
    <div className="cp-screen cp-search" onKeyDown={press}>
      <h1 className="cp-visually-hidden">Search</h1>
      <search>
        <SearchIcon aria-hidden size={20} />
        <input
          ref={field}
          type="search"
          autoFocus
          className="cp-input"
          aria-label="Search the wiki"
          placeholder="Search the wiki"
          maxLength={1000}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </search>
      <div ref={results}>
        {asked === '' ? <Start wiki={wiki} /> : <Results wiki={wiki} query={asked} />}
      </div>
    </div>
  );
}

function Start({ wiki }: { readonly wiki: WikiId }) {
  const { data } = useCore('search.tags', { wiki });
  return (
    <div className="cp-search-start">
      <section aria-labelledby="search-ways">
        <h2 id="search-ways">Ways to search</h2>
        <dl>
          {examples.map((example) => (
            <div key={example.query}>
              <dt>
                <a href={hashOf({ kind: 'search', wiki, query: example.query })}>{example.query}</a>
              </dt>
              <dd>{example.words}</dd>
            </div>
          ))}
        </dl>
      </section>
      {data !== undefined && data.tags.length > 0 && (
        <section aria-labelledby="search-tags">
          <h2 id="search-tags">Tags</h2>
          <TagList wiki={wiki} tags={data.tags} current={null} />
        </section>
      )}
    </div>
  );
}
