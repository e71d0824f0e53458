import { AppError } from '../../shared/contract/errors.ts';
import type { SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { Client } from './client.ts';
import { openWiki } from './open.ts';

/** Signs in from the environment, or asks. */
async function signIn(client: Client, wiki: WikiId): Promise<boolean> {
  const { env } = client.terminal;
  const username =
    env['COMMONPLACE_USERNAME'] ?? (await client.terminal.ask('User name: ', { isSecret: false }));
  if (username === null) return false;
  const password =
    env['COMMONPLACE_PASSWORD'] ??
    (await client.terminal.ask('Password or token: ', { isSecret: true }));
  if (password === null) return false;
  await client.request('sync.signIn', { wiki, username, password });
  return true;
}

async function syncOnce(client: Client, wiki: WikiId): Promise<SyncStatus | null> {
  try {
    const status = await client.runJob('sync.now', { wiki });
    return status.state.kind === 'signIn' ? null : status;
  } catch (error) {
    if (error instanceof AppError && error.code === 'AUTH_REQUIRED') return null;
    throw error;
  }
}

async function syncSignedIn(client: Client, wiki: WikiId): Promise<SyncStatus> {
  const hasEnvironment = client.terminal.env['COMMONPLACE_PASSWORD'] !== undefined;
  if (hasEnvironment) await signIn(client, wiki);
  const first = await syncOnce(client, wiki);
  if (first !== null) return first;
  if (!hasEnvironment && (await signIn(client, wiki))) {
    const second = await syncOnce(client, wiki);
    if (second !== null) return second;
  }
  throw new AppError(
    'AUTH_REQUIRED',
    'The server wants a user name and a password or token it knows. Set COMMONPLACE_USERNAME and COMMONPLACE_PASSWORD, or run this in a terminal.',
  );
}

/** What is left to say after a sync, and whether it asks for a person. */
function outcome(status: SyncStatus): { readonly isDone: boolean; readonly line: string } {
  const { state, openChoices } = status;
  switch (state.kind) {
    case 'noRemote':
      return { isDone: false, line: 'This wiki is not shared anywhere yet. Open it to set where.' };
    case 'offline':
      return {
        isDone: false,
        line: 'The server could not be reached. Nothing is lost; try later.',
      };
    case 'error':
      return { isDone: false, line: state.message };
    case 'signIn':
      return { isDone: false, line: `Sign in to ${state.host} first.` };
    case 'unknown':
    case 'syncing':
    case 'idle':
      return openChoices > 0
        ? { isDone: false, line: `${openChoices} to decide in the app: commonplace open` }
        : { isDone: true, line: 'All shared.' };
  }
}

export async function sync(
  client: Client,
  options: { readonly dir: string; readonly isJson: boolean },
): Promise<number> {
  const { wiki } = await openWiki(client, options.dir);
  const status = await syncSignedIn(client, wiki);
  const { isDone, line } = outcome(status);
  if (options.isJson) client.terminal.out(`${JSON.stringify(status)}\n`);
  for (const { path, reason } of status.quarantined)
    client.terminal.say(`Not taken: ${JSON.stringify(path)}: ${reason}`);
  client.terminal.say(line);
  return isDone ? 0 : 1;
}
