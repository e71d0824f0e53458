import { decodeText } from './text.ts';
import { type SourceKind, sourceKindOf } from '../../shared/markdown/model/kept-source.ts';
import { type PageModel, readPage } from '../../shared/markdown/model/read-page.ts';
import { survives } from '../../shared/markdown/model/round-trip.ts';
import type { CheckReport } from '../../shared/contract/methods-wiki.ts';
import { clashKey, treePathProblem } from '../../shared/wiki/path-policy.ts';
import type { JobContext } from './jobs.ts';
import type { OpenWiki } from './open-wiki.ts';

/**
 * Looks at every page: names, links, and whether opening and saving it would change a byte.
 * Each page is read once and none is held; the job gives way to others between pages.
 */
export async function checkWiki(wiki: OpenWiki, job: JobContext): Promise<CheckReport> {
  const pages = wiki.catalogue.pages();
  const unreadable: CheckReport['unreadable'] = [];
  const different: string[] = [];
  let identical = 0;
  const blocks: BlockCount = { total: 0, kept: {} };
  for (const [index, { path }] of pages.entries()) {
    job.signal.throwIfAborted();
    const bytes = await wiki.files.read(path).catch(() => null);
    const text = bytes === null ? null : decodeText(bytes);
    if (text === null) {
      unreadable.push({ path, reason: bytes === null ? 'can’t be read' : 'is not text in UTF-8' });
    } else {
      const page = readPage(text);
      countBlocks(page, blocks);
      if (survives(page)) identical += 1;
      else different.push(path);
    }
    job.report({
      phase: 'Checking pages',
      done: index + 1,
      total: pages.length,
      unit: 'pages',
      bytes: null,
    });
  }
  await wiki.indexed();
  const links = await wiki.search.linkReport();
  return {
    pages: pages.length,
    ...links,
    ...nameReport(pages.map(({ path }) => path)),
    unreadable,
    roundTrip: { pages: identical + different.length, identical, different },
    blocks,
  };
}

interface BlockCount {
  total: number;
  readonly kept: Partial<Record<SourceKind, number>>;
}

function countBlocks(page: PageModel, count: BlockCount): void {
  for (const { model } of page.blocks) {
    count.total += 1;
    const kind = page.isParsed ? sourceKindOf(model) : 'tooLong';
    if (kind !== null) count.kept[kind] = (count.kept[kind] ?? 0) + 1;
  }
}

function nameReport(paths: readonly string[]): Pick<CheckReport, 'nameClashes' | 'badNames'> {
  const groups = new Map<string, string[]>();
  const badNames: CheckReport['badNames'] = [];
  for (const path of paths) {
    const key = clashKey(path);
    groups.set(key, [...(groups.get(key) ?? []), path]);
    const reason = treePathProblem(path);
    if (reason !== null) badNames.push({ path, reason });
  }
  return { nameClashes: [...groups.values()].filter((group) => group.length > 1), badNames };
}
