import './HistoryLoading.css';
import { useEffect, useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { useApi } from '../client/queries.ts';
import { Spinner } from '../ui/Spinner.tsx';

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });

/** What stands where the history will be. The first reading of a long one takes a while, and tells. */
export function HistoryLoading(props: { readonly wiki: WikiId; readonly words?: string }) {
  const { wiki, words = 'Loading' } = props;
  const api = useApi();
  const [share, setShare] = useState<number | null>(null);
  useEffect(
    () =>
      api.onEvent((event) => {
        if (event.name !== 'history.progress' || event.wiki !== wiki) return;
        const { done, total, isReady } = event;
        setShare(isReady || total === null || total === 0 ? null : done / total);
      }),
    [api, wiki],
  );
  return (
    <p className="cp-history-loading" role="status">
      <Spinner />
      {share === null ? words : `Reading the history… ${percent.format(share)}`}
    </p>
  );
}
