import { AppError, assertNever } from '../../shared/contract/errors.ts';
import type { RemoteStatus, SyncStatus } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import type { Client } from './client.ts';
import { openWiki } from './open.ts';

export interface SyncOptions {
  readonly dir: string;
  /** The place's name; null: all that are not paused. */
  readonly remote: string | null;
  /** Whether another wiki, with no history in common, may become part of this one. */
  readonly joinsUnrelated: boolean;
  readonly isJson: boolean;
}

const places = (status: SyncStatus, remote: string | null) =>
  status.remotes.filter(({ name }) => remote === null || name === remote);

const wantSignIn = (status: SyncStatus, remote: string | null) =>
  places(status, remote).filter(({ state }) => state.kind === 'signIn');

/** A name and a password from the environment go to one host only, or a person is asked. */
async function credentialsFor(client: Client, host: string, isOnlyHost: boolean) {
  const { env } = client.terminal;
  const password = env['COMMONPLACE_PASSWORD'];
  if (password !== undefined && !isOnlyHost) {
    throw new AppError(
      'AUTH_REQUIRED',
      'COMMONPLACE_PASSWORD is for one host, and this wiki is shared at several. Sync one place at a time: commonplace sync DIR NAME.',
    );
  }
  const username =
    env['COMMONPLACE_USERNAME'] ??
    (await client.terminal.ask(`User name for ${host}: `, { isSecret: false }));
  if (username === null) return null;
  const typed = password ?? (await client.terminal.ask('Password or token: ', { isSecret: true }));
  return typed === null ? null : { username, password: typed };
}

/** False when nobody could sign in anywhere. */
async function signIn(client: Client, wiki: WikiId, status: SyncStatus, remote: string | null) {
  const hosts = new Set(
    places(status, remote)
      .filter(({ kind }) => kind === 'web')
      .map(({ url }) => (URL.canParse(url) ? new URL(url).origin : url)),
  );
  let hasAny = false;
  for (const { name, state } of wantSignIn(status, remote)) {
    const host = state.kind === 'signIn' ? state.host : '';
    const credentials = await credentialsFor(client, host, hosts.size === 1);
    if (credentials === null) continue;
    await client.request('sync.signIn', { wiki, remote: name, ...credentials });
    hasAny = true;
  }
  return hasAny;
}

/** A round's outcome; also of one in which nothing went well, whose states tell why. */
async function syncOnce(client: Client, wiki: WikiId, { remote, joinsUnrelated }: SyncOptions) {
  try {
    return await client.runJob('sync.now', { wiki, remote, joinsUnrelated });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'CANCELLED') throw error;
    const status = await client.request('sync.status', { wiki });
    if (places(status, remote).length === 0) throw error;
    return status;
  }
}

function line({ state, note }: RemoteStatus): { readonly isDone: boolean; readonly text: string } {
  switch (state.kind) {
    case 'offline':
      return { isDone: false, text: 'It could not be reached. Nothing is lost; try later.' };
    case 'absent':
      return {
        isDone: false,
        text: 'The folder is not there now. Connect its disk, then try again.',
      };
    case 'error': {
      const way = state.code === 'UNRELATED' ? ' To join both wikis: --join-unrelated.' : '';
      return { isDone: false, text: state.message + way };
    }
    case 'signIn':
      return {
        isDone: false,
        text: `${state.host} wants a user name and a password or token it knows. Set COMMONPLACE_USERNAME and COMMONPLACE_PASSWORD, or run this in a terminal.`,
      };
    case 'paused':
      return { isDone: true, text: 'Paused.' };
    case 'unknown':
    case 'syncing':
      return { isDone: false, text: 'Not synced.' };
    case 'idle':
      return { isDone: true, text: note === null ? 'All shared.' : `All shared. ${note}` };
    default:
      return assertNever(state);
  }
}

export async function sync(client: Client, options: SyncOptions): Promise<number> {
  const { remote } = options;
  const { wiki } = await openWiki(client, options.dir);
  let status = await syncOnce(client, wiki, options);
  if (wantSignIn(status, remote).length > 0 && (await signIn(client, wiki, status, remote))) {
    status = await syncOnce(client, wiki, options);
  }
  if (options.isJson) client.terminal.out(`${JSON.stringify(status)}\n`);
  for (const { path, reason } of status.quarantined)
    client.terminal.say(`Not taken: ${JSON.stringify(path)}: ${reason}`);
  let isDone = true;
  for (const place of places(status, remote)) {
    const { isDone: isPlaceDone, text } = line(place);
    client.terminal.say(status.remotes.length === 1 ? text : `${place.name}: ${text}`);
    isDone &&= isPlaceDone;
  }
  const { openChoices } = status;
  if (openChoices > 0) {
    const open = openChoices === 1 ? '1 choice is open' : `${openChoices} choices are open`;
    client.terminal.say(`${open}. Choose in the app: commonplace open`);
  }
  return isDone ? 0 : 1;
}
