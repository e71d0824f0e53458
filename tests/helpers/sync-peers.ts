import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { CorePorts } from '../../electron/core/ports.ts';
import type { Preferences } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { page, setAuthor, startCore, type TestCore } from './core.ts';
import { gitAsync, makeRepo, makeTempDir } from './git-repo.ts';
import { startGitServer, type GitServerOptions } from './git-server.ts';

/** A member with a wiki of their own, which is shared with the others only. */
export interface Peer extends TestCore {
  readonly wiki: WikiId;
  readonly dir: string;
  write(path: string, text: string): Promise<void>;
  text(path: string): Promise<string | null>;
}

export interface PeerOptions {
  readonly ports?: Partial<CorePorts>;
  /** Nothing happens by itself, when left out. */
  readonly preferences?: Partial<Preferences>;
}

export async function serve(
  files: Readonly<Record<string, string>>,
  options: GitServerOptions = {},
) {
  const server = await startGitServer(options);
  onTestFinished(() => server.close());
  const repo = await server.createRepo('wiki', makeRepo({ files }));
  return { server, repo };
}

/** An empty bare repository in a folder, as plain git makes it. */
export async function sharedFolder(): Promise<string> {
  const dir = join(makeTempDir(), 'shared.git');
  await gitAsync(makeTempDir(), 'init', '-q', '--bare', '-b', 'main', dir);
  return dir;
}

export async function joinAs(
  url: string,
  name: string,
  { ports = {}, preferences = { isAutomatic: false } }: PeerOptions = {},
): Promise<Peer> {
  const app = await startCore(ports);
  const result = await app.job('wiki.join', {
    url,
    parentDir: join(app.home, 'documents'),
    name: 'Joined',
  });
  if (result.kind !== 'opened') throw new Error(`not joined: ${JSON.stringify(result)}`);
  const { wiki, dir } = result.summary;
  await app.call('sync.updatePreferences', { wiki, ...preferences });
  return asPeer(app, { wiki, dir }, name);
}

/** A member who started a wiki that is not shared yet. */
export async function startAs(
  files: Readonly<Record<string, string>>,
  name: string,
  { ports = {}, preferences = { isAutomatic: false } }: PeerOptions = {},
): Promise<Peer> {
  const app = await startCore(ports);
  const dir = makeRepo({ files });
  const wiki = await app.open(dir);
  await app.call('sync.updatePreferences', { wiki, ...preferences });
  return asPeer(app, { wiki, dir }, name);
}

export function asPeer(
  app: TestCore,
  { wiki, dir }: { readonly wiki: WikiId; readonly dir: string },
  name: string,
): Peer {
  setAuthor(dir, name, `${name.toLowerCase()}@example.org`);
  return {
    ...app,
    wiki,
    dir,
    async text(path) {
      const answer = await app.call('page.read', { wiki, path: page(path) });
      return answer.kind === 'page' ? answer.text : null;
    },
    async write(path, content) {
      const now = await app.call('page.read', { wiki, path: page(path) });
      const base = now.kind === 'page' ? now.blob : null;
      const saved = await app.call('page.save', { wiki, path: page(path), text: content, base });
      if (saved.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(saved)}`);
    },
  };
}

/** git's own programs find every repository sound, and no file that differs from the last revision. */
export async function expectSound(...dirs: string[]): Promise<void> {
  for (const dir of dirs) {
    expect(await gitAsync(dir, 'fsck', '--strict', '--no-dangling')).toBe('');
    if (existsSync(join(dir, '.git')))
      expect(await gitAsync(dir, 'status', '--porcelain')).toBe('');
  }
}

export const paragraphs = (...texts: string[]) => `${texts.join('\n\n')}\n`;

/** The commit that a shared repository's main branch stands on. */
export const tipOf = (dir: string) => gitAsync(dir, 'rev-parse', 'main');
