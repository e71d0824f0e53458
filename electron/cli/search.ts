import type { AppEvent } from '../../shared/contract/events.ts';
import type { SnippetPiece, WikiId } from '../../shared/contract/values.ts';
import type { Client } from './client.ts';
import { openWiki } from './open.ts';

const text = (pieces: readonly SnippetPiece[]) =>
  pieces
    .map((piece) => piece.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** Waits until every page is searchable. */
async function indexed(client: Client, wiki: WikiId): Promise<void> {
  let notice = () => {};
  let hasEnded = false;
  const stop = client.core.onEvent((event: AppEvent) => {
    if (event.name !== 'index.progress' || event.wiki !== wiki) return;
    client.terminal.progress(`Reading pages: ${event.done} of ${event.total}`);
    hasEnded ||= event.isReady;
    notice();
  });
  try {
    hasEnded ||= (await client.request('search.state', { wiki })).isReady;
    while (!hasEnded) await new Promise<void>((resolve) => (notice = resolve));
  } finally {
    stop();
  }
}

export interface SearchOptions {
  readonly dir: string;
  readonly query: string;
  readonly limit: number;
  readonly isJson: boolean;
}

export async function search(client: Client, options: SearchOptions): Promise<number> {
  const { wiki } = await openWiki(client, options.dir);
  await indexed(client, wiki);
  const { query, limit } = options;
  const answer = await client.request('search.query', { wiki, query, limit });
  if (options.isJson) {
    client.terminal.out(`${JSON.stringify(answer)}\n`);
    return 0;
  }
  for (const hit of answer.hits)
    client.terminal.out(`${hit.path}\n    ${hit.title}\n    ${text(hit.snippet)}\n`);
  const { total } = answer;
  client.terminal.say(total === 1 ? '1 page found.' : `${total} pages found.`);
  return 0;
}
