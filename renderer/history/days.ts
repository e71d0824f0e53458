/** Things of one day, newest first, as they came. */
export interface Day<Item> {
  /** `2024-05-01` in the reader's time zone. */
  readonly key: string;
  readonly dateMs: number;
  readonly items: readonly Item[];
}

const pad = (value: number) => String(value).padStart(2, '0');

function dayKey(dateMs: number): string {
  const date = new Date(dateMs);
  // A commit's date comes from a peer and may be no date at all.
  if (Number.isNaN(date.getTime())) return 'unknown';
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Groups by the reader's calendar day. Neighbours of one day stay together; the order stays as it is. */
export function groupByDay<Item extends { readonly dateMs: number }>(
  items: readonly Item[],
): Day<Item>[] {
  const days: { key: string; dateMs: number; items: Item[] }[] = [];
  for (const item of items) {
    const key = dayKey(item.dateMs);
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else days.push({ key, dateMs: item.dateMs, items: [item] });
  }
  return days;
}

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

/** "Today", "Yesterday", else the date in full. */
export function dayName(day: Pick<Day<unknown>, 'key' | 'dateMs'>, nowMs: number): string {
  const today = new Date(nowMs);
  if (day.key === 'unknown') return 'Unknown date';
  if (day.key === dayKey(nowMs)) return 'Today';
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return day.key === dayKey(yesterday.getTime()) ? 'Yesterday' : full.format(day.dateMs);
}
