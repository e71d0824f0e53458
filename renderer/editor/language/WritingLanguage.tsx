import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useEffect, useState } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { $frontmatter } from '../properties/frontmatter-state.ts';
import { registerDirections } from './register-directions.ts';
import { useWriting } from './use-writing.ts';

/** Tells the text its language, whether to check its spelling, and which way it runs. */
export function WritingLanguage({ wiki }: { readonly wiki: WikiId }) {
  const [editor] = useLexicalComposerContext();
  const [frontmatter, setFrontmatter] = useState(() => editor.read($frontmatter));
  useEffect(
    () =>
      editor.registerUpdateListener(({ editorState }) => {
        setFrontmatter(editorState.read($frontmatter));
      }),
    [editor],
  );
  const { language, isSpellchecked } = useWriting(wiki, frontmatter);
  useEffect(
    () =>
      editor.registerRootListener((root) => {
        if (root === null) return;
        root.lang = language;
        root.spellcheck = isSpellchecked;
      }),
    [editor, isSpellchecked, language],
  );
  useEffect(() => registerDirections(editor), [editor]);
  return null;
}
