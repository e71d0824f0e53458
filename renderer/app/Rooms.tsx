import { useEffect, useState } from 'react';
import { useApi, useCore } from '../client/queries.ts';
import { failureMessage } from '../client/failure-message.ts';
import { toast } from '../ui/Toast.tsx';
import { WelcomeScreen } from '../welcome/WelcomeScreen.tsx';
import { commandOf } from './commands.ts';
import { Loading } from './Loading.tsx';
import { navigate, useRoute } from './routes.ts';
import { useTheme } from './theme.ts';
import { WikiShell } from './WikiShell.tsx';

interface StartWiki {
  readonly isOpening: boolean;
  /** The folder, when it is no wiki yet and the person should be asked. */
  readonly folder: string | null;
}

/** Opens the wiki that the host was asked to open at its start. */
function useStartWiki(): StartWiki {
  const api = useApi();
  const [wasWelcome] = useState(() => /^#?\/?$/.test(window.location.hash));
  const { data: capabilities, isError } = useCore('app.capabilities', {});
  const [isSettled, setIsSettled] = useState(!wasWelcome);
  const [folder, setFolder] = useState<string | null>(null);
  const dir = capabilities?.startWiki ?? null;
  useEffect(() => {
    if (isSettled || capabilities === undefined || dir === null) return;
    let isCurrent = true;
    const open = async () => {
      try {
        const answer = await api.request('wiki.open', { dir });
        if (!isCurrent) return;
        if (answer.kind === 'opened') {
          navigate({ kind: 'home', wiki: answer.summary.wiki }, { replace: true });
        } else if (answer.kind === 'needsInit') {
          setFolder(answer.dir);
        } else {
          toast({ title: answer.message, kind: 'error' });
        }
      } catch (error) {
        if (isCurrent) toast({ title: failureMessage(error), kind: 'error' });
      }
      if (isCurrent) setIsSettled(true);
    };
    void open();
    return () => {
      isCurrent = false;
    };
  }, [api, capabilities, dir, isSettled]);
  const isOpening = !isSettled && !isError && (capabilities === undefined || dir !== null);
  return { isOpening, folder };
}

/** The welcome screen, or the wiki of the address; and the keyboard for both. */
export function Rooms() {
  useTheme();
  const route = useRoute();
  const start = useStartWiki();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const command = commandOf(event);
      if (command === null) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  if (start.isOpening) return <Loading />;
  if (route.kind === 'welcome') return <WelcomeScreen folder={start.folder} />;
  return <WikiShell key={route.wiki} route={route} />;
}
