import type { ElementContent } from 'hast';
import { highlightCode } from '../../../shared/markdown/highlight.ts';

export interface ColourRequest {
  readonly text: string;
  readonly language: string;
}
/** A stretch of the text and the class it is coloured by. */
export type Stretch = readonly [from: number, to: number, name: string];

function stretchesOf(nodes: readonly ElementContent[], around: string | null): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  const walk = (node: ElementContent, name: string | null): void => {
    if (node.type === 'text') {
      if (name !== null && node.value !== '') stretches.push([at, at + node.value.length, name]);
      at += node.value.length;
    } else if (node.type === 'element') {
      const classes = node.properties['className'];
      const [own] = Array.isArray(classes) ? classes.map(String) : [];
      for (const child of node.children) walk(child, own?.replace(/^hljs-/, '') ?? name);
    }
  };
  for (const node of nodes) walk(node, around);
  return stretches;
}

self.addEventListener('message', ({ data }: MessageEvent<ColourRequest>) => {
  const nodes = highlightCode(data.text, data.language);
  self.postMessage(nodes === null ? [] : stretchesOf(nodes, null));
});
