import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  $addUpdateTag,
  $createNodeSelection,
  $getNodeByKey,
  $setSelection,
  COMMAND_PRIORITY_LOW,
  HISTORY_PUSH_TAG,
  type NodeKey,
} from 'lexical';
import { type KeyboardEvent, useEffect } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import {
  changePicture,
  type Picture,
  type PictureChange,
  readPicture,
} from '../../../shared/markdown/pictures.ts';
import { mediaShapeOf } from '../../../shared/wiki/media-files.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { hashOf } from '../../app/routes.ts';
import { FileLink } from '../../article/FileLink.tsx';
import { failureMessage } from '../../client/failure-message.ts';
import { useCore } from '../../client/queries.ts';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { toast } from '../../ui/Toast.tsx';
import { FormText } from '../FormText.tsx';
import { OPEN_SOURCE_COMMAND } from '../keys/open-commands.ts';
import { type AddedFile, pickFiles } from './add-files.ts';
import { useOpened } from '../use-opened.ts';
import { OPEN_PICTURE_COMMAND } from './picture-events.ts';
import { $isMedia, maxWidth, minWidth } from './register-pictures.ts';

interface Open {
  readonly key: NodeKey;
  readonly anchor: HTMLElement;
  readonly source: string;
  readonly picture: Picture;
  readonly isPage: boolean;
  /** As typed. */
  readonly alt: string;
  readonly width: string;
  readonly caption: string;
  readonly target: string;
  readonly error: string | null;
}

/** What can be changed of a picture or an embed; its source is changed by nothing else. */
export function PicturePopover(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly onAdd: (file: File) => Promise<AddedFile>;
}) {
  const [editor] = useLexicalComposerContext();
  const { open, show, change: setOpen, finish } = useOpened<Open>();
  useEffect(
    () =>
      editor.registerCommand(
        OPEN_PICTURE_COMMAND,
        (key) => {
          const node = $getNodeByKey(key);
          const anchor = editor.getElementByKey(key);
          if (!$isMedia(node) || anchor === null) return false;
          const source = node.getSource();
          const picture = readPicture(source);
          if (picture === null) return editor.dispatchCommand(OPEN_SOURCE_COMMAND, key);
          show({
            key,
            anchor,
            source,
            picture,
            isPage: anchor.dataset['media'] === 'page',
            alt: picture.alt,
            width: picture.width === null ? '' : String(picture.width),
            caption: picture.caption,
            target: picture.target,
            error: null,
          });
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    [editor, show],
  );
  if (open === null) return null;

  /** Closes it, once, with this as the source. */
  const leave = (source: string) => {
    if (!finish()) return;
    // With a node selected, Lexical's own way to take the focus takes none.
    editor.getRootElement()?.focus({ preventScroll: true });
    editor.update(() => {
      const node = $getNodeByKey(open.key);
      if (node === null) return;
      const selection = $createNodeSelection();
      selection.add(open.key);
      $setSelection(selection);
      if (!$isMedia(node) || node.getSource() === source) return;
      $addUpdateTag(HISTORY_PUSH_TAG);
      node.setSource(source);
    });
  };
  const close = () => leave(open.source);
  const keepWith = (change: PictureChange) => {
    const source = changePicture(open.source, change);
    const error = 'These words can’t stand here. Change them, or edit the markdown.';
    if (source === null) setOpen({ ...open, error });
    else leave(source);
  };
  const keep = () => keepWith(changeOf(open));
  const $write = () => {
    const source = changePicture(open.source, changeOf(open));
    const node = $getNodeByKey(open.key);
    if (source !== null && $isMedia(node)) node.setSource(source);
  };
  const replace = async () => {
    const [file] = await pickFiles('pictures', false);
    if (file === undefined) return;
    try {
      const { path, target } = await props.onAdd(file);
      const isEmbed = open.picture.kind === 'embed';
      keepWith({ ...changeOf(open), target: isEmbed ? path : target });
    } catch (error) {
      toast({ kind: 'error', title: failureMessage(error) });
    }
  };
  const editSource = () => {
    finish();
    editor.dispatchCommand(OPEN_SOURCE_COMMAND, open.key);
  };
  const remove = () => {
    finish();
    editor.update(() => {
      $addUpdateTag(HISTORY_PUSH_TAG);
      const node = $getNodeByKey(open.key);
      node?.selectPrevious();
      node?.remove();
    });
    editor.focus();
  };
  const takeEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    keep();
  };
  const isFile = open.anchor.dataset['media'] === 'file';
  const name = open.isPage ? 'What is shown here' : isFile ? 'File' : 'Picture';
  return (
    <AnchoredPopover label={name} anchor={open.anchor} onClose={keep} onEscape={close}>
      <FormText key={open.key} text={JSON.stringify(changeOf(open))} $write={$write} />
      {open.isPage || open.anchor.dataset['media'] === 'missing' ? (
        <TextField
          label="Page or file"
          autoFocus
          value={open.target}
          error={open.error}
          disabled={open.picture.kind === 'reference'}
          onValueChange={(target) => setOpen({ ...open, target, error: null })}
          onKeyDown={takeEnter}
        />
      ) : null}
      {!open.isPage && (
        <>
          <TextField
            label="Description"
            hint={isFile ? 'Shown above its name' : 'For who can’t see the picture'}
            autoFocus
            value={open.alt}
            error={open.error}
            onValueChange={(alt) => setOpen({ ...open, alt, error: null })}
            onKeyDown={takeEnter}
          />
          {open.picture.kind !== 'reference' && !isFile && (
            <TextField
              label="Caption"
              value={open.caption}
              onValueChange={(caption) => setOpen({ ...open, caption, error: null })}
              onKeyDown={takeEnter}
            />
          )}
          {!isFile && (
            <TextField
              label="Width in pixels"
              type="number"
              min={minWidth}
              max={maxWidth}
              step={10}
              placeholder="As wide as it is"
              value={open.width}
              onValueChange={(width) => setOpen({ ...open, width, error: null })}
              onKeyDown={takeEnter}
            />
          )}
        </>
      )}
      <footer className="cp-picture-actions">
        <OpenLink wiki={props.wiki} path={props.path} anchor={open.anchor} target={open.target} />
        {!open.isPage && open.picture.kind !== 'reference' && (
          <Button variant="quiet" onClick={() => void replace()}>
            Replace
          </Button>
        )}
        <Button variant="quiet" onClick={editSource}>
          Markdown
        </Button>
        <Button variant="quiet" onClick={remove}>
          Remove
        </Button>
        <Button variant="primary" onClick={keep}>
          Done
        </Button>
      </footer>
    </AnchoredPopover>
  );
}

function OpenLink(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly anchor: HTMLElement;
  readonly target: string;
}) {
  const { wiki, path } = props;
  const { data: capabilities } = useCore('app.capabilities', {});
  const target = props.anchor.dataset['target'] ?? props.target;
  const { data } = useCore('page.resolveLinks', { wiki, from: path, targets: [target] });
  const link = data?.links[0];
  if (link === undefined || link.kind === 'missing') return null;
  if (link.kind === 'file') {
    const isShown = mediaShapeOf(link.path) !== 'none';
    const other = capabilities?.canShowInFolder === true ? 'Show in its folder' : 'Download';
    return (
      <FileLink className="cp-button cp-button-quiet" wiki={wiki} path={link.path}>
        {isShown ? 'Open' : other}
      </FileLink>
    );
  }
  return (
    <ButtonLink
      variant="quiet"
      href={hashOf({ kind: 'page', wiki, path: link.path, anchor: link.anchor })}
    >
      Open
    </ButtonLink>
  );
}

function changeOf({ picture, alt, width, caption, target }: Open): PictureChange {
  const typed = Math.round(Number(width));
  const wide = width.trim() === '' || !Number.isFinite(typed) ? null : typed;
  const clamped = wide === null ? null : Math.min(Math.max(wide, minWidth), maxWidth);
  return {
    ...(alt === picture.alt ? {} : { alt }),
    ...(wide === picture.width ? {} : { width: clamped }),
    ...(caption === picture.caption ? {} : { caption }),
    ...(target === picture.target || target.trim() === '' ? {} : { target: target.trim() }),
  };
}
