import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { startApp } from '../../helpers/app-process.ts';
import { chromiumArguments, chromiumPath } from '../../helpers/chromium.ts';
import { watchKeys } from './keys.ts';
import { tableOfFigures } from './report.ts';
import { type Figures, measureOurs, measurePeer, openHuge, together } from './subjects.ts';
import { type BenchText, benchTexts, hugeText, shortText } from './texts.ts';

const { values } = parseArgs({
  options: {
    /** The built program of the page with CodeMirror. */
    peer: { type: 'string', default: '' },
    only: { type: 'string', multiple: true },
    /** How often each text is written on in each editor. */
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});

const rounds = Math.max(1, Number(values.rounds) || 1);
const viewport = { width: 1280, height: 900 };

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function makeWiki(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'commonplace-bench-editor-'));
  const git = (...args: string[]) => execFileSync('git', ['-C', dir, ...args]);
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Wanda Writer');
  git('config', 'user.email', 'wanda@example.org');
  await writeFile(join(dir, 'Home.md'), '# Home\n\nStart here.\n');
  await writeFile(join(dir, 'short.md'), shortText);
  await writeFile(join(dir, 'huge.md'), hugeText());
  // A page of its own for each round: what was written in the last one is kept as a draft.
  for (const { name, text } of benchTexts())
    for (let round = 0; round < rounds; round += 1)
      await writeFile(join(dir, `${name}-${round}.md`), text);
  git('add', '-A');
  git('commit', '-q', '-m', 'Pages');
  return dir;
}

async function openPeerPage(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.addStyleTag({
    content: '.cm-editor { height: 90vh } .cm-scroller { overflow: auto }',
  });
  await page.addScriptTag({ path: values.peer });
  await watchKeys(page);
}

export interface Beside {
  readonly name: string;
  readonly ours: Figures;
  readonly peer: Figures;
}

const wikiDir = await makeWiki();
const app = await startApp({ wikiDir, projectDir: process.cwd() });
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: [
    ...chromiumArguments,
    '--enable-precise-memory-info',
    // Chrome looks ten times a second at the links of a page that came by http, to guess where to go next,
    // and draws a frame for it. A desktop app has no such guess, and CodeMirror's page has no links.
    '--disable-features=NavigationPredictor',
  ],
});
try {
  const page = await browser.newPage({ viewport });
  await page.goto(app.url);
  await page.waitForURL(/#\/w\/[0-9a-f]{16}/u);
  const wiki = /#\/w\/([0-9a-f]{16})/u.exec(page.url())?.[1] ?? '';
  await watchKeys(page);
  // The editor's own program is fetched once.
  await page.evaluate((hash) => (window.location.hash = hash), `#/w/${wiki}/edit/short.md`);
  await page.getByRole('textbox', { name: 'Page text' }).waitFor();
  const rows: Beside[] = [];
  const ofPeer = async (text: BenchText): Promise<Figures> => {
    const peerPage = await browser.newPage({ viewport });
    await openPeerPage(peerPage);
    const figures = await measurePeer(peerPage, text);
    await peerPage.close();
    await page.bringToFront();
    return figures;
  };
  const texts = benchTexts().filter(({ name }) => values.only?.includes(name) ?? true);
  for (const text of texts) {
    const [ours, peer]: [Figures[], Figures[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      say(`Writing on ${text.name}, ${round + 1} of ${rounds} …`);
      // Each is first in turn: what the one leaves behind must not always fall to the other.
      if (round % 2 === 0) peer.push(await ofPeer(text));
      ours.push(await measureOurs(page, wiki, `${text.name}-${round}.md`));
      if (round % 2 === 1) peer.push(await ofPeer(text));
    }
    rows.push({ name: text.name, ours: together(ours), peer: together(peer) });
  }
  const hugeMs = await openHuge(page, wiki, 'huge.md');
  const load = loadavg()[0] ?? 0;
  if (values.json) process.stdout.write(`${JSON.stringify({ rows, hugeMs, load }, null, 2)}\n`);
  else process.stdout.write(tableOfFigures(rows, hugeMs, load));
} finally {
  await browser.close();
  await app.stop();
  await rm(wikiDir, { recursive: true, force: true });
}
