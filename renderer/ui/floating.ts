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
  { placement, hidesWithoutRoom = false }: Options,
): () => void {
  const update = async () => {
    let hasRoom = true;
    const { x, y } = await computePosition(place, element, {
      placement,
      middleware: [
        offset(gap),
        flip({ padding: edge, crossAxis: false }),
        shift({ padding: edge }),
        size({
          padding: edge,
          apply({ availableHeight, rects }) {
            hasRoom = availableHeight >= rects.floating.height;
            if (hidesWithoutRoom) return;
            element.style.setProperty('--available-height', `${Math.max(80, availableHeight)}px`);
          },
        }),
      ],
    });
    element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
    element.style.visibility = hidesWithoutRoom && !hasRoom ? 'hidden' : 'visible';
  };
  return autoUpdate(place, element, () => void update());
}
