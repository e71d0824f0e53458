import { readPicture } from '../../../shared/markdown/pictures.ts';

/**
 * Draws what is known of a picture or an embed by its source alone. `show-media.ts` puts the picture in
 * once the wiki has said where its target leads.
 *
 * Parts of it are read from the element: `data-target`, `data-reference`, `data-width`.
 */
export function drawMedia(element: HTMLElement, source: string, words: string): void {
  const picture = readPicture(source);
  const shown = document.createElement('span');
  shown.className = 'cp-media-words';
  shown.textContent = words;
  element.append(shown);
  element.dataset['media'] = 'waiting';
  element.dataset['words'] = words;
  if (picture === null) return;
  if (picture.kind === 'reference') element.dataset['reference'] = picture.target;
  else element.dataset['target'] = picture.target;
  element.dataset['alt'] = picture.alt;
  if (picture.width !== null) element.dataset['width'] = String(picture.width);
  if (picture.caption !== '') {
    const caption = document.createElement('span');
    caption.className = 'cp-media-caption';
    caption.textContent = picture.caption;
    element.append(caption);
  }
}
