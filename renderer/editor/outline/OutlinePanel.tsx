import './OutlinePanel.css';
import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useSettings } from '../../client/settings.ts';
import { useRootMark } from '../../ui/use-root-mark.ts';
import { SectionList } from './SectionList.tsx';
import { goToSection, useOutline } from './use-outline.ts';

/** The headings of the page beside it: to go to, and to move whole sections by. */
export function OutlinePanel() {
  const [editor] = useLexicalComposerContext();
  const { sections, current } = useOutline(editor);
  const { settings } = useSettings();
  const isShown = settings?.outline !== false;
  useRootMark('outline', isShown);
  if (!isShown) return null;
  return (
    // Its place is kept while there is none, so that the text does not move sideways.
    <div className="cp-sections">
      {sections.length > 1 && (
        <nav aria-label="Outline">
          <p className="cp-sections-title" aria-hidden>
            Outline
          </p>
          <SectionList
            editor={editor}
            sections={sections}
            current={current}
            onGo={(key) => goToSection(editor, key)}
            onEscape={() => editor.focus()}
          />
        </nav>
      )}
    </div>
  );
}
