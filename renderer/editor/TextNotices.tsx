import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Says where a page is not edited, or not saved, as formatted text, and why. */
export function TextNotices(props: {
  readonly isUnwritable: boolean;
  readonly isLarge: boolean;
  readonly isFailed: boolean;
  readonly onShowSource: () => void;
}) {
  return (
    <>
      {props.isUnwritable && (
        <Notice
          kind="warning"
          title="A part of this page can’t be written as markdown the way it looks here"
          actions={<Button onClick={props.onShowSource}>Show the source</Button>}
        >
          Nothing was saved. Look at the source, and save from there.
        </Notice>
      )}
      {props.isLarge && (
        <Notice kind="info" title="This page is very long, so it opens as markdown source" />
      )}
      {props.isFailed && (
        <Notice
          kind="info"
          title="This page can’t be shown as formatted text, so it stays as markdown source"
        />
      )}
    </>
  );
}
