import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { WikiId } from '../../shared/contract/values.ts';
import { pageAt, startApp, type App } from './app.ts';
import { plainGitEnv } from './judge.ts';

/**
 * A process of its own that makes COUNT commits in DIR: `writer-program app DIR NAME COUNT DATADIR`
 * saves through a core with its own folder, `writer-program git DIR NAME COUNT` is git itself.
 * Every fifth save of an app is to a page that all apps write to.
 */
const [kind = '', dir = '', name = '', count = '0', dataDir = ''] = process.argv.slice(2);
const sharedPage = 'Everybody.md';
const maxTries = 200;

async function saveOwn(app: App, wiki: WikiId, round: number): Promise<void> {
  const path = pageAt(`${name}/Page ${round % 7}.md`);
  const now = await app.call('page.read', { wiki, path });
  const base = now.kind === 'page' ? now.blob : null;
  const text = `# ${name}\n\n${name}-${round} end\n`;
  const saved = await app.call('page.save', {
    wiki,
    path,
    text,
    base,
    summary: `${name} ${round}`,
  });
  if (saved.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(saved)}`);
}

/** As a person does whose save was refused because somebody was quicker: reads again, and saves again. */
async function saveShared(app: App, wiki: WikiId, round: number): Promise<void> {
  const path = pageAt(sharedPage);
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const now = await app.call('page.read', { wiki, path });
    if (now.kind !== 'page') throw new Error(`${sharedPage} is ${now.kind}`);
    const text = `${now.text}${name}-${round} end\n`;
    const input = { wiki, path, text, base: now.blob, summary: `${name} ${round}` };
    const saved = await app.call('page.save', input);
    if (saved.kind === 'saved') return;
    if (saved.kind !== 'stale') throw new Error(`not saved: ${JSON.stringify(saved)}`);
  }
  throw new Error(`${sharedPage} could not be saved in ${maxTries} tries`);
}

async function writeByApp(): Promise<void> {
  const app = await startApp(dataDir, { host: 'browser' });
  const wiki = await app.open(dir);
  for (let round = 0; round < Number(count); round += 1) {
    await (round % 5 === 4 ? saveShared : saveOwn)(app, wiki, round);
  }
  await app.close();
  if (app.complaints.length > 0) throw new Error(app.complaints.join('\n'));
}

const run = promisify(execFile);

/** git gives up at once when it finds a lock; who types its commands tries again. */
async function insist(...args: string[]): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await run('git', args, { cwd: dir, env: plainGitEnv });
      return;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (!/\.lock|cannot lock ref/u.test(words) || attempt === maxTries) throw error;
    }
  }
}

async function writeByGit(): Promise<void> {
  await mkdir(join(dir, name), { recursive: true });
  for (let round = 0; round < Number(count); round += 1) {
    const path = `${name}/Page ${round % 7}.md`;
    await writeFile(join(dir, path), `# ${name}\n\n${name}-${round} end\n`);
    await insist('add', path);
    await insist('commit', '-q', '-m', `${name} ${round}`);
  }
}

await (kind === 'git' ? writeByGit() : writeByApp());
