import { parseArgs } from 'node:util';
import type { CallOptions } from './call.ts';
import type { SearchOptions } from './search.ts';

/** What a command line asks for; `misuse` says what is wrong with it. */
export type Asked =
  | ({ readonly command: 'search' } & SearchOptions)
  | ({ readonly command: 'call' } & CallOptions & { readonly isJson: boolean })
  | { readonly command: 'sync' | 'check'; readonly dir: string; readonly isJson: boolean }
  | { readonly command: 'misuse'; readonly problem: string };

const misuse = (problem: string): Asked => ({ command: 'misuse', problem });

/** A number at the end of an argument must not be taken for an option (`-1`), nor must `-`. */
function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, limit: { type: 'string' } },
    allowPositionals: true,
  });
}

export function parseArguments(argv: readonly string[]): Asked {
  const [command = '', ...args] = argv;
  let parsed;
  try {
    parsed = parse(args);
  } catch (error) {
    return misuse((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '');
  }
  const [dir, ...rest] = parsed.positionals;
  const isJson = parsed.values.json;
  const limit = Number(parsed.values.limit ?? '20');
  if (parsed.values.limit !== undefined && command !== 'search')
    return misuse(`${command} takes no --limit`);
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
    case 'sync':
    case 'check':
      return rest.length > 0 ? misuse('Name one folder only') : { command, dir, isJson };
    default:
      return misuse(`There is no command ${command}`);
  }
}
