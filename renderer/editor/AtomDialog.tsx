import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { mergeRegister } from '@lexical/utils';
import { $getNodeByKey, COMMAND_PRIORITY_LOW, type NodeKey } from 'lexical';
import { use, useEffect, useState } from 'react';
import { parseBlocks } from '../../shared/markdown/model/read-page.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextArea } from '../ui/Field.tsx';
import { $nodesOfInlines } from './bridge/import-page.ts';
import { OPEN_ATOM_COMMAND, OPEN_SOURCE_COMMAND } from './keys/open-commands.ts';
import { $createInlineAtomNode, $isInlineAtomNode } from './nodes/InlineAtomNode.ts';
import { ScopeContext } from './scope-context.ts';

/** Edits the source of a wikilink, a tag or another inline atom. */
export function AtomDialog() {
  const [editor] = useLexicalComposerContext();
  const scope = use(ScopeContext);
  const [open, setOpen] = useState<{ readonly key: NodeKey; readonly source: string } | null>(null);

  useEffect(() => {
    const show = (key: NodeKey) => {
      const node = $getNodeByKey(key);
      if ($isInlineAtomNode(node)) setOpen({ key, source: node.getSource() });
      return true;
    };
    return mergeRegister(
      editor.registerCommand(OPEN_ATOM_COMMAND, show, COMMAND_PRIORITY_LOW),
      editor.registerCommand(OPEN_SOURCE_COMMAND, show, COMMAND_PRIORITY_LOW),
    );
  }, [editor]);
  if (open === null) return null;

  const close = () => {
    setOpen(null);
    editor.focus();
  };
  const apply = () => {
    editor.update(() => {
      const node = $getNodeByKey(open.key);
      if (!$isInlineAtomNode(node) || node.getSource() === open.source) return;
      const [parsed, ...more] = parseBlocks(open.source, scope) ?? [];
      const inlines =
        parsed?.model.kind === 'paragraph' && more.length === 0 ? parsed.model.children : [];
      const nodes =
        open.source.trim() !== '' && inlines.length === 0
          ? [$createInlineAtomNode('other', open.source, node.getMarks())]
          : $nodesOfInlines(inlines);
      for (const made of nodes) node.insertBefore(made);
      node.selectNext(0, 0);
      node.remove();
    });
    close();
  };
  return (
    <Dialog
      title="Edit as markdown"
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={apply}>
            Apply
          </Button>
        </>
      }
    >
      <TextArea
        label="Source"
        autoFocus
        value={open.source}
        onValueChange={(source) => setOpen({ ...open, source })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          apply();
        }}
      />
    </Dialog>
  );
}
