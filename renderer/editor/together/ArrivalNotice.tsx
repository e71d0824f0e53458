import { type ComponentProps, useEffect } from 'react';
import { assertNever } from '../../../shared/contract/errors.ts';
import { nameOfPage, type PagePath } from '../../../shared/wiki/page-path.ts';
import { announce } from '../../ui/Announcer.tsx';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Arrival } from '../save-session.ts';

/** A notice that comes while the person writes elsewhere. */
function SaidNotice(props: ComponentProps<typeof Notice>) {
  const { title } = props;
  useEffect(() => announce(title), [title]);
  return <Notice {...props} />;
}

/** Says what became of the page elsewhere, where that could not come into the text by itself. */
export function ArrivalNotice(props: {
  readonly arrival: Arrival;
  readonly onChoose: () => void;
  /** The page is not there any more: it shall be there again. */
  readonly onKeep: () => void;
  readonly onLetGo: () => void;
  readonly onFollow: (path: PagePath) => void;
}) {
  const { arrival } = props;
  switch (arrival.kind) {
    case 'clash': {
      const who = arrival.theirs.change?.author.name ?? 'Somebody';
      return (
        <SaidNotice
          kind="info"
          title={`${who} changed the same words as you`}
          actions={<Button onClick={props.onChoose}>Look and choose</Button>}
        >
          Your text stays as it is until you choose. You can go on writing.
        </SaidNotice>
      );
    }
    case 'changed':
      return (
        <SaidNotice kind="info" title="This page changed meanwhile">
          When you save, you will see both versions first.
        </SaidNotice>
      );
    case 'gone': {
      const { movedTo, by } = arrival;
      const who = by?.name ?? 'Somebody';
      if (movedTo !== null) {
        return (
          <SaidNotice
            kind="info"
            title={`This page is “${nameOfPage(movedTo)}” now`}
            actions={
              <>
                <Button variant="primary" onClick={() => props.onFollow(movedTo)}>
                  Go on there
                </Button>
                <Button onClick={props.onKeep}>Make it a page of its own</Button>
              </>
            }
          >
            It was renamed or moved while you wrote. Your text is here, and goes along.
          </SaidNotice>
        );
      }
      return (
        <SaidNotice
          kind="warning"
          title={`${who} deleted this page meanwhile`}
          actions={
            <>
              <Button onClick={props.onKeep}>Keep the page</Button>
              <Button onClick={props.onLetGo}>Let it stay deleted</Button>
            </>
          }
        >
          Your text is still here. Keep the page, and the next save brings it back; or let it stay
          deleted, and what was saved of it stays in the history.
        </SaidNotice>
      );
    }
  }
  return assertNever(arrival);
}
