import './pictures.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { mergeRegister } from '@lexical/utils';
import { $getSelection, COMMAND_PRIORITY_HIGH, COMMAND_PRIORITY_LOW, PASTE_COMMAND } from 'lexical';
import { use, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { identifierOf } from '../../../shared/markdown/model/link-label.ts';
import { showPage } from '../../article/Article.tsx';
import { ArticleContext } from '../../article/article-context.ts';
import { failureMessage } from '../../client/failure-message.ts';
import { useApi } from '../../client/queries.ts';
import { announce } from '../../ui/Announcer.tsx';
import { toast } from '../../ui/Toast.tsx';
import { type DropPlace, dropPlaceAt, scrollAtEdge } from '../blocks/block-place.ts';
import { addressOf } from '../definitions/definition-commands.ts';
import { ScopeContext } from '../scope-context.ts';
import { addFile, type AddedFile, filesOf, pickFiles } from './add-files.ts';
import { type FilePlace, insertInlines } from './insert-inlines.ts';
import { PICK_FILES_COMMAND } from './picture-events.ts';
import { PicturePopover } from './PicturePopover.tsx';
import { registerPictures } from './register-pictures.ts';
import { type MediaShower, type PagePlace, showMedia } from './show-media.ts';

// Each is laid out as on its own page.
const maxPages = 20;

/** Pictures and other files in the text: shown, pasted, dropped, chosen and changed. */
export function PictureTools(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const { wiki, path } = props;
  const [editor] = useLexicalComposerContext();
  const api = useApi();
  const scope = use(ScopeContext);
  const [pages, setPages] = useState<readonly PagePlace[]>([]);
  const [drop, setDrop] = useState<DropPlace | null>(null);
  const shower = useRef<MediaShower | null>(null);

  useEffect(() => registerPictures(editor), [editor]);
  useEffect(() => {
    const shown = showMedia(editor, {
      resolve: async (targets) =>
        (await api.request('page.resolveLinks', { wiki, from: path, targets: [...targets] })).links,
      assetUrl: (file) => api.assetUrl(wiki, file),
      addressOf: (reference) =>
        (addressOf(editor, reference) ?? scope.targets.get(identifierOf(reference)))?.url ?? null,
      onPages: (places) => setPages(places.slice(0, maxPages)),
    });
    shower.current = shown;
    const stopEvents = api.onEvent((event) => {
      if (event.name === 'pages.changed' && event.wiki === wiki) shown.refresh();
    });
    return () => {
      stopEvents();
      shown.stop();
    };
  }, [api, editor, path, scope, wiki]);

  const add = useMemo(
    () => async (file: File) => {
      const added = await addFile({ api, wiki, path }, file);
      for (const target of [added.target, added.path])
        shower.current?.know(target, {
          ...{ kind: 'file', target, path: added.path, sizeBytes: file.size },
        });
      return added;
    },
    [api, path, wiki],
  );
  const addAll = useMemo(
    () => async (files: readonly File[], place: FilePlace) => {
      const added: AddedFile[] = [];
      for (const file of files) {
        try {
          added.push(await add(file));
        } catch (error) {
          toast({ kind: 'error', title: failureMessage(error) });
        }
      }
      if (added.length === 0) return;
      insertInlines(
        editor,
        added.map(({ inline }) => inline),
        place,
      );
      editor.focus();
      announce(added.length === 1 ? 'Added the file' : `Added ${added.length} files`);
    },
    [add, editor],
  );

  useEffect(() => {
    const atCaret = (): FilePlace => ({
      kind: 'caret',
      selection: $getSelection()?.clone() ?? null,
    });
    return mergeRegister(
      editor.registerCommand(
        PASTE_COMMAND,
        (event) => {
          if (!(event instanceof ClipboardEvent) || event.clipboardData === null) return false;
          const files = filesOf(event.clipboardData);
          if (files.length === 0) return false;
          event.preventDefault();
          void addAll(files, atCaret());
          return true;
        },
        COMMAND_PRIORITY_HIGH,
      ),
      editor.registerCommand(
        PICK_FILES_COMMAND,
        (wanted) => {
          const place = atCaret();
          void pickFiles(wanted, true).then((files) => addAll(files, place));
          return true;
        },
        COMMAND_PRIORITY_LOW,
      ),
    );
  }, [addAll, editor]);

  // Anywhere on the editor's screen: a file that misses the text would else take the page's place.
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'copy';
      const root = editor.getRootElement();
      if (root !== null) scrollAtEdge(root, event.clientY);
      setDrop(dropPlaceAt(editor, event.clientY));
    };
    const leave = (event: DragEvent) => {
      const { currentTarget, relatedTarget } = event;
      const isInside =
        currentTarget instanceof Node &&
        relatedTarget instanceof Node &&
        currentTarget.contains(relatedTarget);
      if (!isInside) setDrop(null);
    };
    const take = (event: DragEvent) => {
      setDrop(null);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      event.stopPropagation();
      const place = dropPlaceAt(editor, event.clientY);
      void addAll(
        files,
        place === null ? { kind: 'caret', selection: null } : { kind: 'between', place },
      );
    };
    return editor.registerRootListener((root, before) => {
      const gone = before?.closest<HTMLElement>('.cp-editor');
      gone?.removeEventListener('dragover', over, true);
      gone?.removeEventListener('dragleave', leave);
      gone?.removeEventListener('drop', take, true);
      const screen = root?.closest<HTMLElement>('.cp-editor');
      screen?.addEventListener('dragover', over, true);
      screen?.addEventListener('dragleave', leave);
      screen?.addEventListener('drop', take, true);
    });
  }, [addAll, editor]);

  const frame = useMemo(
    () => ({
      wiki,
      path,
      resolve: () => undefined,
      scrollTo: () => false,
      editHref: null,
    }),
    [path, wiki],
  );
  return (
    <>
      {drop !== null && (
        <span
          className="cp-drop-line"
          aria-hidden
          style={{ top: drop.top, left: drop.left, width: drop.width }}
        />
      )}
      {pages.map(({ key, element, link }) =>
        createPortal(<ArticleContext value={frame}>{showPage(link)}</ArticleContext>, element, key),
      )}
      <PicturePopover wiki={wiki} path={path} onAdd={add} />
    </>
  );
}
