import { type LexicalEditor, SKIP_DOM_SELECTION_TAG } from 'lexical';
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import { announce } from '../../ui/Announcer.tsx';
import type { Direction } from '../blocks/block-unit.ts';
import {
  $moveBefore,
  $moveOver,
  $moveSection,
  prepareMove,
  type Section,
  type SectionMove,
} from './sections.ts';

interface Drag {
  readonly section: Section;
  readonly startY: number;
}

// A hand is never quite still when it clicks.
const stillness = 4;
const edge = 24;
const scrollStep = 8;

/** Headings to go to, and to move whole sections by: with keys, with a mouse, or by the grip of a row. */
export function SectionList(props: {
  readonly editor: LexicalEditor;
  readonly sections: readonly Section[];
  readonly current: string | null;
  readonly onGo: (key: string) => void;
  readonly onEscape?: () => void;
}) {
  const { editor, sections, current } = props;
  const list = useRef<HTMLUListElement>(null);
  const drag = useRef<Drag | null>(null);
  const hasDragged = useRef(false);
  // Before which section the dragged one would come; the number of them: at the end.
  const [drop, setDrop] = useState<number | null>(null);
  const focused = useRef<string | null>(null);
  const top = Math.min(...sections.map(({ level }) => level));
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];

  // A row that changes its place lets go of the focus.
  useLayoutEffect(() => {
    if (focused.current === null) return;
    const index = sections.findIndex(({ key }) => key === focused.current);
    focused.current = null;
    list.current?.querySelectorAll('button')[index]?.focus();
  }, [sections]);

  useLayoutEffect(() => {
    const scroller = list.current?.parentElement ?? null;
    if (scroller === null) return undefined;
    const show = () => showMarked(scroller);
    show();
    // It may come to be seen only later, when the window is made wider.
    const observer = new ResizeObserver(show);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [current, sections]);

  // The focus stays among the rows.
  const moveTo = (there: SectionMove) =>
    editor.update(() => $moveSection(there), { tag: SKIP_DOM_SELECTION_TAG });
  const move = (section: Section, direction: Direction) => {
    focused.current = section.key;
    const over = prepareMove(editor, () => $moveOver(section.key, direction));
    if (over !== null) moveTo(over);
    announce(
      `${section.text}: ${over === null ? 'no section to move over' : `moved ${direction}`}`,
    );
  };
  const press = (event: KeyboardEvent, section: Section, index: number) => {
    const steps: Partial<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };
    if (event.key === 'Escape' && props.onEscape !== undefined) {
      event.preventDefault();
      props.onEscape();
    }
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.altKey && event.shiftKey) move(section, step < 0 ? 'up' : 'down');
    else if (!event.altKey) buttons()[index + step]?.focus();
  };

  const start = (event: PointerEvent, section: Section) => {
    hasDragged.current = false;
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { section, startY: event.clientY };
  };
  const pull = (event: PointerEvent) => {
    if (drag.current === null) return;
    if (drop === null && Math.abs(event.clientY - drag.current.startY) < stillness) return;
    hasDragged.current = true;
    const scroller = list.current?.parentElement ?? null;
    if (scroller !== null) scrollAtEdge(scroller, event.clientY);
    const at = buttons().findIndex((button) => {
      const box = button.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    setDrop(at === -1 ? sections.length : at);
  };
  const letGo = () => {
    const dragged = drag.current;
    drag.current = null;
    setDrop(null);
    if (dragged === null || drop === null) return;
    const { section } = dragged;
    const before = sections[drop]?.key ?? null;
    const there = prepareMove(editor, () => $moveBefore(section.key, before));
    if (there === null) return;
    moveTo(there);
    announce(`${section.text}: moved`);
  };

  const cancel = () => {
    drag.current = null;
    setDrop(null);
  };

  const reached = sections.some(({ key }) => key === current) ? current : sections[0]?.key;
  return (
    <ul ref={list} className="cp-sections-list">
      {sections.map((section, index) => (
        <li
          key={section.key}
          data-depth={Math.min(section.level - top, 3)}
          data-drop={
            drop === index
              ? 'before'
              : drop === index + 1 && drop === sections.length
                ? 'after'
                : undefined
          }
        >
          <button
            type="button"
            tabIndex={section.key === reached ? 0 : -1}
            aria-current={section.key === current ? 'location' : undefined}
            aria-keyshortcuts="Alt+Shift+ArrowUp Alt+Shift+ArrowDown"
            onKeyDown={(event) => press(event, section, index)}
            onPointerDown={(event) => {
              // A finger scrolls the rows.
              if (event.pointerType !== 'touch') start(event, section);
            }}
            onPointerMove={pull}
            onPointerUp={letGo}
            onPointerCancel={cancel}
            onClick={() => {
              // A drag ends in a click as well.
              if (!hasDragged.current) props.onGo(section.key);
              hasDragged.current = false;
            }}
          >
            {section.text === '' ? '(no words)' : section.text}
          </button>
          <span
            className="cp-sections-grip"
            aria-hidden
            onPointerDown={(event) => start(event, section)}
            onPointerMove={pull}
            onPointerUp={letGo}
            onPointerCancel={cancel}
          />
        </li>
      ))}
    </ul>
  );
}

/** Scrolls the panel alone: `scrollIntoView` would move the page too. */
function showMarked(scroller: Element): void {
  const row = scroller.querySelector('[aria-current]')?.getBoundingClientRect();
  if (row === undefined) return;
  const box = scroller.getBoundingClientRect();
  if (row.top < box.top) scroller.scrollTop += row.top - box.top;
  else if (row.bottom > box.bottom) scroller.scrollTop += row.bottom - box.bottom;
}

function scrollAtEdge(scroller: Element, y: number): void {
  const box = scroller.getBoundingClientRect();
  if (y < box.top + edge) scroller.scrollTop -= scrollStep;
  else if (y > box.bottom - edge) scroller.scrollTop += scrollStep;
}
