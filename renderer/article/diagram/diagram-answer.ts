/** What the frame that draws is asked. */
export interface DiagramRequest {
  readonly text: string;
  readonly isDark: boolean;
  readonly colours: Colours;
}
export interface Colours {
  readonly page: string;
  readonly surface: string;
  readonly sunken: string;
  readonly accentSoft: string;
  readonly text: string;
  readonly soft: string;
  readonly border: string;
  readonly font: string;
}
export type DiagramAnswer =
  | {
      readonly kind: 'drawn';
      readonly svg: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'wrong'; readonly message: string };

const maxSvgLength = 3_000_000;
const maxSide = 20_000;

/** The answer as far as it is one: what draws is taken for hostile, since what it draws may be. */
export function readAnswer(value: unknown): DiagramAnswer {
  const field = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  const [svg, width, height] = [field('svg'), field('width'), field('height')];
  if (field('kind') === 'drawn' && typeof svg === 'string') {
    const isSized = isSide(width) && isSide(height);
    if (isSized && svg.length <= maxSvgLength) return { kind: 'drawn', svg, width, height };
    return { kind: 'wrong', message: 'It is too large to be drawn.' };
  }
  const message = field('message');
  return { kind: 'wrong', message: typeof message === 'string' ? message.slice(0, 300) : '' };
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= maxSide;
}
