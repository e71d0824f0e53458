import { type ReactNode, useEffect, useRef, useState } from 'react';
import { drawDiagram } from './diagram-drawing.ts';

/** A diagram with its source below it. Drawn once it is near to what is in sight. */
export function Diagram(props: { readonly text: string; readonly children: ReactNode }) {
  const { text } = props;
  const host = useRef<HTMLDivElement>(null);
  const [isWrong, setIsWrong] = useState(false);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    let isCurrent = true;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        void drawDiagram(element, text).then(() => {
          if (isCurrent) setIsWrong(element.querySelector('img') === null);
        });
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => {
      isCurrent = false;
      observer.disconnect();
    };
  }, [text]);
  return (
    <figure className="cp-diagram-figure">
      <div ref={host} className="cp-diagram" tabIndex={0} role="group" aria-label="Diagram" />
      <details open={isWrong}>
        <summary>Source of the diagram</summary>
        {props.children}
      </details>
    </figure>
  );
}
