import { describe, expect, it } from 'vitest';
import { chooseOlder, comparedPair } from '../../../renderer/history/compared-pair.ts';
import { dayName, groupByDay } from '../../../renderer/history/days.ts';
import { oid, type Revision } from '../../../shared/contract/values.ts';
import { toPagePath } from '../../../shared/wiki/page-path.ts';

const oidOf = (digit: number) => oid.parse(String(digit).repeat(40));
const path = toPagePath('a.md');
const revisions: Revision[] = [4, 3, 2, 1].flatMap((digit) =>
  path === null
    ? []
    : [
        {
          commit: oidOf(digit),
          author: { name: 'Ada', email: '' },
          dateMs: digit,
          summary: '',
          path,
          blob: null,
        },
      ],
);
const newest = { newer: null, older: null };

function commits(chosen: Parameters<typeof comparedPair>[1]) {
  const pair = comparedPair(revisions, chosen);
  return [pair?.newer.commit[0], pair?.older?.commit[0]];
}

describe('the two versions that are compared', () => {
  it('are the newest and the one before it at first', () => {
    expect(commits(newest)).toEqual(['4', '3']);
    expect(comparedPair([], newest)).toBeNull();
  });

  it('are the chosen one and the one before it', () => {
    expect(commits({ newer: oidOf(2), older: null })).toEqual(['2', '1']);
    expect(commits({ newer: oidOf(1), older: null })).toEqual(['1', undefined]);
  });

  it('can be any two, the older one always first', () => {
    const pair = comparedPair(revisions, { newer: oidOf(3), older: null });
    if (pair === null) throw new Error('expected a pair');
    expect(commits(chooseOlder(revisions, pair, oidOf(1)))).toEqual(['3', '1']);
    expect(commits(chooseOlder(revisions, pair, oidOf(4)))).toEqual(['4', '3']);
  });
});

describe('the days of recent changes', () => {
  const at = (day: number, hour: number) => ({ dateMs: new Date(2024, 4, day, hour).getTime() });

  it('hold the changes of one calendar day in the order they came', () => {
    const days = groupByDay([at(3, 9), at(3, 1), at(2, 23), { dateMs: Number.NaN }]);
    expect(days.map(({ key, items }) => [key, items.length])).toEqual([
      ['2024-05-03', 2],
      ['2024-05-02', 1],
      ['unknown', 1],
    ]);
  });

  it('are named as a person names them', () => {
    const now = at(3, 12).dateMs;
    const [today, yesterday, before] = groupByDay([at(3, 9), at(2, 9), at(1, 9)]);
    expect(today && dayName(today, now)).toBe('Today');
    expect(yesterday && dayName(yesterday, now)).toBe('Yesterday');
    expect(before && dayName(before, now)).toContain('2024');
  });
});
