import { useId } from 'react';
import type { RemoteKind } from '../../shared/contract/methods-sync.ts';
import { KeyIcon, StickIcon, WebIcon } from '../ui/icons.ts';
import { ways } from './place-words.ts';

export const wayIcons = { web: WebIcon, ssh: KeyIcon, folder: StickIcon };
export const wayOrder: readonly RemoteKind[] = ['web', 'ssh', 'folder'];

/** Which of the three ways to share; typing an address chooses for the person. */
export function WayChoice(props: {
  readonly way: RemoteKind;
  readonly onWayChange: (way: RemoteKind) => void;
}) {
  const name = useId();
  return (
    <fieldset className="cp-way-choice">
      <legend>How is it reached?</legend>
      {wayOrder.map((way) => {
        const IconShape = wayIcons[way];
        return (
          <label key={way} className="cp-way">
            <input
              type="radio"
              name={name}
              className="cp-visually-hidden"
              checked={way === props.way}
              onChange={() => props.onWayChange(way)}
            />
            <IconShape aria-hidden size={20} />
            <span>
              <strong>{ways[way].title}</strong>
              <span>{ways[way].about}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
