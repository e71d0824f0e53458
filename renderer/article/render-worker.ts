import { renderMarkdown } from '../../shared/markdown/render.ts';
import type { RenderAnswer, RenderRequest } from './rendering.ts';

// Colouring code is a large library, loaded by the first page that has a fence with a language.
const namedFence = /^[ \t>*+-]*(?:`{3,}|~{3,})[ \t]*[A-Za-z]/m;

async function answer({ id, text, title }: RenderRequest): Promise<RenderAnswer> {
  if (!namedFence.test(text)) return { id, outcome: renderMarkdown(text, { title }) };
  const { highlightCode } = await import('../../shared/markdown/highlight.ts');
  return { id, outcome: renderMarkdown(text, { title, highlight: highlightCode }) };
}

self.addEventListener('message', (event: MessageEvent<RenderRequest>) => {
  answer(event.data).then(
    (result) => self.postMessage(result),
    () =>
      self.postMessage({ id: event.data.id, outcome: { kind: 'failed' } } satisfies RenderAnswer),
  );
});
