import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import {
  LexicalTypeaheadMenuPlugin,
  MenuOption,
  type MenuTextMatch,
} from '@lexical/react/LexicalTypeaheadMenuPlugin';
import type { TextNode } from 'lexical';
import { useCallback, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import type { WikiId } from '../../shared/contract/values.ts';
import { folderOf, withoutPageExtension } from '../../shared/wiki/page-path.ts';
import { useCore } from '../client/queries.ts';
import { NewPageIcon, PageIcon } from '../ui/icons.ts';
import { $createInlineAtomNode } from './nodes/InlineAtomNode.ts';

class LinkOption extends MenuOption {
  readonly label: string;
  readonly hint: string;
  /** What stands between the brackets. */
  readonly target: string;
  readonly isNew: boolean;

  constructor(option: {
    key: string;
    label: string;
    hint: string;
    target: string;
    isNew: boolean;
  }) {
    super(option.key);
    this.label = option.label;
    this.hint = option.hint;
    this.target = option.target;
    this.isNew = option.isNew;
  }
}

function matchLink(text: string): MenuTextMatch | null {
  const match = /!?\[\[([^[\]\n|]{0,80})$/.exec(text);
  if (match === null) return null;
  return {
    leadOffset: match.index,
    matchingString: match[1] ?? '',
    replaceableString: match[0],
  };
}

const breaksLink = /[[\]|#\n]/;
const maxShown = 8;

/** Completes `[[`: pages of the wiki by title, and a link to a page that is not there yet. */
export function WikilinkMenu(props: { readonly wiki: WikiId }) {
  const [editor] = useLexicalComposerContext();
  const [query, setQuery] = useState<string | null>(null);
  const { data } = useCore(
    'search.titles',
    { wiki: props.wiki, query: query ?? '', limit: maxShown },
    { enabled: query !== null, keepPrevious: true },
  );
  const options = useMemo(() => optionsOf(data?.hits ?? [], query ?? ''), [data, query]);

  const choose = useCallback(
    (option: LinkOption, node: TextNode | null, closeMenu: () => void) => {
      editor.update(() => {
        if (node === null) return;
        const isEmbed = node.getTextContent().startsWith('!');
        const source = `${isEmbed ? '!' : ''}[[${option.target}]]`;
        const atom = $createInlineAtomNode(isEmbed ? 'embed' : 'wikilink', source, 0);
        node.replace(atom);
        atom.selectNext(0, 0);
        closeMenu();
      });
    },
    [editor],
  );

  return (
    <LexicalTypeaheadMenuPlugin<LinkOption>
      onQueryChange={setQuery}
      onSelectOption={choose}
      triggerFn={matchLink}
      options={options}
      anchorClassName="cp-link-menu-anchor"
      menuRenderFn={(anchor, { selectedIndex, selectOptionAndCleanUp, setHighlightedIndex }) => {
        if (anchor.current === null || options.length === 0) return null;
        return createPortal(
          <ul className="cp-link-menu" role="listbox" aria-label="Pages">
            {options.map((option, index) => (
              <li
                key={option.key}
                ref={(element) => option.setRefElement(element)}
                id={`typeahead-item-${index}`}
                role="option"
                aria-selected={selectedIndex === index}
                onMouseEnter={() => setHighlightedIndex(index)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => selectOptionAndCleanUp(option)}
              >
                {option.isNew ? (
                  <NewPageIcon aria-hidden size={16} />
                ) : (
                  <PageIcon aria-hidden size={16} />
                )}
                <span>{option.label}</span>
                {option.hint !== '' && <small>{option.hint}</small>}
              </li>
            ))}
          </ul>,
          anchor.current,
        );
      }}
    />
  );
}

type Hits = readonly {
  readonly path: string;
  readonly title: string;
  readonly alias: string | null;
}[];

function optionsOf(hits: Hits, query: string): LinkOption[] {
  const counts = new Map<string, number>();
  for (const { title } of hits) {
    counts.set(title.toLowerCase(), (counts.get(title.toLowerCase()) ?? 0) + 1);
  }
  const options = hits.map((hit) => {
    const path = withoutPageExtension(hit.path);
    const isPlain = counts.get(hit.title.toLowerCase()) === 1 && !breaksLink.test(hit.title);
    const label = breaksLink.test(hit.title) ? '' : `|${hit.title}`;
    return new LinkOption({
      key: hit.path,
      label: hit.title,
      hint: hit.alias ?? folderOf(hit.path),
      target: isPlain ? hit.title : `${path}${label}`,
      isNew: false,
    });
  });
  const wanted = query.trim();
  const isKnown = hits.some(
    ({ title, alias }) =>
      title.toLowerCase() === wanted.toLowerCase() || alias?.toLowerCase() === wanted.toLowerCase(),
  );
  if (wanted !== '' && !isKnown) {
    options.push(
      new LinkOption({
        key: '\0new',
        label: wanted,
        hint: 'Link to a page that does not exist yet',
        target: wanted,
        isNew: true,
      }),
    );
  }
  return options;
}
