import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchCore } from './bench-core.ts';
import { tableOf, timed } from './measure.ts';
import { servePeers } from './peers.ts';
import { measureWiki } from './scenario.ts';
import { generateWiki } from './wiki-generator.ts';

const { values } = parseArgs({
  options: {
    wiki: { type: 'string' },
    pages: { type: 'string', default: '2000' },
    layout: { type: 'string', default: 'foldered' },
    json: { type: 'boolean', default: false },
    /** Set for the run that measures: a process of its own, so that making the wiki costs it nothing. */
    prepared: { type: 'string' },
    /** Set for the run that only joins a wiki: a process of its own, so that its memory can be told. */
    join: { type: 'string' },
    into: { type: 'string', default: '' },
    /** Set for the process that runs the peers. */
    peers: { type: 'boolean', default: false },
  },
});

/** Makes the folder to measure in: `wiki` with the wiki, beside it an empty `work`. */
async function prepare(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'commonplace-bench-'));
  await mkdir(join(dir, 'work'));
  if (values.wiki === undefined) {
    const layout = values.layout === 'flat' ? 'flat' : 'foldered';
    await generateWiki(join(dir, 'wiki'), Number(values.pages), layout);
  } else {
    const given = resolve(process.env['INIT_CWD'] ?? '.', values.wiki);
    await cp(given, join(dir, 'wiki'), { recursive: true, verbatimSymlinks: true });
  }
  return dir;
}

/** Prints the time in milliseconds and the peak memory in MB. */
async function joinOnly(url: string, dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const core = await BenchCore.start(join(dir, 'home'));
  const timeMs = await timed(() => core.join(url, dir));
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${timeMs} ${peakMb}\n`);
  await core.close();
}

if (values.peers) {
  await servePeers();
} else if (values.join !== undefined) {
  await joinOnly(values.join, values.into);
} else if (values.prepared === undefined) {
  process.stdout.write(`${await prepare()}\n`);
} else {
  const dir = values.prepared;
  const report = await measureWiki(join(dir, 'wiki'), join(dir, 'work'));
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    process.stdout.write(`${report.pages} pages\n\n${tableOf(report.measurements)}\n\n`);
    process.stdout.write(`Peak memory of the core: ${report.peakMemoryMb} MB\n`);
    for (const note of report.notes) process.stdout.write(`${note}\n`);
  }
}
