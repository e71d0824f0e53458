import type { CheckReport } from '../../shared/contract/methods-wiki.ts';
import type { Client } from './client.ts';
import { openWiki } from './open.ts';

function* lines(report: CheckReport): Generator<string> {
  for (const { path, reason } of report.unreadable) yield `can't be read: ${path}: ${reason}`;
  for (const path of report.roundTrip.different) yield `saving would change: ${path}`;
  for (const { path, line, target } of report.brokenLinks)
    yield `leads nowhere: ${path}:${line}: ${target}`;
  for (const { path, line, target, candidates } of report.ambiguousLinks)
    yield `leads to several: ${path}:${line}: ${target}: ${candidates.join(', ')}`;
  for (const group of report.nameClashes)
    yield `one name on Windows and macOS: ${group.join(', ')}`;
  for (const { path, reason } of report.badNames) yield `not a name everywhere: ${path}: ${reason}`;
}

/** What the editor shows as source, raw HTML apart, as shares of all blocks. */
function keptAsSource({ total, kept }: CheckReport['blocks']): string {
  const share = (count: number): string => `${((count * 100) / Math.max(1, total)).toFixed(2)} %`;
  const { html = 0, ...others } = kept;
  const counts = Object.entries(others).sort(([, one], [, other]) => other - one);
  const sum = counts.reduce((all, [, count]) => all + count, 0);
  const kinds = counts.map(([kind, count]) => `${kind} ${share(count)}`).join(', ');
  return `Of ${total} blocks ${share(sum)} are kept as source${kinds === '' ? '' : ` (${kinds})`}, and ${share(html)} as raw HTML.`;
}

export async function check(
  client: Client,
  options: { readonly dir: string; readonly isJson: boolean },
): Promise<number> {
  const { wiki } = await openWiki(client, options.dir);
  const report = await client.runJob('wiki.check', { wiki });
  const { roundTrip, unreadable } = report;
  if (options.isJson) client.terminal.out(`${JSON.stringify(report)}\n`);
  else for (const line of lines(report)) client.terminal.out(`${line}\n`);
  client.terminal.say(
    `${roundTrip.identical} of ${roundTrip.pages} pages survive opening and saving, ` +
      `${unreadable.length} can't be read, ${report.brokenLinks.length} links lead nowhere.`,
  );
  client.terminal.say(keptAsSource(report.blocks));
  return roundTrip.different.length === 0 && unreadable.length === 0 ? 0 : 1;
}
