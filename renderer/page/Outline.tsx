import { useEffect, useState } from 'react';
import type { WikiId } from '../../shared/contract/values.ts';
import type { RenderedHeading } from '../../shared/markdown/html-policy.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { headingBeingRead } from './current-heading.ts';

function useCurrentHeading(headings: readonly RenderedHeading[]): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    let frame = 0;
    const look = () => {
      frame = 0;
      setCurrent(headingBeingRead(headings) ?? headings[0]?.id ?? null);
    };
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    soon();
    // Scrolling does not bubble; listening on the way down hears it whichever element scrolls.
    window.addEventListener('scroll', soon, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', soon, { capture: true });
    };
  }, [headings]);
  return current;
}

/** The sections of a page, the one being read marked. */
export function Outline(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly headings: readonly RenderedHeading[];
  readonly onChoose: (elementId: string) => void;
}) {
  const { wiki, path, headings } = props;
  const current = useCurrentHeading(headings);
  const top = Math.min(...headings.map(({ level }) => level));
  return (
    <nav className="cp-outline" aria-label="On this page">
      <p className="cp-outline-title">On this page</p>
      <ul>
        {headings.map(({ id, level, text }) => (
          <li key={id} data-depth={Math.min(level - top, 3)}>
            <a
              href={hashOf({ kind: 'page', wiki, path, anchor: id.replace('user-content-', '') })}
              aria-current={id === current ? 'location' : undefined}
              onClick={() => props.onChoose(id)}
            >
              {text === '' ? '(no words)' : text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
