import { useEffect } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf, navigate } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/Toast.tsx';

// Redirecting pages gone through since the last ordinary page, so that a ring of them ends.
const followed = new Set<PagePath>();

/** Ends a chain of redirects: the person has arrived. */
export function arrive(): void {
  followed.clear();
}

/** Goes where a redirecting page points, or says why not. */
export function RedirectNotice(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly title: string;
  readonly target: string;
}) {
  const { wiki, path, title, target } = props;
  const { data } = useCore('page.resolveLinks', { wiki, from: path, targets: [target] });
  const link = data?.links[0];
  const goal = link?.kind === 'page' && link.path !== path ? link : null;
  const isRing = goal !== null && followed.has(goal.path);

  useEffect(() => {
    if (goal === null || followed.has(path) || followed.has(goal.path)) return;
    followed.add(path);
    navigate({ kind: 'page', wiki, path: goal.path, anchor: goal.anchor }, { replace: true });
    toast({
      title: `“${title}” leads here.`,
      action: { label: 'Edit that page', run: () => navigate({ kind: 'edit', wiki, path }) },
    });
  }, [wiki, path, title, goal]);

  if (data === undefined) return null;
  return (
    <Notice
      kind={goal === null ? 'warning' : 'info'}
      title={
        goal === null
          ? 'This page points to a page that does not exist'
          : 'This page only points elsewhere'
      }
    >
      {goal === null ? (
        `It names “${target}”.`
      ) : (
        <>
          To{' '}
          <a href={hashOf({ kind: 'page', wiki, path: goal.path, anchor: goal.anchor })}>
            {goal.title}
          </a>
          {isRing && ', which points back here'}.
        </>
      )}
    </Notice>
  );
}
