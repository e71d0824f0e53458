import { type MouseEvent, type ReactNode, useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import { mediaShapeOf } from '../../shared/wiki/media-files.ts';
import { useApi, useCore } from '../client/queries.ts';
import { MediaDialog } from './MediaDialog.tsx';
import { showFile } from './show-file.ts';

// A tab of its own is the browser's to give.
const asksForTab = (event: MouseEvent) => event.ctrlKey || event.metaKey || event.shiftKey;

/**
 * A link to a file of the wiki. What can be shown is, over the page; else the desktop shows it in its
 * folder and a browser downloads it. It is never opened: what a peer wrote could run.
 */
export function FileLink(props: {
  readonly wiki: WikiId;
  readonly path: string;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  const { wiki, path } = props;
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const [isOpen, setIsOpen] = useState(false);
  const isShown = mediaShapeOf(path) !== 'none';
  const isDesktop = capabilities?.canShowInFolder === true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const onClick = (event: MouseEvent) => {
    if (!isDesktop && (!isShown || asksForTab(event))) return;
    event.preventDefault();
    if (isShown) setIsOpen(true);
    else void showFile(api, wiki, path);
  };
  return (
    <>
      <a
        className={props.className}
        href={api.assetUrl(wiki, path)}
        {...(isShown ? { 'aria-haspopup': 'dialog' } : { download: name })}
        onClick={onClick}
      >
        {props.children}
      </a>
      {isOpen && <MediaDialog wiki={wiki} path={path} onClose={() => setIsOpen(false)} />}
    </>
  );
}
