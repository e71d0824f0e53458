import { type ComponentProps, use, useState } from 'react';
import { hostOf } from '../../shared/markdown/url-policy.ts';
import { mediaShapeOf } from '../../shared/wiki/media-files.ts';
import { hashOf } from '../app/routes.ts';
import { useApi, useCore } from '../client/queries.ts';
import { useSettings } from '../client/settings.ts';
import { DownloadIcon, FolderOpenIcon, ImageIcon, PageIcon } from '../ui/icons.ts';
import { useArticle } from './article-context.ts';
import { EmbedRoom } from './embed-context.ts';
import { fileCard } from './file-card.ts';
import { FileLink } from './FileLink.tsx';

interface PictureProps extends ComponentProps<'img'> {
  readonly 'data-wiki-target'?: string;
  readonly 'data-remote-src'?: string;
}

/** A picture of the wiki, or one from elsewhere that waits for a click. Also what `![[…]]` shows. */
export function ArticlePicture(props: PictureProps) {
  const { 'data-wiki-target': target, 'data-remote-src': source, alt = '', title } = props;
  const size = { width: props.width, height: props.height };
  if (target !== undefined) {
    return <OwnPicture target={target} alt={alt} title={title} size={size} />;
  }
  if (source !== undefined) {
    return <RemotePicture source={source} alt={alt} title={title} size={size} />;
  }
  return <NoPicture words={alt === '' ? 'Picture left out' : `Picture left out: ${alt}`} />;
}

interface Shown {
  readonly alt: string;
  readonly title: string | undefined;
  readonly size: Pick<ComponentProps<'img'>, 'width' | 'height'>;
}

function OwnPicture({ target, alt, title, size }: Shown & { readonly target: string }) {
  const { wiki, resolve } = useArticle();
  const api = useApi();
  const { data: capabilities } = useCore('app.capabilities', {});
  const showPage = use(EmbedRoom);
  const [isBroken, setIsBroken] = useState(false);
  const link = resolve(target);
  if (link === undefined) return <span className="cp-picture-waiting" />;
  if (link.kind === 'missing' && link.path !== null) {
    return (
      <a
        className="cp-embed cp-link-missing"
        href={hashOf({ kind: 'page', wiki, path: link.path, anchor: '' })}
        title="This page does not exist yet"
      >
        <PageIcon aria-hidden size={15} />
        {target}
        <span className="cp-visually-hidden"> (no such page yet)</span>
      </a>
    );
  }
  if (link.kind === 'missing' || isBroken) {
    const isPicture = mediaShapeOf(target) === 'picture';
    return <NoPicture words={`${isPicture ? 'No picture' : 'Not there'}: ${target}`} />;
  }
  if (link.kind === 'page') {
    if (showPage !== null) return showPage(link);
    return (
      <a
        className="cp-embed"
        href={hashOf({ kind: 'page', wiki, path: link.path, anchor: link.anchor })}
      >
        <PageIcon aria-hidden size={15} />
        {link.anchor === '' ? link.title : `${link.title} › ${link.anchor}`}
      </a>
    );
  }
  const url = api.assetUrl(wiki, link.path);
  const name = link.path.slice(link.path.lastIndexOf('/') + 1);
  const player = {
    className: 'cp-player',
    controls: true,
    preload: 'metadata',
    src: url,
    'aria-label': alt === '' || alt === target ? name : alt,
    onError: () => setIsBroken(true),
  } as const;
  switch (mediaShapeOf(link.path)) {
    case 'picture':
      return (
        <img
          {...size}
          src={url}
          alt={alt}
          title={title}
          loading="lazy"
          decoding="async"
          onError={() => setIsBroken(true)}
        />
      );
    case 'audio':
      return <audio {...player} />;
    case 'video':
      return <video {...size} {...player} />;
    case 'none': {
      const card = fileCard(link.path, link.sizeBytes, alt === target ? '' : alt);
      const isDesktop = capabilities?.canShowInFolder === true;
      const Sign = isDesktop ? FolderOpenIcon : DownloadIcon;
      return (
        <FileLink className="cp-file-card" wiki={wiki} path={link.path}>
          <PageIcon aria-hidden size={20} />
          <span>
            <strong>{card.title}</strong>
            <small>{card.about}</small>
          </span>
          <Sign aria-hidden size={16} />
          <span className="cp-visually-hidden">
            {isDesktop ? ', show in its folder' : ', download'}
          </span>
        </FileLink>
      );
    }
  }
}

// Loading it would tell a stranger's server who reads what and when.
function RemotePicture({ source, alt, title, size }: Shown & { readonly source: string }) {
  const { settings } = useSettings();
  const [isWanted, setIsWanted] = useState(false);
  const [isBroken, setIsBroken] = useState(false);
  const host = hostOf(source);
  if (isBroken) return <NoPicture words={`The picture from ${host} could not be loaded`} />;
  if (isWanted || settings?.loadRemoteImages === true) {
    return (
      <img
        {...size}
        src={source}
        alt={alt}
        title={title}
        loading="lazy"
        referrerPolicy="no-referrer"
        onError={() => setIsBroken(true)}
      />
    );
  }
  return (
    <button type="button" className="cp-picture-remote" onClick={() => setIsWanted(true)}>
      <ImageIcon aria-hidden size={16} />
      <span>
        {alt !== '' && <strong>{alt} </strong>}
        Show the picture from {host}
      </span>
    </button>
  );
}

function NoPicture({ words }: { readonly words: string }) {
  return (
    <span className="cp-picture-missing">
      <ImageIcon aria-hidden size={15} />
      {words}
    </span>
  );
}
