import type { EditorView } from '@codemirror/view';
import { type RefObject, useEffect } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { serialiseBlock } from '../../../shared/markdown/model/serialise.ts';
import { defaultStyle } from '../../../shared/markdown/model/style.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { failureMessage } from '../../client/failure-message.ts';
import { useApi } from '../../client/queries.ts';
import { announce } from '../../ui/Announcer.tsx';
import { toast } from '../../ui/Toast.tsx';
import { addFile, filesOf } from '../pictures/add-files.ts';

/** Takes pictures and other files that are pasted or dropped, and writes what shows them into the source. */
export function useSourceFiles(
  host: RefObject<HTMLElement | null>,
  view: RefObject<EditorView | null>,
  page: { readonly wiki: WikiId; readonly path: PagePath },
): void {
  const api = useApi();
  const { wiki, path } = page;
  useEffect(() => {
    const screen = host.current?.closest<HTMLElement>('.cp-editor') ?? null;
    if (screen === null) return undefined;
    const add = async (files: readonly File[]) => {
      const written: string[] = [];
      for (const file of files) {
        try {
          const { inline } = await addFile({ api, wiki, path }, file);
          written.push(serialiseBlock({ kind: 'paragraph', children: [inline] }, defaultStyle));
        } catch (error) {
          toast({ kind: 'error', title: failureMessage(error) });
        }
      }
      if (written.length === 0 || view.current === null) return;
      const { state } = view.current;
      view.current.dispatch(state.replaceSelection(written.join('\n\n')), {
        userEvent: 'input.drop',
        scrollIntoView: true,
      });
      view.current.focus();
      announce(written.length === 1 ? 'Added the file' : `Added ${written.length} files`);
    };
    const stop = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
    };
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      stop(event);
      event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      stop(event);
      const at = view.current?.posAtCoords({ x: event.clientX, y: event.clientY }) ?? null;
      if (at !== null) view.current?.dispatch({ selection: { anchor: at } });
      void add(files);
    };
    const paste = (event: ClipboardEvent) => {
      const isHere = event.target instanceof Node && host.current?.contains(event.target) === true;
      const files = isHere && event.clipboardData !== null ? filesOf(event.clipboardData) : [];
      if (files.length === 0) return;
      stop(event);
      void add(files);
    };
    // First of all: a file that misses the text would else take the page's place.
    const options = { capture: true };
    screen.addEventListener('dragover', over, options);
    screen.addEventListener('drop', drop, options);
    screen.addEventListener('paste', paste, options);
    return () => {
      screen.removeEventListener('dragover', over, options);
      screen.removeEventListener('drop', drop, options);
      screen.removeEventListener('paste', paste, options);
    };
  }, [api, host, path, view, wiki]);
}
