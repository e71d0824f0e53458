import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Output } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { elementIdOf } from '../../shared/markdown/html-policy.ts';
import { pageLanguage } from '../../shared/wiki/language.ts';
import { redirectTarget } from '../../shared/wiki/titles.ts';
import { useCommands } from '../app/commands.ts';
import { hashOf, navigate } from '../app/routes.ts';
import { Article } from '../article/Article.tsx';
import { ArticleContext } from '../article/article-context.ts';
import { useArticleFrame } from '../article/use-article-frame.ts';
import { useRendering } from '../article/use-rendering.ts';
import { useCore } from '../client/queries.ts';
import { useSettings } from '../client/settings.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Backlinks } from './Backlinks.tsx';
import { Breadcrumbs } from './Breadcrumbs.tsx';
import { headingToEdit } from './current-heading.ts';
import { DraftNotice } from '../drafts/DraftNotice.tsx';
import { PageFind } from './find/PageFind.tsx';
import { OpenChoiceNotice } from './OpenChoiceNotice.tsx';
import { Outline } from './Outline.tsx';
import { PageActions } from './PageActions.tsx';
import { PageSkeleton } from './PageSkeleton.tsx';
import { PropertyTable } from './PropertyTable.tsx';
import { arrive, RedirectNotice } from './RedirectNotice.tsx';
import { SourceView } from './SourceView.tsx';

type Page = Extract<Output<'page.read'>, { kind: 'page' }>;

const noTargets: readonly string[] = [];

/** A page to read. */
export function PageView(props: {
  readonly wiki: WikiId;
  readonly page: Page;
  readonly anchor: string;
}) {
  const { wiki, page, anchor } = props;
  const { path, title, text, draft, lastChange, isRecorded } = page;
  const rendering = useRendering(text, title);
  const { settings } = useSettings();
  const article = useRef<HTMLElement>(null);
  const isRendered = rendering?.kind === 'rendered';
  const headings = isRendered ? rendering.headings : [];
  const editHref = useCallback(
    (section: string) => hashOf({ kind: 'edit', wiki, path, anchor: section }),
    [path, wiki],
  );
  const targets = isRendered ? rendering.targets : noTargets;
  const frame = useArticleFrame(wiki, path, targets, article, editHref);
  const { scrollTo } = frame;
  const redirect = redirectTarget(text);
  const { data: summary } = useCore('wiki.summary', { wiki });
  const language = useMemo(
    () => pageLanguage(text, summary?.language ?? '') ?? undefined,
    [summary?.language, text],
  );

  useEffect(() => {
    if (redirect === null) arrive();
  }, [redirect]);
  // Once per anchor, when there is something to scroll to; later texts of the page stay in place.
  const reached = useRef<string | null>(null);
  useEffect(() => {
    if (!isRendered || reached.current === anchor) return;
    // The text may be one from before a save, which has no such heading yet.
    if (anchor === '' || scrollTo(elementIdOf(anchor))) reached.current = anchor;
  }, [anchor, isRendered, rendering, scrollTo]);

  // How often it was asked for; 0: it is closed.
  const [finding, setFinding] = useState(0);
  const find = () => setFinding((asked) => asked + 1);
  const { data: capabilities } = useCore('app.capabilities', {});
  useCommands([
    {
      id: 'page.edit-section',
      title: 'Edit the section you are reading',
      shortcut: 'Shift+E',
      run() {
        const id = headingToEdit(headings);
        const section = id === null ? {} : { anchor: id.replace('user-content-', '') };
        navigate({ kind: 'edit', wiki, path, ...section });
      },
    },
    {
      id: 'page.find',
      title: 'Find in this page',
      // A browser has its own, which sees all of a page that is read.
      ...(capabilities?.host === 'desktop' ? { shortcut: 'Mod+F' } : {}),
      run: find,
    },
  ]);

  const hasOutline = headings.length > 1;
  return (
    // The place of the outline is kept on pages without one, so that the text does not move sideways.
    <div className="cp-page" data-outline={settings?.outline !== false}>
      <div className="cp-page-column">
        <header className="cp-page-header">
          <Breadcrumbs wiki={wiki} path={path} />
          <h1>{title}</h1>
          <div className="cp-page-bar">
            <p className="cp-page-change">
              {lastChange === null && !isRecorded && 'Not recorded yet'}
              {lastChange !== null && (
                <>
                  Changed{' '}
                  <a href={hashOf({ kind: 'history', wiki, path })}>
                    <RelativeTime dateMs={lastChange.dateMs} />
                  </a>{' '}
                  by {lastChange.author.name}
                </>
              )}
            </p>
            <PageActions wiki={wiki} page={page} hasOutline={hasOutline} onFind={find} />
          </div>
        </header>
        <OpenChoiceNotice wiki={wiki} path={path} />
        {draft !== null && <DraftNotice wiki={wiki} draft={draft} />}
        {redirect !== null && (
          <RedirectNotice wiki={wiki} path={path} title={title} target={redirect} />
        )}
        <PropertyTable wiki={wiki} text={text} />
        {rendering === null ? (
          <PageSkeleton />
        ) : rendering.kind === 'rendered' ? (
          <article ref={article} className="cp-article" lang={language}>
            <ArticleContext value={frame}>
              <Article tree={rendering.tree} />
            </ArticleContext>
            {rendering.tree.children.length === 0 && redirect === null && (
              <p className="cp-page-more">This page is empty.</p>
            )}
          </article>
        ) : (
          <SourceView text={text} reason={rendering.kind} />
        )}
        {rendering !== null && <Backlinks wiki={wiki} path={path} />}
        {isRendered && <PageFind article={article} asked={finding} onClose={() => setFinding(0)} />}
      </div>
      {hasOutline && <Outline wiki={wiki} path={path} headings={headings} onChoose={scrollTo} />}
    </div>
  );
}
