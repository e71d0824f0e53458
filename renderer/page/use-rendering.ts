import { useEffect, useState } from 'react';
import { keptRendering, render, type Rendering } from './rendering.ts';

/** The rendered page; while a new text is under way, what was shown before (null at first). */
export function useRendering(text: string, title: string): Rendering | null {
  const [shown, setShown] = useState<Rendering | null>(() => keptRendering(text, title));
  useEffect(() => {
    let isCurrent = true;
    void render(text, title).then((rendering) => {
      if (isCurrent) setShown(rendering);
    });
    return () => {
      isCurrent = false;
    };
  }, [text, title]);
  return shown;
}
