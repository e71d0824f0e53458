import type { JobProgress } from '../../shared/contract/events.ts';

const counts = new Intl.NumberFormat();
const sizes = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${sizes.format(bytes / 1000)} kB`;
  return `${sizes.format(bytes / 1_000_000)} MB`;
}

/** What is counted, in a writer's words. */
const unitWords = { objects: 'pieces', files: 'files', pages: 'pages' } as const;

/** A job's progress in one line: what it does, how far, how much came over the network. */
export function progressWords({ phase, done, total, unit, bytes }: JobProgress): string {
  const amount =
    unit === 'bytes'
      ? total === null
        ? sizeWords(done)
        : `${sizeWords(done)} of ${sizeWords(total)}`
      : total === null
        ? `${counts.format(done)} ${unitWords[unit]}`
        : `${counts.format(done)} of ${counts.format(total)} ${unitWords[unit]}`;
  const parts = [phase === '' ? 'Working' : `${phase.charAt(0).toUpperCase()}${phase.slice(1)}`];
  if (done > 0 || total !== null) parts.push(amount);
  if (bytes !== null && bytes > 0 && unit !== 'bytes') parts.push(sizeWords(bytes));
  return parts.join(' · ');
}
