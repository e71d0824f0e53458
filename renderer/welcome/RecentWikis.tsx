import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore, useRefresh } from '../client/queries.ts';
import { IconButton } from '../ui/Button.tsx';
import { CloseIcon } from '../ui/icons.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { toast } from '../ui/Toast.tsx';

/** The wikis opened lately. Forgetting one takes it off the list only. */
export function RecentWikis(props: {
  readonly opening: string | null;
  readonly onOpen: (dir: string) => void;
}) {
  const api = useApi();
  const refresh = useRefresh();
  const { data } = useCore('wiki.recent', {});
  if (data === undefined || data.recent.length === 0) return null;
  const forget = async (dir: string) => {
    try {
      await api.request('wiki.forget', { dir });
      refresh('wiki.recent');
    } catch (error) {
      toast({ title: failureMessage(error), kind: 'error' });
    }
  };
  return (
    <section aria-labelledby="welcome-recent">
      <h2 id="welcome-recent">Your wikis</h2>
      <ul className="cp-welcome-recent">
        {data.recent.map((wiki) => (
          <li key={wiki.dir}>
            {wiki.exists ? (
              <button type="button" onClick={() => props.onOpen(wiki.dir)}>
                <strong>{wiki.name}</strong>
                <small>
                  {wiki.dir} · <RelativeTime dateMs={wiki.lastOpenedMs} />
                </small>
                {props.opening === wiki.dir && <Spinner label="Opening" />}
              </button>
            ) : (
              <div>
                <strong>{wiki.name}</strong>
                <small>{wiki.dir}</small>
                <small className="cp-welcome-missing">Folder not found</small>
              </div>
            )}
            <IconButton
              icon={CloseIcon}
              label={`Forget ${wiki.name} (its folder stays)`}
              onClick={() => void forget(wiki.dir)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
