import './embed.css';
import type { Root } from 'hast';
import { type ReactNode, use, useEffect, useId, useMemo, useRef, useState } from 'react';
import { embedTree } from '../../shared/markdown/embed-tree.ts';
import { anchorKey } from '../../shared/wiki/headings.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { sectionOf } from '../../shared/wiki/section.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { PageIcon } from '../ui/icons.ts';
import { ArticleContext, useArticle } from './article-context.ts';
import { EmbedChain, EmbedRoom, embedsAtDepth, type PageLink } from './embed-context.ts';
import { useArticleFrame } from './use-article-frame.ts';
import { useRendering } from './use-rendering.ts';

const maxLength = 60_000;
const nearPixels = 600;
const noTargets: readonly string[] = [];

const embedKey = (path: PagePath, anchor: string) => `${path}#${anchorKey(anchor)}`;

/**
 * Another page, or a section of it, shown where it is named: read when it is nearly in sight, never in
 * itself, and only so deep.
 */
export function EmbeddedPage(props: {
  readonly link: PageLink;
  readonly renderTree: (tree: Root) => ReactNode;
}) {
  const { link, renderTree } = props;
  const { wiki, path } = useArticle();
  const chain = use(EmbedChain);
  const frame = useRef<HTMLElement>(null);
  const isNear = useNear(frame);
  const key = embedKey(link.path, link.anchor);
  const inside = useMemo(
    () => [...(chain.length === 0 ? [embedKey(path, '')] : chain), key],
    [chain, key, path],
  );
  const isWithin = inside.indexOf(key) < inside.length - 1;
  const { data: answer } = useCore(
    'page.read',
    { wiki, path: link.path },
    { enabled: !isWithin && isNear },
  );
  const name = link.anchor === '' ? link.title : `${link.title} › ${link.anchor}`;

  const content = (): ReactNode => {
    if (isWithin) return <Note>This page is being shown here already.</Note>;
    if (answer === undefined) return <div className="cp-embedded-waiting" />;
    if (answer.kind !== 'page') return <Note>This page can’t be shown here.</Note>;
    const text = sectionOf(answer.text, link.anchor);
    if (text === null) return <Note>The page has no part of this name.</Note>;
    if (text.length > maxLength) return <Note>It is too long to be shown here.</Note>;
    const title = link.anchor === '' ? answer.title : '';
    const depth = inside.length - 1;
    return <EmbeddedText {...{ link, text, title, depth, renderTree }} />;
  };
  return (
    <section ref={frame} className="cp-embedded" aria-label={`From ${name}`}>
      <a
        className="cp-embedded-source"
        href={hashOf({ kind: 'page', wiki, path: link.path, anchor: link.anchor })}
      >
        <PageIcon aria-hidden size={14} />
        {name}
      </a>
      <EmbedChain value={inside}>
        {/* Among the words of that page there is no room for another. */}
        <EmbedRoom value={null}>{content()}</EmbedRoom>
      </EmbedChain>
    </section>
  );
}

function EmbeddedText(props: {
  readonly link: PageLink;
  readonly text: string;
  readonly title: string;
  readonly depth: number;
  readonly renderTree: (tree: Root) => ReactNode;
}) {
  const { link, text, title, depth } = props;
  const { wiki } = useArticle();
  const body = useRef<HTMLDivElement>(null);
  const prefix = `${useId().replace(/[^\w]/g, '')}-`;
  const rendering = useRendering(text, title);
  const isRendered = rendering?.kind === 'rendered';
  const frame = useArticleFrame(wiki, link.path, isRendered ? rendering.targets : noTargets, body);
  const tree = useMemo(
    () =>
      rendering?.kind === 'rendered'
        ? embedTree(rendering.tree, prefix, embedsAtDepth[depth] ?? 0)
        : null,
    [depth, prefix, rendering],
  );
  if (rendering === null) return <div className="cp-embedded-waiting" />;
  if (tree === null) return <Note>It can’t be laid out here.</Note>;
  if (tree.children.length === 0) return <Note>There is nothing in it yet.</Note>;
  return (
    <div ref={body} className="cp-embedded-text">
      <ArticleContext value={frame}>{props.renderTree(tree)}</ArticleContext>
    </div>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return <p className="cp-embedded-note">{children}</p>;
}

/** Whether an element was ever nearly in sight. */
function useNear(element: { readonly current: HTMLElement | null }): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (isNear || element.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsNear(true);
      },
      { rootMargin: `${nearPixels}px` },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear;
}
