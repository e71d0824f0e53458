import { $insertNodes } from 'lexical';
import { use, useMemo } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { parseBlocks } from '../../../shared/markdown/model/read-page.ts';
import { splitFrontmatter } from '../../../shared/wiki/frontmatter.ts';
import { nameOfPage, type PagePath } from '../../../shared/wiki/page-path.ts';
import { failureMessage } from '../../client/failure-message.ts';
import { useApi, useCore } from '../../client/queries.ts';
import { PageIcon } from '../../ui/icons.ts';
import { toast } from '../../ui/Toast.tsx';
import { $nodesOfBlocks } from '../bridge/import-page.ts';
import { dateWords, type EditorCommand } from '../commands/editor-commands.ts';
import { ScopeContext } from '../scope-context.ts';

const folder = /^templates\//i;

/** Commands that put in the pages of the wiki's `templates` folder, whole or a few words alike. */
export function useTemplates(
  wiki: WikiId,
  path: PagePath,
  isWanted: boolean,
): readonly EditorCommand[] {
  const api = useApi();
  const scope = use(ScopeContext);
  const { data } = useCore('page.list', { wiki }, { enabled: isWanted });
  return useMemo(() => {
    const templates = data?.pages.filter((page) => folder.test(page.path)) ?? [];
    return templates.map((template): EditorCommand => ({
      id: `template:${template.path}`,
      label: template.title,
      words: 'template snippet',
      hint: 'Template',
      icon: PageIcon,
      run: (editor) => {
        const insert = (text: string) => {
          const filled = filledIn(splitFrontmatter(text).body, nameOfPage(path));
          editor.update(() => {
            const models = (parseBlocks(filled, scope) ?? []).map(({ model }) => model);
            if (models.length > 0) $insertNodes($nodesOfBlocks(models));
          });
        };
        api.request('page.read', { wiki, path: template.path }).then(
          (answer) => {
            if (answer.kind === 'page') insert(answer.text);
            else toast({ kind: 'error', title: 'This template can’t be read as text.' });
          },
          (error: unknown) => toast({ kind: 'error', title: failureMessage(error) }),
        );
      },
    }));
  }, [api, data, path, scope, wiki]);
}

/** What a template leaves open: the day and the name of the page it is put into. */
function filledIn(text: string, title: string): string {
  return text
    .replace(/\{\{\s*date\s*\}\}/gi, dateWords(new Date()))
    .replace(/\{\{\s*title\s*\}\}/gi, () => title);
}
