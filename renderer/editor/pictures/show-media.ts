import type { LexicalEditor, NodeKey } from 'lexical';
import { assertNever } from '../../../shared/contract/errors.ts';
import type { ResolvedLink } from '../../../shared/contract/methods-page.ts';
import { hostOf, judgeUrl } from '../../../shared/markdown/url-policy.ts';
import { mediaShapeOf } from '../../../shared/wiki/media-files.ts';
import { createLinkAsker } from '../../client/link-asker.ts';
import { fileCard } from '../../article/file-card.ts';
import { InlineAtomNode } from '../nodes/InlineAtomNode.ts';
import { drawFileCard } from './draw-file-card.ts';

export type PageLink = Extract<ResolvedLink, { kind: 'page' }>;
type FileLink = Extract<ResolvedLink, { kind: 'file' }>;

/** A page that is to be shown in an element of the text. */
export interface PagePlace {
  readonly key: NodeKey;
  readonly element: HTMLElement;
  readonly link: PageLink;
}

/** What the drawing needs of the wiki. */
export interface MediaSource {
  resolve(targets: readonly string[]): Promise<readonly ResolvedLink[]>;
  assetUrl(path: string): string;
  /** Where a reference's definition leads; null when there is none. */
  addressOf(reference: string): string | null;
  onPages(places: readonly PagePlace[]): void;
}

export interface MediaShower {
  /** Says where a target leads before anybody asks. */
  know(target: string, link: ResolvedLink): void;
  /** Asks anew where all of them lead: the wiki changed. */
  refresh(): void;
  stop(): void;
}

/** Puts pictures, players and names into the atoms that `drawMedia` drew. No React: a page may hold hundreds. */
export function showMedia(editor: LexicalEditor, source: MediaSource): MediaShower {
  const known = new Map<string, ResolvedLink>();
  const places = new Map<NodeKey, PagePlace>();
  const tellPages = () => source.onPages([...places.values()]);

  const elementsOf = (target: string): [NodeKey, HTMLElement][] =>
    [...shown].filter(([, element]) => targetOf(element) === target);
  const shown = new Map<NodeKey, HTMLElement>();

  const targetOf = (element: HTMLElement): string | null => {
    const { target, reference } = element.dataset;
    return target ?? (reference === undefined ? null : source.addressOf(reference));
  };

  const asker = createLinkAsker(
    (targets) => source.resolve(targets),
    (links) => {
      for (const link of links) learn(link.target, link);
    },
  );

  const learn = (target: string, link: ResolvedLink) => {
    const before = known.get(target);
    known.set(target, link);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(link)) return;
    for (const [key, element] of elementsOf(target)) fill(key, element, link);
    tellPages();
  };

  const show = (key: NodeKey, element: HTMLElement) => {
    const target = targetOf(element);
    const verdict = judgeUrl(target ?? '');
    if (element.dataset['atom'] === 'embed' && target !== null) showOwn(key, element, target);
    else if (verdict.kind === 'wiki') showOwn(key, element, verdict.target);
    else if (verdict.kind === 'web') note(element, 'remote', `Picture from ${hostOf(verdict.url)}`);
    else note(element, 'missing', 'Picture left out');
  };
  const showOwn = (key: NodeKey, element: HTMLElement, target: string) => {
    element.dataset['target'] = target;
    const link = known.get(target);
    if (link !== undefined) {
      fill(key, element, link);
      return;
    }
    asker.want(target);
  };

  const fill = (key: NodeKey, element: HTMLElement, link: ResolvedLink) => {
    places.delete(key);
    for (const part of element.querySelectorAll(
      '.cp-media-content, .cp-media-edit, .cp-media-handle',
    ))
      part.remove();
    setWords(element, element.dataset['words'] ?? '');
    switch (link.kind) {
      case 'missing':
        note(
          element,
          'missing',
          `${link.path === null ? 'Not there' : 'No such page yet'}: ${link.target}`,
        );
        return;
      case 'page': {
        element.dataset['media'] = 'page';
        const host = content('span');
        // A look only: what it shows is edited on its own page.
        host.inert = true;
        element.prepend(host);
        element.append(editButton());
        places.set(key, { key, element: host, link });
        return;
      }
      case 'file':
        fillFile(element, link);
        return;
      default:
        assertNever(link);
    }
  };

  const fillFile = (element: HTMLElement, { path, sizeBytes, target }: FileLink) => {
    const shape = mediaShapeOf(path);
    element.dataset['media'] = shape === 'none' ? 'file' : shape;
    if (shape === 'none') {
      const alt = element.dataset['alt'] ?? '';
      const host = content('span');
      const card = fileCard(path, sizeBytes, alt === target ? '' : alt);
      host.append(drawFileCard(card, source.assetUrl(path)));
      element.prepend(host);
      element.append(editButton());
      return;
    }
    const width = element.dataset['width'];
    const made = shape === 'picture' ? content('img') : content(shape);
    if (width !== undefined && !(made instanceof HTMLAudioElement)) made.width = Number(width);
    if (made instanceof HTMLImageElement) {
      made.alt = element.dataset['alt'] ?? '';
      made.draggable = false;
      made.decoding = 'async';
      made.loading = 'lazy';
    } else {
      made.controls = true;
      made.preload = 'metadata';
    }
    made.addEventListener('error', () => {
      made.remove();
      note(element, 'missing', `Can’t be shown: ${path}`);
    });
    made.src = source.assetUrl(path);
    element.prepend(made);
    element.append(editButton());
    if (shape === 'picture') element.append(widthHandle());
  };

  const stopListening = editor.registerMutationListener(InlineAtomNode, (mutations) => {
    let isPageGone = false;
    for (const [key, mutation] of mutations) {
      isPageGone = places.delete(key) || isPageGone;
      shown.delete(key);
      const element = mutation === 'destroyed' ? null : editor.getElementByKey(key);
      if (element?.dataset['media'] === undefined) continue;
      shown.set(key, element);
      show(key, element);
    }
    if (isPageGone || places.size > 0) tellPages();
  });

  return {
    know(target, link) {
      asker.follow(target);
      learn(target, link);
    },
    refresh: () => asker.again(),
    stop() {
      asker.stop();
      stopListening();
    },
  };
}

function content<Tag extends 'img' | 'audio' | 'video' | 'span'>(tag: Tag) {
  const element = document.createElement(tag);
  element.className = 'cp-media-content';
  return element;
}

function note(element: HTMLElement, kind: string, words: string): void {
  element.dataset['media'] = kind;
  const alt = element.dataset['alt'] ?? '';
  setWords(element, alt === '' ? words : `${words} (${alt})`);
}

function setWords(element: HTMLElement, words: string): void {
  const shown = element.querySelector('.cp-media-words');
  if (shown !== null) shown.textContent = words;
}

/** Seen while what it changes is selected; keys have Enter for it. */
function editButton(): HTMLElement {
  const edit = document.createElement('button');
  edit.type = 'button';
  edit.tabIndex = -1;
  edit.className = 'cp-media-edit';
  edit.textContent = 'Change';
  edit.dataset['mediaEdit'] = '';
  return edit;
}

/** To drag a selected picture wider. */
function widthHandle(): HTMLElement {
  const handle = document.createElement('span');
  handle.className = 'cp-media-handle';
  handle.dataset['mediaHandle'] = '';
  handle.setAttribute('aria-hidden', 'true');
  return handle;
}
