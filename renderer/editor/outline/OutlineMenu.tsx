import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useRef, useState } from 'react';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { HeadingsIcon } from '../../ui/icons.ts';
import { SectionList } from './SectionList.tsx';
import { goToSection, useOutline } from './use-outline.ts';

/** The headings of the page behind a button, where there is no room for them beside it. */
export function OutlineMenu() {
  const [editor] = useLexicalComposerContext();
  const { sections, current } = useOutline(editor);
  const [button, setButton] = useState<HTMLElement | null>(null);
  const wasOpen = useRef(false);
  if (sections.length < 2) return null;
  return (
    <span className="cp-sections-menu">
      <IconButton
        label="Outline"
        icon={HeadingsIcon}
        aria-haspopup="dialog"
        aria-expanded={button !== null}
        onPointerDown={() => {
          // The press itself closes it, as any press beside it does.
          wasOpen.current = button !== null;
        }}
        onClick={({ currentTarget }) => {
          if (!wasOpen.current) setButton(currentTarget);
          wasOpen.current = false;
        }}
      />
      {button !== null && (
        <AnchoredPopover
          label="Outline"
          anchor={button}
          onClose={() => setButton(null)}
          onEscape={() => {
            setButton(null);
            button.focus();
          }}
        >
          <div className="cp-sections-box">
            <SectionList
              editor={editor}
              sections={sections}
              current={current}
              onGo={(key) => {
                setButton(null);
                goToSection(editor, key);
              }}
            />
          </div>
        </AnchoredPopover>
      )}
    </span>
  );
}
