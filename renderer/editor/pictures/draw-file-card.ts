import type { FileCard } from '../../article/file-card.ts';

// As the icons of the interface are drawn, which only React draws.
const page = [
  'M15 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7Z',
  'M14 2v4a2 2 0 0 0 2 2h4',
  'M10 9H8M16 13H8M16 17H8',
];
const arrow = ['M12 15V3', 'M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4', 'm7 10 5 5 5-5'];

/** A file as readers see it. Keys have Enter, and “Download” there. */
export function drawFileCard({ title, about, name }: FileCard, url: string): HTMLElement {
  const card = document.createElement('span');
  card.className = 'cp-file-card';
  const words = document.createElement('span');
  const [first, second] = [document.createElement('strong'), document.createElement('small')];
  first.textContent = title;
  second.textContent = about;
  words.append(first, second);
  const get = document.createElement('a');
  get.href = url;
  get.download = name;
  get.draggable = false;
  get.tabIndex = -1;
  get.title = 'Download';
  get.append(sign(arrow, 16));
  card.append(sign(page, 20), words, get);
  return card;
}

function sign(paths: readonly string[], sizePx: number): Element {
  const made = (tag: string, attributes: Readonly<Record<string, string>>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const drawn = made('svg', {
    ...{ width: String(sizePx), height: String(sizePx), viewBox: '0 0 24 24', fill: 'none' },
    ...{ stroke: 'currentColor', 'stroke-width': '2', 'stroke-linecap': 'round' },
    ...{ 'stroke-linejoin': 'round', 'aria-hidden': 'true' },
  });
  for (const d of paths) drawn.append(made('path', { d }));
  return drawn;
}
