import { basename } from 'node:path';
import type { Output, ParsedInput } from '../../../shared/contract/methods.ts';
import { initBare } from '../../git/transport/folder/folder-init.ts';
import { isRefName } from '../../git/ref-name.ts';
import { parseRemoteUrl } from '../../git/transport/remote-url.ts';
import type { OpenWiki } from '../open-wiki.ts';
import { createQueue, type Queue } from '../queue.ts';
import type { SaveContext } from '../save-page.ts';
import { forgetTracked, forgetUpstreams } from './branches.ts';
import type { Place } from './places.ts';
import type { ValidAddress } from './remote-access.ts';
import { findSharedFolder } from './shared-folder.ts';
import type { WikiSync } from './sync-service.ts';

type Change = Output<'sync.addRemote'>;
type Refusal = Extract<Change, { kind: 'refused' | 'needsCreate' }>;
type Shareable = Exclude<ValidAddress, { kind: 'bundle' }>;

const refuse = (message: string): Refusal => ({ kind: 'refused', message });

/** Adds, changes and removes the places of a wiki, one change after the other. */
export interface PlaceChanges {
  add(input: ParsedInput<'sync.addRemote'>): Promise<Change>;
  change(input: ParsedInput<'sync.changeRemote'>): Promise<Change>;
  remove(input: ParsedInput<'sync.removeRemote'>): Promise<void>;
}

export function createPlaceChanges(
  { ports }: SaveContext,
  wiki: OpenWiki,
  sync: WikiSync,
): PlaceChanges {
  // A queue of its own: what is under way at other places must not keep a person waiting.
  const queue: Queue = createQueue();
  const { config } = wiki.repo;

  const keep = async (name: string, address: Shareable): Promise<Change> => {
    if (address.kind === 'http' && address.credentials !== null) {
      await ports.secrets.set(address.origin, address.credentials);
    }
    await config.setRemote(name, address.url);
    await sync.places.remember();
    sync.announce();
    return { kind: 'set', name };
  };

  const leave = async (place: Place) => {
    await sync.leave(place);
    await forgetTracked(wiki.repo, place.name);
  };

  return {
    add: ({ url, name, create }) =>
      queue.run(async () => {
        const places = await sync.places.list();
        const address = await placeAt(wiki, url, create);
        if (address.kind === 'refused' || address.kind === 'needsCreate') return address;
        const same = places.find((place) => isSameAddress(place, address));
        if (same !== undefined) {
          return refuse(`This wiki is shared there already: the place is named ${same.name}.`);
        }
        const taken = new Set(places.map((place) => place.name.toLowerCase()));
        if (name !== null && taken.has(name.toLowerCase())) {
          return refuse(`There is a place named ${name} already. Choose another name.`);
        }
        const chosen = name ?? (places.length === 0 ? 'origin' : freeName(address, taken));
        if (!isPlaceName(chosen)) {
          return refuse(`A place can't be named ${chosen}. Use letters, digits and hyphens.`);
        }
        // Left behind by a place of that name that another program took away.
        await forgetTracked(wiki.repo, chosen);
        return keep(chosen, address);
      }),

    change: ({ name, url, create }) =>
      queue.run(async () => {
        const place = await sync.places.named(name);
        const address = await placeAt(wiki, url, create);
        if (address.kind === 'refused' || address.kind === 'needsCreate') return address;
        const others = (await sync.places.list()).filter((each) => each !== place);
        const same = others.find((each) => isSameAddress(each, address));
        if (same !== undefined) {
          return refuse(`This wiki is shared there already: the place is named ${same.name}.`);
        }
        if (place.configured === address.url) return keep(name, address);
        await leave(place);
        try {
          return await keep(name, address);
        } catch (error) {
          place.isLeft = false; // git's settings, held by another program, name it still
          throw error;
        }
      }),

    remove: ({ name }) =>
      queue.run(async () => {
        const place = await sync.places.named(name);
        // First, so that whoever hears of a visit that was stopped finds the place gone.
        await config.removeRemote(name);
        await leave(place);
        await forgetUpstreams(wiki.repo, name);
        await sync.places.remember();
        sync.announce();
      }),
  };
}

/** The place that a person's words name, made first where they agreed to that. */
async function placeAt(wiki: OpenWiki, url: string, create: boolean): Promise<Shareable | Refusal> {
  const address = parseRemoteUrl(url);
  switch (address.kind) {
    case 'invalid':
      return refuse(address.message);
    case 'bundle':
      return refuse('This is a parcel: open it instead. To share, give a folder or an address.');
    case 'http':
    case 'ssh':
      return address;
    case 'folder': {
      const { name } = await wiki.summary();
      const found = await findSharedFolder(address.dir, { dir: wiki.dir, name });
      switch (found.kind) {
        case 'missing':
          return refuse(
            `There is no folder ${address.dir}. If it is on a stick or a shared disk, connect that first.`,
          );
        case 'ownFolder':
          return refuse('This is the wiki’s own folder. Choose one elsewhere.');
        case 'empty':
          if (!create) return { kind: 'needsCreate', dir: found.dir };
          await initBare(found.dir);
          return folderAt(found.dir);
        case 'shared':
          return folderAt(found.dir);
      }
    }
  }
}

function folderAt(dir: string): Shareable | Refusal {
  const address = parseRemoteUrl(dir);
  return address.kind === 'folder' ? address : refuse(`The folder ${dir} can't be used.`);
}

function isSameAddress({ address }: Place, other: Shareable): boolean {
  return address.kind !== 'invalid' && address.url === other.url;
}

function isPlaceName(name: string): boolean {
  return isRefName(`refs/remotes/${name}/main`);
}

function saidName(address: Shareable): string {
  switch (address.kind) {
    case 'http':
      return new URL(address.url).hostname;
    case 'ssh':
      return address.host;
    case 'folder':
      return basename(address.dir).replace(/\.git$/i, '');
  }
}

/** A name that says where the place is, and that no other place has. */
function freeName(address: Shareable, taken: ReadonlySet<string>): string {
  const name = saidName(address)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const base = name === '' || !isPlaceName(name) ? 'place' : name.slice(0, 60);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
