import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { Oid, WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { useAskAuthor } from '../client/AuthorDialog.tsx';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { createDraftTimer } from './draft-timer.ts';
import { isUnsaved, nextSession, type SaveSession, startSession } from './save-session.ts';

interface Start {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly base: Oid | null;
  readonly baseText: string | null;
  /** What the editor begins with: the page's text, or a draft. */
  readonly text: string;
  /** The text as it is now. Called often: it may leave out the check of the whole. */
  readonly readText: () => string;
}

interface SaveControls {
  readonly session: SaveSession;
  readonly noteEdit: () => void;
  /** Resolves to whether the page now holds `text`. */
  readonly save: (text: string, summary: string) => Promise<boolean>;
  readonly rebase: (base: Oid | null, baseText: string) => void;
  readonly setAside: () => void;
  /** Puts unsaved text on disk now; resolves when it is there. */
  readonly keepDraft: () => Promise<void>;
  readonly discardDraft: () => Promise<void>;
}

/** Runs the save session's effects: drafts, saves, the question of who writes, news of the page. */
export function useSaveSession(start: Start): SaveControls {
  const { wiki, path } = start;
  const api = useApi();
  const askAuthor = useAskAuthor();
  const [session, dispatch] = useReducer(nextSession, null, () =>
    startSession(start.base, start.baseText, start.text),
  );
  const latest = useRef({ session, readText: start.readText });
  useEffect(() => {
    latest.current = { session, readText: start.readText };
  });
  // Typed in this session and not yet kept: the answer must be right between renders too.
  const isPending = useRef(false);

  const keepDraft = useCallback(async () => {
    if (!isPending.current) return;
    isPending.current = false;
    const text = latest.current.readText();
    const { base, baseText } = latest.current.session;
    try {
      if (text === baseText && base !== null) await api.request('draft.discard', { wiki, path });
      else await api.request('draft.save', { wiki, path, text, base });
      dispatch({ kind: 'draftKept' });
      dispatch({ kind: 'measured', text });
    } catch {
      isPending.current = true;
      dispatch({ kind: 'draftFailed' });
    }
  }, [api, path, wiki]);

  const timer = useMemo(() => createDraftTimer(() => void keepDraft()), [keepDraft]);

  useEffect(() => {
    const flush = () => timer.flush();
    const warn = (event: BeforeUnloadEvent) => {
      timer.flush();
      // The draft is on its way; the browser's question gives it the time it needs.
      if (isPending.current) event.preventDefault();
    };
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('blur', flush);
    window.addEventListener('pagehide', flush);
    window.addEventListener('beforeunload', warn);
    return () => {
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('blur', flush);
      window.removeEventListener('pagehide', flush);
      window.removeEventListener('beforeunload', warn);
      timer.flush();
    };
  }, [timer]);

  useEffect(
    () =>
      api.onEvent((event) => {
        if (event.name !== 'pages.changed' || event.wiki !== wiki) return;
        const isOurs =
          event.removed.includes(path) || event.changed.some((entry) => entry.path === path);
        if (!isOurs) return;
        api.request('page.read', { wiki, path }).then(
          (page) => dispatch({ kind: 'pageSeen', blob: page.kind === 'page' ? page.blob : null }),
          () => undefined, // the next save finds out
        );
      }),
    [api, path, wiki],
  );

  const noteEdit = useCallback(() => {
    isPending.current = true;
    dispatch({ kind: 'edited' });
    timer.nudge();
  }, [timer]);

  const save = useCallback(
    async (text: string, summary: string): Promise<boolean> => {
      const { base } = latest.current.session;
      dispatch({ kind: 'saveAsked', text });
      try {
        let outcome = await api.request('page.save', { wiki, path, text, base, summary });
        if (outcome.kind === 'needsAuthor') {
          await keepDraft();
          if (await askAuthor(wiki)) {
            outcome = await api.request('page.save', { wiki, path, text, base, summary });
          }
        }
        dispatch({ kind: 'answered', outcome });
        return outcome.kind === 'saved' || outcome.kind === 'unchanged';
      } catch (error) {
        dispatch({ kind: 'failed', message: failureMessage(error) });
        return false;
      }
    },
    [api, askAuthor, keepDraft, path, wiki],
  );

  const rebase = useCallback(
    (base: Oid | null, baseText: string) => dispatch({ kind: 'rebased', base, baseText }),
    [],
  );
  const setAside = useCallback(() => dispatch({ kind: 'setAside' }), []);
  const discardDraft = useCallback(async () => {
    timer.cancel();
    isPending.current = false;
    await api.request('draft.discard', { wiki, path });
  }, [api, path, timer, wiki]);

  // A save that did not go through leaves the text unsaved: make sure that the draft is on disk.
  const isStuck = isUnsaved(session) && session.draft === 'failed';
  useEffect(() => {
    if (isStuck) timer.nudge();
  }, [isStuck, timer]);

  return { session, noteEdit, save, rebase, setAside, keepDraft, discardDraft };
}
