import { resolve } from 'node:path';
import type { Client } from './client.ts';
import { openWiki } from './open.ts';

export type ParcelOptions = { readonly dir: string; readonly isJson: boolean } & (
  | { readonly action: 'make'; readonly into: string; readonly isSinceLast: boolean }
  | { readonly action: 'open'; readonly file: string }
);

const counted = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

/** A wiki's history as one file, to hand on by stick or mail. */
export async function parcel(client: Client, options: ParcelOptions): Promise<number> {
  const { terminal } = client;
  const { wiki } = await openWiki(client, options.dir);
  if (options.action === 'make') {
    const answer = await client.runJob('parcel.make', {
      wiki,
      dir: resolve(options.into),
      since: options.isSinceLast ? 'lastParcel' : 'everything',
    });
    if (options.isJson) terminal.out(`${JSON.stringify(answer)}\n`);
    else if (answer.kind === 'made') terminal.out(`${answer.file}\n`);
    terminal.say(
      answer.kind === 'made'
        ? `A parcel with ${counted(answer.commits, 'revision', 'revisions')}, ${(answer.sizeBytes / 1_000_000).toFixed(1)} MB.`
        : 'Nothing is new since the last parcel.',
    );
    return 0;
  }
  const answer = await client.runJob('parcel.open', { wiki, file: resolve(options.file) });
  if (options.isJson) terminal.out(`${JSON.stringify(answer)}\n`);
  switch (answer.kind) {
    case 'joined':
      terminal.say(`Joined ${counted(answer.commits, 'revision', 'revisions')}.`);
      if (answer.openChoices > 0) terminal.say('Choices wait in the app: commonplace open');
      return 0;
    case 'nothingNew':
      terminal.say('You have all of it already.');
      return 0;
    case 'refused':
      terminal.say(answer.message);
      return 1;
  }
}
