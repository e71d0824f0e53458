import { useEffect } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { useCore } from '../client/queries.ts';

type Holder = Output<'wiki.holders'>['holders'][number];

const programs: Readonly<Record<Holder['program'], string>> = {
  desktop: 'Commonplace’s own window',
  browser: 'Commonplace in the browser',
  terminal: 'the terminal',
};
const sameDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const otherDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const list = new Intl.ListFormat(undefined, { type: 'conjunction' });

function wordsOf({ program, sinceMs }: Holder): string {
  const isToday = new Date(sinceMs).toDateString() === new Date().toDateString();
  return `${programs[program]} (since ${(isToday ? sameDay : otherDay).format(sinceMs)})`;
}

/** Where else this folder is open, quietly: both may write, each sees what the other saved. */
export function HoldersNote({ wiki }: { readonly wiki: WikiId }) {
  const { data, refetch } = useCore('wiki.holders', { wiki });
  useEffect(() => {
    const ask = () => void refetch();
    window.addEventListener('focus', ask);
    return () => window.removeEventListener('focus', ask);
  }, [refetch]);
  const others = data?.holders.filter(({ isThis }) => !isThis) ?? [];
  if (others.length === 0) return null;
  return <p className="cp-share-note">Also open in: {list.format(others.map(wordsOf))}.</p>;
}
