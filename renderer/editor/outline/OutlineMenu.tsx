import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useRef } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import { HeadingsIcon } from '../../ui/icons.ts';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { goToSection, useOutline } from './use-outline.ts';

/** The headings of the page as a menu, where there is no room for them beside it. */
export function OutlineMenu() {
  const [editor] = useLexicalComposerContext();
  const { sections, current } = useOutline(editor);
  const chosen = useRef<string | null>(null);
  if (sections.length < 2) return null;
  const top = Math.min(...sections.map(({ level }) => level));
  return (
    <span className="cp-sections-menu">
      <Menu
        align="end"
        onCloseAutoFocus={(event) => {
          if (chosen.current === null) return;
          event.preventDefault();
          goToSection(editor, chosen.current);
          chosen.current = null;
        }}
        trigger={<IconButton label="Outline" icon={HeadingsIcon} />}
      >
        {sections.map(({ key, level, text }) => (
          <MenuItem
            key={key}
            isChosen={key === current}
            onSelect={() => {
              chosen.current = key;
            }}
          >
            <span className="cp-sections-item" data-depth={Math.min(level - top, 3)}>
              {text === '' ? '(no words)' : text}
            </span>
          </MenuItem>
        ))}
      </Menu>
    </span>
  );
}
