import { useEffect, useState } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { announce } from '../../ui/Announcer.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { CloseIcon } from '../../ui/icons.ts';
import { useOtherWindow } from './use-other-window.ts';

const words =
  'This page is open for writing in another window too. What is saved there comes in here.';

/** Says that two windows write on one page: neither shows what the other has not saved. */
export function OtherWindowLine(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const isOther = useOtherWindow(props.wiki, props.path);
  const [isHidden, setHidden] = useState(false);
  const isShown = isOther && !isHidden;
  useEffect(() => {
    if (isShown) announce(words);
  }, [isShown]);
  if (!isShown) return null;
  return (
    <div className="cp-other-window">
      <span>{words}</span>
      <IconButton icon={CloseIcon} label="Hide this line" onClick={() => setHidden(true)} />
    </div>
  );
}
