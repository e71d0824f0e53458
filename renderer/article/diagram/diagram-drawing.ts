import './diagram.css';
import { type Callee, createBoundedCalls } from '../bounded-calls.ts';
import { type DiagramAnswer, type DiagramRequest, readAnswer } from './diagram-answer.ts';
import { coloursNow, isDarkNow, onThemeChange } from './diagram-theme.ts';

// The first one waits for the library, which takes a moment to load.
const limitMs = 10_000;
const maxLength = 20_000;
const keptCount = 40;
const tooSlow: DiagramAnswer = { kind: 'wrong', message: 'It takes too long to draw.' };

const kept = new Map<string, DiagramAnswer>();
const shown = new Map<HTMLElement, string>();
const ask = createBoundedCalls<DiagramRequest>(startFrame, limitMs);

function startFrame({
  answer,
}: {
  readonly answer: (value: unknown) => void;
}): Callee<DiagramRequest> {
  const frame = document.createElement('iframe');
  frame.src = 'diagram.html';
  // Its own policy says the same; either is enough.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.className = 'cp-diagram-frame';
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.title = 'Draws diagrams';
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => answer(data));
  port1.start();
  // An opaque origin has no name to send to: the port reaches whoever is in the frame, which can only be
  // our document.
  frame.addEventListener('load', () => frame.contentWindow?.postMessage(null, '*', [port2]), {
    once: true,
  });
  document.body.append(frame);
  return {
    ask: (request) => port1.postMessage(request),
    end: () => {
      port1.close();
      frame.remove();
    },
  };
}

/** The diagram in the theme's colours as they are now. */
export async function drawn(text: string, isWanted?: () => boolean): Promise<DiagramAnswer | null> {
  if (text.length > maxLength) return { kind: 'wrong', message: 'It is too long to be drawn.' };
  const isDark = isDarkNow();
  const key = `${isDark ? 'dark' : 'light'} ${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const value = await ask({ text, isDark, colours: coloursNow() }, isWanted);
  if (value === undefined) return null;
  const answer = value === null ? tooSlow : readAnswer(value);
  kept.set(key, answer);
  const [oldest] = kept.keys();
  if (kept.size > keptCount && oldest !== undefined) kept.delete(oldest);
  return answer;
}

onThemeChange(() => {
  for (const [element, text] of shown) {
    if (element.isConnected) void drawDiagram(element, text);
    else shown.delete(element);
  }
});

/** Fills an element with a diagram, or says why there is none. What it shows follows the theme. */
export async function drawDiagram(element: HTMLElement, text: string): Promise<void> {
  for (const other of shown.keys()) if (!other.isConnected) shown.delete(other);
  shown.set(element, text);
  element.classList.add('cp-diagram');
  const answer = await drawn(text, () => element.isConnected && shown.get(element) === text);
  if (answer === null || shown.get(element) !== text) return;
  element.replaceChildren(
    answer.kind === 'drawn' ? pictureOf(answer, text) : noteOf(answer.message),
  );
}

export function pictureSource(svg: string): string {
  const escaped = encodeURIComponent(svg).replace(
    /['()]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `data:image/svg+xml;charset=utf-8,${escaped}`;
}

function pictureOf({ svg, width, height }: DiagramAnswer & { kind: 'drawn' }, text: string): Node {
  const picture = document.createElement('img');
  // As a picture an SVG runs nothing and loads nothing.
  picture.src = pictureSource(svg);
  picture.width = width;
  picture.height = height;
  picture.alt = nameOf(text);
  return picture;
}

function noteOf(message: string): Node {
  const note = document.createElement('div');
  note.className = 'cp-diagram-note';
  note.setAttribute('role', 'note');
  note.append('This diagram can’t be drawn.');
  if (message.trim() !== '') {
    const detail = document.createElement('pre');
    detail.textContent = message.trim();
    note.append(detail);
  }
  return note;
}

// Its own name where the writer gave one (mermaid's `accTitle`, `title`), else its kind.
function nameOf(text: string): string {
  const name = /^[ \t]*(?:accTitle[ \t]*:|title:?[ \t])[ \t]*(.+)$/m.exec(text)?.[1]?.trim();
  if (name !== undefined) return `Diagram: ${name.slice(0, 200)}`;
  const kind = /^[ \t]*([A-Za-z]+)/m.exec(text.replace(/^---[^]*?\n---|%%.*$/gm, ''))?.[1] ?? '';
  return kind === '' ? 'Diagram' : `Diagram (${kind})`;
}
