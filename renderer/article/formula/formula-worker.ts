import katex from 'katex';
import type { Formula } from '../../../shared/markdown/formulas.ts';

/** HTML as KaTeX writes it, or why there is none. */
export type FormulaAnswer =
  | { readonly kind: 'drawn'; readonly html: string }
  | { readonly kind: 'wrong'; readonly message: string };

const maxLength = 10_000;
const maxDrawn = 400_000;

function answer({ tex, isLarge }: Formula): FormulaAnswer {
  if (tex.length > maxLength) return { kind: 'wrong', message: 'It is too long to be drawn.' };
  try {
    const html = katex.renderToString(tex, {
      displayMode: isLarge,
      output: 'htmlAndMathml',
      throwOnError: true,
      // Nothing that leads or loads anywhere, no HTML of the writer's.
      trust: false,
      strict: 'ignore',
      maxExpand: 500,
      maxSize: 30,
    });
    if (html.length > maxDrawn) return { kind: 'wrong', message: 'It is too large to be drawn.' };
    return { kind: 'drawn', html };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return { kind: 'wrong', message: message.replace(/^KaTeX parse error: /, '') };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<Formula>) => {
  self.postMessage(answer(data));
});
