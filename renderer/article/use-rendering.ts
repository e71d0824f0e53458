import { useEffect, useState } from 'react';
import { keptRendering, render, type Rendering } from './rendering.ts';

/** The rendered page; while a new text is under way, what was shown before (null at first). */
export function useRendering(text: string, title: string): Rendering | null {
  const [shown, setShown] = useState<Rendering | null>(() => keptRendering(text, title));
  useEffect(() => {
    const controller = new AbortController();
    void render(text, title, controller.signal).then((rendering) => {
      if (!controller.signal.aborted) setShown(rendering);
    });
    return () => controller.abort();
  }, [text, title]);
  return shown;
}
