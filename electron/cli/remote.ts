import { assertNever } from '../../shared/contract/errors.ts';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { Client } from './client.ts';
import { openWiki } from './open.ts';

export type RemoteOptions = { readonly dir: string; readonly isJson: boolean } & (
  | { readonly action: 'list' }
  | {
      readonly action: 'add';
      readonly url: string;
      readonly name: string | null;
      readonly create: boolean;
    }
  | { readonly action: 'remove'; readonly name: string }
  | { readonly action: 'test'; readonly url: string }
);

function changed(client: Client, answer: Output<'sync.addRemote'>): number {
  switch (answer.kind) {
    case 'set':
      client.terminal.say(`Shared there as ${answer.name}. Now: commonplace sync`);
      return 0;
    case 'refused':
      client.terminal.say(answer.message);
      return 1;
    case 'needsCreate':
      client.terminal.say(
        `Nothing is shared in that folder yet. To make ${answer.dir}, ask again with --create.`,
      );
      return 1;
  }
}

async function test(client: Client, wiki: WikiId, url: string, isJson: boolean): Promise<number> {
  const answer = await client.runJob('sync.testRemote', { wiki, url });
  if (isJson) client.terminal.out(`${JSON.stringify(answer)}\n`);
  switch (answer.kind) {
    case 'reached':
      client.terminal.say(
        answer.isEmpty
          ? 'Reached. Nothing is there yet: the first sync fills it.'
          : answer.isRelated === true
            ? 'Reached. It holds this wiki.'
            : 'Reached. It holds a history that is not here.',
      );
      return 0;
    case 'signIn':
      client.terminal.say(`${answer.host} wants a sign-in.`);
      return 1;
    case 'failed':
      client.terminal.say(answer.message);
      return 1;
    default:
      return assertNever(answer);
  }
}

/** Where a wiki is shared: lists, adds, removes and tests the places. */
export async function remote(client: Client, options: RemoteOptions): Promise<number> {
  const { wiki } = await openWiki(client, options.dir);
  const { isJson } = options;
  switch (options.action) {
    case 'list': {
      const { remotes } = await client.request('sync.status', { wiki });
      if (isJson) client.terminal.out(`${JSON.stringify(remotes)}\n`);
      else for (const { name, url } of remotes) client.terminal.out(`${name}\t${url}\n`);
      if (remotes.length === 0) client.terminal.say('This wiki is not shared anywhere yet.');
      return 0;
    }
    case 'add': {
      const { url, name, create } = options;
      const answer = await client.request('sync.addRemote', { wiki, url, name, create });
      if (isJson) client.terminal.out(`${JSON.stringify(answer)}\n`);
      return changed(client, answer);
    }
    case 'remove':
      await client.request('sync.removeRemote', { wiki, name: options.name });
      if (isJson) client.terminal.out('{}\n');
      client.terminal.say('This wiki is not shared there any more. Nothing was deleted there.');
      return 0;
    case 'test':
      return test(client, wiki, options.url, isJson);
    default:
      return assertNever(options);
  }
}
