import './EditorScreen.css';
import '../article/prose.css';
import '../article/callout.css';
import './editor-text.css';
import './table/table.css';
import './containers/containers.css';
import '../article/formula/formula.css';
import './code/code.css';
import { useEffect, useState } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { Draft } from '../../shared/contract/methods-page.ts';
import type { Oid, WikiId } from '../../shared/contract/values.ts';
import { nameOfPage, type PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { leftKept } from './leaving.ts';
import { PageEditor } from './PageEditor.tsx';
import { newWriter, takeWriter } from './together/writers.ts';
import { UnsavedNotice } from './UnsavedNotice.tsx';

type PageAnswer = Output<'page.read'>;

interface Loaded {
  readonly title: string;
  readonly base: Oid | null;
  readonly baseText: string;
  readonly draft: Draft | null;
  /** What the draft began from, where that is not the page as it is. */
  readonly draftBase: string | null;
}

type Loading =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'loaded'; readonly page: Loaded };

function loadedFrom(answer: PageAnswer, path: PagePath): Loading {
  switch (answer.kind) {
    case 'unreadable':
      return { kind: 'unreadable', message: answer.message };
    case 'page': {
      const isNews = answer.draft !== null && answer.draft.text !== answer.text;
      return {
        kind: 'loaded',
        page: {
          title: answer.title,
          base: answer.blob,
          baseText: answer.text,
          draft: isNews ? answer.draft : null,
          draftBase: answer.draftBase,
        },
      };
    }
    case 'missing':
      return {
        kind: 'loaded',
        page: {
          title: nameOfPage(path),
          base: null,
          baseText: '',
          draft: answer.draft,
          draftBase: answer.draftBase,
        },
      };
  }
}

/** Edits one page. */
export function EditorScreen(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  /** The section to open the page at; empty: the top. */
  readonly anchor: string;
}) {
  const { wiki, path } = props;
  const api = useApi();
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  // Read once and not again on events: what is on screen is the person's, not the core's.
  useEffect(() => {
    let isCurrent = true;
    const read = async () => {
      await leftKept(wiki, path);
      return api.request('page.read', { wiki, path, client: api.client });
    };
    read().then(
      (answer) => {
        if (isCurrent) setLoading(loadedFrom(answer, path));
      },
      (error: unknown) => {
        if (isCurrent) setLoading({ kind: 'failed', message: failureMessage(error) });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [api, path, wiki]);

  switch (loading.kind) {
    case 'loading':
      return (
        <div className="cp-editor-wait">
          <Spinner />
        </div>
      );
    case 'failed':
    case 'unreadable':
      return (
        <div className="cp-editor-wait">
          <Notice
            kind="error"
            title="This page can’t be edited here"
            actions={
              <ButtonLink href={hashOf({ kind: 'page', wiki, path, anchor: '' })}>
                Back to the page
              </ButtonLink>
            }
          >
            {loading.message}
          </Notice>
        </div>
      );
    case 'loaded':
      return <Opened {...props} page={loading.page} />;
  }
}

/** Asks about a draft before anything can be typed over it. */
function Opened(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly anchor: string;
  readonly page: Loaded;
}) {
  const { wiki, path, page } = props;
  const { draft } = page;
  const api = useApi();
  const [writer, setWriter] = useState(newWriter);
  const [choice, setChoice] = useState<'open' | 'restored' | 'page'>(
    draft === null ? 'page' : 'open',
  );
  const restore = async (of: Draft) => {
    // Another window may have gone on with it meanwhile.
    if (await takeWriter(api, of.writer)) setWriter(of.writer);
    setChoice('restored');
  };
  if (draft !== null && choice === 'open') {
    return (
      <div className="cp-editor-wait">
        <UnsavedNotice
          wiki={wiki}
          draft={draft}
          isPageChanged={draft.base !== page.base}
          baseText={baseOf(draft, page)}
          onRestore={() => void restore(draft)}
          onDiscarded={() => setChoice('page')}
        />
      </div>
    );
  }
  const isRestored = draft !== null && choice === 'restored';
  const isOlder = isRestored && draft.base !== page.base;
  return (
    <PageEditor
      wiki={wiki}
      path={path}
      writer={writer}
      title={page.title}
      // A draft of an older revision is joined with the newer one, and never replaces it.
      base={isOlder ? draft.base : page.base}
      baseText={isOlder ? baseOf(draft, page) : page.baseText}
      isRestored={isRestored}
      text={isRestored ? draft.text : startText(page)}
      anchor={props.anchor}
    />
  );
}

/** What the draft was made of; null where that revision is gone. */
function baseOf(draft: Draft, page: Loaded): string | null {
  if (draft.base === page.base) return page.baseText;
  return draft.base === null ? '' : page.draftBase;
}

function startText(page: Loaded): string {
  return page.base === null ? `# ${page.title}\n` : page.baseText;
}
