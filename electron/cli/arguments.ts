import { parseArgs } from 'node:util';
import type { CallOptions } from './call.ts';
import type { ParcelOptions } from './parcel.ts';
import type { RemoteOptions } from './remote.ts';
import type { SearchOptions } from './search.ts';
import type { SyncOptions } from './sync.ts';

/** What a command line asks for; `misuse` says what is wrong with it. */
export type Asked =
  | ({ readonly command: 'search' } & SearchOptions)
  | ({ readonly command: 'call' } & CallOptions & { readonly isJson: boolean })
  | ({ readonly command: 'sync' } & SyncOptions)
  | ({ readonly command: 'remote' } & RemoteOptions)
  | ({ readonly command: 'parcel' } & ParcelOptions)
  | { readonly command: 'check'; readonly dir: string; readonly isJson: boolean }
  | Misuse;

interface Misuse {
  readonly command: 'misuse';
  readonly problem: string;
}

const misuse = (problem: string): Misuse => ({ command: 'misuse', problem });

/** Which command, with its action where it has several, takes an option besides `--json`. */
const takers: Readonly<Record<string, string>> = {
  limit: 'search',
  name: 'remote add',
  create: 'remote add',
  'since-last': 'parcel make',
  'join-unrelated': 'sync',
};

/** A number at the end of an argument must not be taken for an option (`-1`), nor must `-`. */
function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      limit: { type: 'string' },
      name: { type: 'string' },
      create: { type: 'boolean' },
      'since-last': { type: 'boolean' },
      'join-unrelated': { type: 'boolean' },
    },
    allowPositionals: true,
  });
}

type Values = ReturnType<typeof parse>['values'];

export function parseArguments(argv: readonly string[]): Asked {
  const [command = '', ...args] = argv;
  let parsed;
  try {
    parsed = parse(args);
  } catch (error) {
    return misuse((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '');
  }
  const { positionals, values } = parsed;
  const hasActions = command === 'remote' || command === 'parcel';
  const full = hasActions ? `${command} ${positionals[0] ?? ''}` : command;
  const stray = Object.keys(values).find((name) => (takers[name] ?? full) !== full);
  if (stray !== undefined) return misuse(`${full} takes no --${stray}`);
  return hasActions
    ? parseAction(full, positionals.slice(1), values)
    : parseCommand(command, positionals, values);
}

function parseCommand(command: string, positionals: readonly string[], values: Values): Asked {
  const [dir, ...rest] = positionals;
  const isJson = values.json;
  const limit = Number(values.limit ?? '20');
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    return misuse('--limit wants a number from 1 to 200');
  if (dir === undefined) return misuse('Name the folder of the wiki');
  switch (command) {
    case 'search':
      return rest.length === 0
        ? misuse('Say what to search for')
        : { command, dir, query: rest.join(' '), limit, isJson };
    case 'call': {
      const [method, json = null, ...tooMany] = rest;
      if (method === undefined) return misuse('Name the method');
      if (tooMany.length > 0) return misuse('The input is one argument: quote the JSON');
      return { command, dir, method, json, isJson };
    }
    case 'sync': {
      const [remote = null, ...tooMany] = rest;
      return tooMany.length > 0
        ? misuse('Name one place, or none for all')
        : { command, dir, remote, joinsUnrelated: values['join-unrelated'] ?? false, isJson };
    }
    case 'check':
      return rest.length > 0 ? misuse('Name one folder only') : { command, dir, isJson };
    default:
      return misuse(`There is no command ${command}`);
  }
}

function parseAction(action: string, positionals: readonly string[], values: Values): Asked {
  const [dir, what, ...tooMany] = positionals;
  const isJson = values.json;
  const lacking = (words: string) =>
    misuse(dir === undefined ? 'Name the folder of the wiki' : words);
  if (tooMany.length > 0) return misuse(`${action} takes no ${tooMany.join(' ')}`);
  switch (action) {
    case 'remote list':
      if (dir === undefined) return lacking('');
      return what === undefined
        ? { command: 'remote', action: 'list', dir, isJson }
        : misuse('Name one folder only');
    case 'remote add': {
      const { name = null, create = false } = values;
      return dir === undefined || what === undefined
        ? lacking('Say where to share: a web address, an SSH address or a folder')
        : { command: 'remote', action: 'add', dir, url: what, name, create, isJson };
    }
    case 'remote remove':
      return dir === undefined || what === undefined
        ? lacking('Name the place')
        : { command: 'remote', action: 'remove', dir, name: what, isJson };
    case 'remote test':
      return dir === undefined || what === undefined
        ? lacking('Give the address or the folder')
        : { command: 'remote', action: 'test', dir, url: what, isJson };
    case 'parcel make': {
      if (dir === undefined) return lacking('');
      const isSinceLast = values['since-last'] ?? false;
      return { command: 'parcel', action: 'make', dir, into: what ?? '.', isSinceLast, isJson };
    }
    case 'parcel open':
      return dir === undefined || what === undefined
        ? lacking('Name the parcel')
        : { command: 'parcel', action: 'open', dir, file: what, isJson };
    default:
      return misuse(`There is no command ${action.trim()}`);
  }
}
