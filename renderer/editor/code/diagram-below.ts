import type { DiagramAnswer } from '../../article/diagram/diagram-answer.ts';
import { pictureSource } from '../../article/diagram/diagram-drawing.ts';

export { drawn } from '../../article/diagram/diagram-drawing.ts';
export { onThemeChange } from '../../article/diagram/diagram-theme.ts';

const properties = ['background-image', 'background-size', 'padding-bottom'] as const;

/** Lays a diagram under the lines of a block, as wide as it is or as the block. */
export function showBelow(element: HTMLElement, answer: DiagramAnswer): void {
  const isDrawn = answer.kind === 'drawn';
  element.classList.add('cp-diagram-code');
  element.toggleAttribute('data-diagram-wrong', !isDrawn);
  if (!isDrawn) {
    const [line = ''] = answer.message.trim().split('\n');
    element.dataset['diagramNote'] = `This diagram can’t be drawn. ${line}`;
    for (const property of properties) element.style.removeProperty(property);
    return;
  }
  delete element.dataset['diagramNote'];
  const { svg, width, height } = answer;
  const share = (height / width) * 100;
  element.style.backgroundImage = `url("${pictureSource(svg)}")`;
  element.style.backgroundSize = `min(100% - 2rem, ${width}px) auto`;
  element.style.paddingBottom = `calc(min(${height}px, ${share.toFixed(2)}%) + 2rem)`;
}

export function clearDiagram(element: HTMLElement): void {
  element.classList.remove('cp-diagram-code');
  element.removeAttribute('data-diagram-wrong');
  delete element.dataset['diagramNote'];
  for (const property of properties) element.style.removeProperty(property);
}
