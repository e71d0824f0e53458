import { AppError } from '../../../shared/contract/errors.ts';
import type { Questions } from '../ask.ts';
import type { Handlers } from '../dispatch.ts';
import type { Jobs } from '../jobs.ts';
import type { SaveContext } from '../save-page.ts';
import type { Wikis } from '../wikis.ts';
import { makeParcel, openParcel } from './parcels.ts';
import type { Place } from './places.ts';
import { validAddress } from './remote-access.ts';
import type { Syncs } from './syncs.ts';
import { testRemote } from './test-remote.ts';

export interface SyncServices {
  readonly jobs: Jobs;
  readonly wikis: Wikis;
  readonly syncs: Syncs;
  readonly questions: Questions;
}

/** The key of a place's credentials. @throws AppError `REMOTE_INVALID` for a place without sign-in */
function originOf({ configured }: Pick<Place, 'configured'>): string {
  const address = validAddress(configured);
  if (address.kind === 'http') return address.origin;
  throw new AppError(
    'REMOTE_INVALID',
    address.kind === 'ssh'
      ? 'Your own SSH signs in there, with your key. Commonplace keeps no password for it.'
      : 'A folder needs no sign-in.',
  );
}

export function syncHandlers(
  context: SaveContext,
  { jobs, wikis, syncs, questions }: SyncServices,
): Pick<
  Handlers,
  Extract<keyof Handlers, `sync.${string}` | `parcel.${string}` | `ask.${string}`>
> {
  const { ports } = context;
  return {
    'sync.status': ({ wiki }) => syncs.of(wiki).sync.status(),
    'sync.addRemote': (input) => syncs.of(input.wiki).changes.add(input),
    'sync.changeRemote': (input) => syncs.of(input.wiki).changes.change(input),
    'sync.removeRemote': async (input) => {
      await syncs.of(input.wiki).changes.remove(input);
      return {};
    },
    'sync.testRemote': ({ wiki, url }) => {
      const open = wiki === null ? null : wikis.get(wiki);
      return { job: jobs.start((job) => testRemote(ports, questions, open, url, job)) };
    },
    'sync.pause': async ({ wiki, name, isPaused }) => {
      await syncs.of(wiki).sync.pause(name, isPaused);
      return {};
    },
    'sync.now': ({ wiki, remote, joinsUnrelated }) => {
      const { sync } = syncs.of(wiki);
      return { job: jobs.start((job) => sync.now(job, remote, joinsUnrelated)) };
    },
    'sync.wake': async ({ wiki, reason }) => {
      await syncs.of(wiki).auto?.wake(reason);
      return {};
    },
    'sync.signIn': async ({ wiki, remote, username, password }) => {
      const { sync, auto } = syncs.of(wiki);
      const origin = originOf(await sync.places.named(remote));
      await ports.secrets.set(origin, { username, password });
      // Where nothing happens by itself, the one who signed in says when to sync.
      if (auto !== null) void sync.afterSignIn(origin);
      return {};
    },
    'sync.signInTo': async ({ url, username, password }) => {
      await ports.secrets.set(originOf({ configured: url }), { username, password });
      return {};
    },
    'sync.signOut': async ({ wiki, remote }) => {
      await ports.secrets.delete(originOf(await syncs.of(wiki).sync.places.named(remote)));
      return {};
    },
    'sync.preferences': ({ wiki }) => syncs.of(wiki).preferences.read(),
    'sync.updatePreferences': ({ wiki, ...changes }) => syncs.of(wiki).preferences.update(changes),

    'parcel.make': (input) => {
      const wiki = wikis.get(input.wiki);
      return { job: jobs.start((job) => makeParcel(context, wiki, input, job)) };
    },
    'parcel.open': (input) => {
      const wiki = wikis.get(input.wiki);
      const { sync } = syncs.of(input.wiki);
      return { job: jobs.start((job) => openParcel(context, wiki, sync, input, job)) };
    },

    'ask.list': () => ({ questions: [...questions.list()] }),
    'ask.answer': ({ id, answer }) => ({ wasOpen: questions.answer(id, answer) }),
  };
}
