import {
  autoUpdate,
  computePosition,
  flip,
  offset,
  type Placement,
  shift,
  size,
  type VirtualElement,
} from '@floating-ui/dom';

/** What something floats beside: an element, or a place in a text. */
export type FloatingPlace = Element | VirtualElement;

interface Options {
  readonly placement: Placement;
  /** Never over the place itself: out of sight where no side has room for it. */
  readonly hidesWithoutRoom?: boolean;
  /** Over the place, along the side it would stand beside. */
  readonly isInside?: boolean;
  /** How far it stays from the upper edge, where a bar may stand. */
  readonly topEdge?: number;
}

const gap = 6;
const edge = 8;

/**
 * Keeps an absolutely placed element beside a place and within what is to be seen, whatever scrolls or
 * grows: on the other side where this one has no room, and no higher than the room there is.
 *
 * @returns ends it
 */
export function keepPlaced(
  element: HTMLElement,
  place: FloatingPlace,
  { placement, hidesWithoutRoom = false, isInside = false, topEdge = edge }: Options,
): () => void {
  const padding = { top: topEdge, right: edge, bottom: edge, left: edge };
  const update = async () => {
    const room = { isEnough: true };
    const { x, y } = await computePosition(place, element, {
      placement,
      middleware: [
        offset(({ rects }) =>
          isInside ? { mainAxis: -rects.floating.height - 4, alignmentAxis: 4 } : { mainAxis: gap },
        ),
        flip({ padding, crossAxis: false }),
        shift({ padding }),
        size({
          padding,
          apply({ availableHeight, rects }) {
            room.isEnough = availableHeight >= rects.floating.height;
            if (hidesWithoutRoom) return;
            element.style.setProperty('--available-height', `${Math.max(80, availableHeight)}px`);
          },
        }),
      ],
    });
    element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
    element.style.visibility = hidesWithoutRoom && !room.isEnough ? 'hidden' : 'visible';
  };
  return autoUpdate(place, element, () => void update());
}
