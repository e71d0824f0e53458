import './WelcomeScreen.css';
import { useEffect, useState } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiSummary } from '../../shared/contract/values.ts';
import { navigate } from '../app/routes.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { FolderOpenIcon, type Icon, PageIcon, PeopleIcon, PlusIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { CreateWikiDialog } from './CreateWikiDialog.tsx';
import { JoinWikiDialog } from './JoinWikiDialog.tsx';
import { OpenFolderDialog } from './OpenFolderDialog.tsx';
import { RecentWikis } from './RecentWikis.tsx';

type Dialog =
  | { readonly kind: 'none' | 'create' | 'join' }
  | { readonly kind: 'open'; readonly dir: string | null };

const enter = (summary: WikiSummary) => navigate({ kind: 'home', wiki: summary.wiki });

function Way(props: {
  readonly icon: Icon;
  readonly title: string;
  readonly words: string;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
}) {
  const { icon: IconShape } = props;
  return (
    <button type="button" className="cp-welcome-way" onClick={props.onClick}>
      {props.isBusy === true ? <Spinner /> : <IconShape aria-hidden size={20} />}
      <span>
        <strong>{props.title}</strong>
        <span>{props.words}</span>
      </span>
    </button>
  );
}

/** The ways into a wiki: the ones used lately, a new one, a folder, someone else's, the sample. */
export function WelcomeScreen({
  folder,
}: {
  /** A folder that was to be opened but keeps no history yet: asks about it at once. */
  readonly folder: string | null;
}) {
  const api = useApi();
  const [dialog, setDialog] = useState<Dialog>(
    folder === null ? { kind: 'none' } : { kind: 'open', dir: folder },
  );
  const [opening, setOpening] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    document.title = 'Commonplace';
  }, []);

  const follow = async (what: string, answerTo: () => Promise<Output<'wiki.open'>>) => {
    setOpening(what);
    setProblem(null);
    try {
      const answer = await answerTo();
      if (answer.kind === 'opened') enter(answer.summary);
      else if (answer.kind === 'needsInit') setDialog({ kind: 'open', dir: answer.dir });
      else setProblem(answer.message);
    } catch (error) {
      setProblem(failureMessage(error));
    } finally {
      setOpening(null);
    }
  };
  const close = () => setDialog({ kind: 'none' });

  return (
    <main className="cp-welcome">
      <div className="cp-welcome-body">
        <header>
          <Mark />
          <h1>Commonplace</h1>
          <p>
            A wiki in a folder on your computer: write pages, link them, and share them with people
            who each keep the whole.
          </p>
        </header>
        {problem !== null && <Notice kind="error" title={problem} />}
        <RecentWikis
          opening={opening}
          onOpen={(dir) => void follow(dir, () => api.request('wiki.open', { dir }))}
        />
        <section aria-labelledby="welcome-ways">
          <h2 id="welcome-ways">Begin</h2>
          <div className="cp-welcome-ways">
            <Way
              icon={PlusIcon}
              title="Create a wiki"
              words="Start with an empty front page."
              onClick={() => setDialog({ kind: 'create' })}
            />
            <Way
              icon={FolderOpenIcon}
              title="Open a folder"
              words="Any folder of markdown files will do."
              onClick={() => setDialog({ kind: 'open', dir: null })}
            />
            <Way
              icon={PeopleIcon}
              title="Join a wiki"
              words="Get a copy of a wiki that others share."
              onClick={() => setDialog({ kind: 'join' })}
            />
            <Way
              icon={PageIcon}
              title="Explore the sample wiki"
              words="Look around; nothing can go wrong."
              isBusy={opening === 'sample'}
              onClick={() => void follow('sample', () => api.request('wiki.openSample', {}))}
            />
          </div>
        </section>
      </div>
      {dialog.kind === 'create' && <CreateWikiDialog onClose={close} onOpened={enter} />}
      {dialog.kind === 'open' && (
        <OpenFolderDialog key={dialog.dir} dir={dialog.dir} onClose={close} onOpened={enter} />
      )}
      {dialog.kind === 'join' && <JoinWikiDialog onClose={close} onOpened={enter} />}
    </main>
  );
}

function Mark() {
  return (
    <svg className="cp-welcome-mark" viewBox="0 0 32 32" aria-hidden>
      <rect x="4" y="3" width="24" height="26" rx="3" />
      <path d="M9 3v26M13 10h10M13 15h10M13 20h6" />
    </svg>
  );
}
