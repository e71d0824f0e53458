import type { ComponentProps, ReactNode } from 'react';
import { elementIdOf } from '../../shared/markdown/html-policy.ts';
import { hashOf } from '../app/routes.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore } from '../client/queries.ts';
import { toast } from '../ui/Toast.tsx';
import { useArticle } from './article-context.ts';
import { FileLink } from './FileLink.tsx';

interface LinkProps extends ComponentProps<'a'> {
  readonly 'data-wiki-target'?: string;
  readonly 'data-tag'?: string;
  readonly 'data-scroll-to'?: string;
}

/** A link of a page, by what it leads to. One whose address was refused is only its words. */
export function ArticleLink(props: LinkProps) {
  const { wiki } = useArticle();
  const { 'data-wiki-target': target, 'data-tag': tag, 'data-scroll-to': goal, children } = props;
  if (target !== undefined) return <WikiTarget target={target}>{children}</WikiTarget>;
  if (tag !== undefined) {
    return (
      <a className="cp-tag" href={hashOf({ kind: 'tag', wiki, tag })}>
        {children}
      </a>
    );
  }
  if (goal !== undefined) {
    return (
      <PlaceLink goal={goal} id={props.id} label={props['aria-label']}>
        {children}
      </PlaceLink>
    );
  }
  if (props.href !== undefined) {
    return (
      <WebLink href={props.href} title={props.title}>
        {children}
      </WebLink>
    );
  }
  return <span id={props.id}>{children}</span>;
}

function WikiTarget(props: { readonly target: string; readonly children?: ReactNode }) {
  const { wiki, path, resolve, scrollTo } = useArticle();
  const link = resolve(props.target);
  if (link === undefined) return <span className="cp-link-waiting">{props.children}</span>;
  switch (link.kind) {
    case 'page': {
      const isHere = link.path === path && link.anchor !== '';
      return (
        <a
          href={hashOf({ kind: 'page', wiki, path: link.path, anchor: link.anchor })}
          // The address may be this one already: then only the click can move there.
          {...(isHere ? { onClick: () => scrollTo(elementIdOf(link.anchor)) } : {})}
        >
          {props.children}
        </a>
      );
    }
    case 'file':
      return (
        <FileLink wiki={wiki} path={link.path}>
          {props.children}
        </FileLink>
      );
    case 'missing':
      if (link.path === null) {
        return (
          <span className="cp-link-missing" title="Nothing is here, and no page can have this name">
            {props.children}
          </span>
        );
      }
      return (
        <a
          className="cp-link-missing"
          href={hashOf({ kind: 'page', wiki, path: link.path, anchor: '' })}
          title="This page does not exist yet"
        >
          {props.children}
          <span className="cp-visually-hidden"> (no such page yet)</span>
        </a>
      );
  }
}

// Within the page: footnotes and the way back from them.
function PlaceLink(props: {
  readonly goal: string;
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly children?: ReactNode;
}) {
  const { wiki, path, scrollTo } = useArticle();
  return (
    <a
      id={props.id}
      aria-label={props.label}
      className="cp-place-link"
      href={hashOf({ kind: 'page', wiki, path, anchor: '' })}
      onClick={(event) => {
        event.preventDefault();
        scrollTo(props.goal);
      }}
    >
      {props.children}
    </a>
  );
}

function WebLink(props: {
  readonly href: string;
  readonly title: string | undefined;
  readonly children?: ReactNode;
}) {
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const isWeb = /^http/i.test(props.href);
  return (
    <a
      className={isWeb ? 'cp-link-web' : ''}
      href={props.href}
      title={props.title ?? props.href}
      target="_blank"
      rel="noreferrer noopener"
      onClick={(event) => {
        if (capabilities?.canOpenExternal !== true) return;
        event.preventDefault();
        api.request('app.openExternal', { url: props.href }).catch((error: unknown) => {
          toast({ kind: 'error', title: failureMessage(error) });
        });
      }}
    >
      {props.children}
    </a>
  );
}
