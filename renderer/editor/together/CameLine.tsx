import { useEffect } from 'react';
import type { Person, WikiId } from '../../../shared/contract/values.ts';
import { useCore } from '../../client/queries.ts';
import { announce } from '../../ui/Announcer.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.ts';
import type { Came } from '../save-session.ts';
import { cameWords } from './came-words.ts';

/** The name that revisions made here bear; null until it is known. */
export function useMe(wiki: WikiId): Person | null {
  return useCore('wiki.author', { wiki }).data?.author ?? null;
}

/** Says that what others wrote is in the text now. */
export function CameLine(props: {
  readonly came: Came;
  readonly me: Person | null;
  readonly onSee: () => void;
  readonly onDismiss: () => void;
}) {
  const words = cameWords(props.came.by, props.me);
  useEffect(() => announce(words), [words]);
  return (
    <div className="cp-came">
      <span>{words}</span>
      <Button variant="quiet" onClick={props.onSee}>
        See them
      </Button>
      <IconButton icon={CloseIcon} label="Hide this line" onClick={props.onDismiss} />
    </div>
  );
}
