import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Oid, WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { navigate } from '../app/routes.ts';
import { useAskAuthor } from '../client/AuthorDialog.tsx';
import { useApi, useCore } from '../client/queries.ts';
import { toast } from '../ui/Toast.tsx';
import { leaveWords } from './leave-words.ts';
import { noteLeaving } from './leaving.ts';
import { startSession, type SaveSession } from './save-session.ts';
import { holdWriter } from './together/writers.ts';
import { createSaveWork, type SaveWork, type Writing } from './save-work.ts';

interface Start extends Omit<Writing, 'isByItself'> {
  readonly wiki: WikiId;
  readonly path: PagePath;
  /** Whose draft it keeps. */
  readonly writer: string;
  readonly title: string;
  readonly base: Oid | null;
  readonly baseText: string | null;
  /** What the editor begins with: the page's text, or a draft. */
  readonly text: string;
  readonly isRestored: boolean;
}

export interface SaveControls extends Pick<
  SaveWork,
  | 'noteEdit'
  | 'noteKey'
  | 'save'
  | 'rebase'
  | 'setAside'
  | 'askChoice'
  | 'choose'
  | 'dismissCame'
  | 'discardDraft'
> {
  readonly session: SaveSession;
  /** Whether a pause and going away save. */
  readonly isByItself: boolean;
  /** Keeps unsaved text; resolves to whether the person may go without losing any. */
  readonly leave: () => Promise<boolean>;
}

/** Runs the work of a save session as long as its editor is on the screen, and once more as it goes. */
export function useSaveSession(start: Start): SaveControls {
  const { wiki, path, title, writer } = start;
  const api = useApi();
  const askAuthor = useAskAuthor();
  const { data: preferences } = useCore('sync.preferences', { wiki });
  const isByItself = preferences?.saving === 'byItself';
  const latest = useRef<Writing>({ ...start, isByItself: () => isByItself });
  useEffect(() => {
    latest.current = { ...start, isByItself: () => isByItself };
  });
  const [work] = useState(() =>
    createSaveWork(
      { api, wiki, path, writer, askAuthor },
      startSession(start.base, start.baseText, start.text, start.isRestored ? 'kept' : 'none'),
      start.text,
      () => latest.current,
    ),
  );
  const session = useSyncExternalStore(work.subscribe, work.session);
  const [leave] = useState(() => async () => {
    if (await work.leave()) {
      const left = work.session();
      toast({
        kind: left.draft === 'failed' ? 'error' : 'info',
        title: leaveWords(left, title, latest.current.isByItself()),
        action: {
          label: 'Continue editing',
          run: () => navigate({ kind: 'edit', wiki, path }),
        },
      });
    }
    return work.session().draft !== 'failed';
  });

  useEffect(() => holdWriter(api, writer), [api, writer]);

  useEffect(() => {
    const flush = () => work.flush();
    const warn = (event: BeforeUnloadEvent) => {
      // The draft is on its way; the browser's question gives it the time it needs.
      if (work.flush()) event.preventDefault();
    };
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('blur', flush);
    window.addEventListener('pagehide', flush);
    window.addEventListener('beforeunload', warn);
    // A draft that was brought back waits for its pause as if it had just been typed.
    work.noteKey();
    return () => {
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('blur', flush);
      window.removeEventListener('pagehide', flush);
      window.removeEventListener('beforeunload', warn);
      noteLeaving(wiki, path, leave());
    };
  }, [leave, path, wiki, work]);

  useEffect(() => {
    // The page may have changed since it was read for this editor.
    work.notePageChange();
    const endReconnect = api.onReconnect(work.notePageChange);
    const endEvents = api.onEvent((event) => {
      if (!('wiki' in event) || event.wiki !== wiki) return;
      const isOurs =
        event.name === 'pages.changed' &&
        (event.removed.includes(path) || event.changed.some((entry) => entry.path === path));
      // History knows a little later than the page whose the change is.
      const { came, arrival } = work.session();
      const isNews = event.name === 'history.changed' && (came !== null || arrival !== null);
      if (isOurs || isNews) work.notePageChange();
    });
    return () => {
      endReconnect();
      endEvents();
    };
  }, [api, path, wiki, work]);

  return { ...work, session, isByItself, leave };
}
