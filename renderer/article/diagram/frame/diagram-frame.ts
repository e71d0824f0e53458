import mermaid from 'mermaid';
import type { DiagramAnswer, DiagramRequest } from '../diagram-answer.ts';

/**
 * Draws diagrams where nothing can come of it: the document has an opaque origin, and its policy lets it
 * load and send nothing. What it draws leaves as text, and is shown as a picture.
 */
let count = 0;

async function draw({ text, colours, isDark }: DiagramRequest): Promise<DiagramAnswer> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    // Labels as SVG: HTML in a picture is drawn differently everywhere.
    htmlLabels: false,
    layout: 'dagre',
    maxTextSize: 20_000,
    maxEdges: 400,
    theme: 'base',
    fontFamily: colours.font,
    themeVariables: {
      darkMode: isDark,
      background: colours.page,
      mainBkg: colours.surface,
      primaryColor: colours.surface,
      primaryTextColor: colours.text,
      primaryBorderColor: colours.border,
      secondaryColor: colours.accentSoft,
      tertiaryColor: colours.sunken,
      lineColor: colours.soft,
      textColor: colours.text,
      noteBkgColor: colours.accentSoft,
      noteTextColor: colours.text,
      noteBorderColor: colours.border,
      fontFamily: colours.font,
    },
    secure: [
      ...['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'htmlLabels'],
      ...[
        'suppressErrorRendering',
        'flowchart',
        'layout',
        'themeCSS',
        'fontFamily',
        'dompurifyConfig',
      ],
    ],
  });
  count += 1;
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  const { svg } = await mermaid.render(`diagram-${count}`, text, place);
  // eslint-disable-next-line no-restricted-syntax -- here it is nobody's, and loads nothing
  place.innerHTML = svg;
  const drawn = place.querySelector('svg');
  if (drawn === null) throw new Error('Nothing was drawn.');
  const box = drawn.viewBox.baseVal;
  const [width, height] = [Math.ceil(box.width), Math.ceil(box.height)];
  drawn.setAttribute('width', String(width));
  drawn.setAttribute('height', String(height));
  drawn.style.removeProperty('max-width');
  return { kind: 'drawn', svg: new XMLSerializer().serializeToString(drawn), width, height };
}

window.addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port === undefined) return;
    port.addEventListener('message', ({ data }: MessageEvent<DiagramRequest>) => {
      draw(data).then(
        (answer) => port.postMessage(answer),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          port.postMessage({ kind: 'wrong', message } satisfies DiagramAnswer);
        },
      );
    });
    port.start();
  },
  { once: true },
);
